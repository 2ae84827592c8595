// IvrNumber: a phone number to print in invitations.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

struct IvrNumber : Object {
  static constexpr Kind kind_of = Kind::ivr_number;

  std::string label;
  std::string number;
};

inline constexpr FieldSpec ivr_number_fields[] = {
    text<&IvrNumber::label>("label", limits::name_bytes).summary(),
    text<&IvrNumber::number>("number", limits::uri_bytes).summary(),
};

}  // namespace curia
