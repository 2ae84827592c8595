// What GET shows of each kind of object, prepared once: most fields of most objects are unset, and
// to find that out must cost less than a look at the whole description of each.
#pragma once

#include <cstddef>
#include <span>

#include "impl/wire/xml.hpp"
#include "model/schema/field.hpp"

namespace curia::callbridge {

// All fields, or those of the collection.
enum class Fields { all, summary };

struct ShownField {
  const FieldSpec* field = nullptr;
  const XmlTags* tags = nullptr;
  std::ptrdiff_t offset = 0;  // of the member within the object; a computed field has none
  FieldType type = FieldType::text;
  bool may_be_skipped = false;  // when the member is unset

  // A computed field never says so.
  bool is_nothing_in(const Object& object) const {
    return may_be_skipped && !is_set(type, reinterpret_cast<const char*>(&object) + offset);
  }
};

// In the order of GET. Not for Kind::none.
std::span<const ShownField> shown_fields(Kind kind, Fields fields);

}  // namespace curia::callbridge
