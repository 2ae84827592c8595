// The JSON of a layout template: what /layoutTemplates/{id}/template carries.
//
//   {"screens": [{"columns": 4, "rows": 4, "panes": [
//      {"x": 0, "y": 0, "width": 3, "height": 4},
//      {"x": 3, "y": 0}, {"x": 3, "y": 1}, {"x": 3, "y": 2}, {"x": 3, "y": 3}]}]}
//
// 1. x, y, width and height count cells of the grid; width and height are 1 when absent. A pane
//    may have "overlay": true. One screen or two. docs/layouts.md describes it for administrators.
// 2. What is not described there is refused, so that a misspelt word is not ignored in silence.
// 3. A parsed template is valid (model/layout/layout_template.hpp).
#pragma once

#include <string>
#include <string_view>

#include "model/layout/layout_template.hpp"

namespace curia {

// Errors: limit_reached above limits::layout_template_bytes (the API's
// layoutTemplateDescriptionTooLong), else invalid_value with a sentence that says where.
Result<layout::LayoutTemplate> parse_layout_template(std::string_view json);

// The shortest JSON that parse_layout_template() reads back as the same template.
std::string to_json(const layout::LayoutTemplate& layout_template);

}  // namespace curia
