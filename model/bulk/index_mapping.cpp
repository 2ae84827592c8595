#include "model/bulk/index_mapping.hpp"

namespace curia {

std::string map_index(std::string_view mapping, std::int64_t index) {
  constexpr std::string_view place = "$index$";
  std::string out;
  while (!mapping.empty()) {
    if (mapping.starts_with(place)) {
      out += std::to_string(index);
      mapping.remove_prefix(place.size());
      continue;
    }
    if (mapping.front() == '\\' && mapping.size() > 1) mapping.remove_prefix(1);
    out += mapping.front();
    mapping.remove_prefix(1);
  }
  return out;
}

}  // namespace curia
