// Diagnostics: a picture of a meeting at one moment, kept for support.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

struct Diagnostics : Object {
  static constexpr Kind kind_of = Kind::diagnostics;

  std::string label;
  Guid co_space;
  Guid call_correlator;
  std::string timestamp;
  std::string contents;  // text/plain, the body of .../contents
};

// In bytes.
std::string contents_size(const View& view, const Object& object);

inline constexpr FieldSpec diagnostics_fields[] = {
    text<&Diagnostics::label>("label", limits::name_bytes).read_only().summary(),
    reference<&Diagnostics::co_space>("coSpace", Kind::co_space).read_only(),
    reference<&Diagnostics::call_correlator>("callCorrelator", Kind::none).read_only(),
    text<&Diagnostics::timestamp>("timestamp").read_only(),
    computed("contentsSize", FieldType::number, contents_size),
    text<&Diagnostics::contents>("contents", limits::diagnostics_bytes).hidden(),
};

}  // namespace curia
