// LayoutTemplate: a pane arrangement of the customer.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

struct LayoutTemplate : Object {
  static constexpr Kind kind_of = Kind::layout_template;

  std::string name;
  std::string description;  // JSON, the body of .../template
};

// Bytes of the description, 0 without one.
std::string template_size(const View& view, const Object& object);

inline constexpr FieldSpec layout_template_fields[] = {
    text<&LayoutTemplate::name>("name", limits::name_bytes).required().summary().searched(),
    computed("templateSize", FieldType::number, template_size).summary(),
    text<&LayoutTemplate::description>("description", limits::layout_template_bytes).hidden(),
};

}  // namespace curia
