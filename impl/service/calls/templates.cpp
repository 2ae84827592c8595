#include "impl/service/calls/templates.hpp"

#include "impl/wire/layout_template.hpp"
#include "model/objects/layout_template.hpp"

namespace curia::calls {

const layout::LayoutTemplate* Templates::find(const Guid& id) {
  const auto* object = registry_.find<curia::LayoutTemplate>(id);
  if (object == nullptr) {
    read_.erase(id);
    return nullptr;
  }
  Read& read = read_[id];
  if (read.sequence != object->sequence) {
    auto parsed = parse_layout_template(object->description);
    read.drawing = parsed ? std::optional(*std::move(parsed)) : std::nullopt;
    read.sequence = object->sequence;
  }
  return read.drawing ? &*read.drawing : nullptr;
}

}  // namespace curia::calls
