// Templates: the layout templates of administrators, read once for as long as they are the same.
#pragma once

#include <map>
#include <optional>

#include "model/layout/layout_template.hpp"
#include "model/registry/registry.hpp"

namespace curia::calls {

class Templates {
 public:
  // `registry` outlives it.
  explicit Templates(const Registry& registry) : registry_(registry) {}

  // Null when there is no such template, or its text is no drawing of ours. Good until asked for
  // the same one again.
  const layout::LayoutTemplate* find(const Guid& id);

 private:
  struct Read {
    std::uint64_t sequence = 0;  // of the object that was read
    std::optional<layout::LayoutTemplate> drawing{};
  };
  const Registry& registry_;
  std::map<Guid, Read> read_;
};

}  // namespace curia::calls
