#include "model/objects/layout_template.hpp"

#include "model/objects/diagnostics.hpp"

namespace curia {

std::string template_size(const View&, const Object& object) {
  return std::to_string(static_cast<const LayoutTemplate&>(object).description.size());
}

std::string contents_size(const View&, const Object& object) {
  return std::to_string(static_cast<const Diagnostics&>(object).contents.size());
}

}  // namespace curia
