#include "impl/service/zones/zone_names.hpp"

#include <algorithm>
#include <string_view>

namespace curia::zones {

// "Z Europe/Paris 0:9:21 ..." is a zone, "L Europe/Paris Europe/Monaco" another name of one.
std::vector<std::string> zone_names(Files& files) {
  const auto table = files.read("tzdata.zi");
  if (!table) return files.list("").value_or(std::vector<std::string>{});
  std::vector<std::string> names;
  std::string_view rest = *table;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.starts_with("Z "))
      names.emplace_back(line.substr(2, line.find(' ', 2) - 2));
    else if (line.starts_with("L "))
      names.emplace_back(line.substr(line.rfind(' ') + 1));
  }
  std::ranges::sort(names);
  return names;
}

}  // namespace curia::zones
