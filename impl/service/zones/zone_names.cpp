#include "impl/service/zones/zone_names.hpp"

#include <algorithm>

namespace curia::zones {
namespace {

constexpr std::size_t name_bytes = 64;  // the longest name of 2026 has 32
constexpr std::string_view no_zones[] = {"Factory", "leapseconds", "localtime", "posixrules"};

}  // namespace

bool is_zone_name(std::string_view name) {
  if (name.empty() || name.size() > name_bytes || name.front() == '/' || name.back() == '/')
    return false;
  if (name.starts_with("right/") || name.starts_with("posix/")) return false;
  if (std::ranges::find(no_zones, name) != std::end(no_zones)) return false;
  return name.find("//") == name.npos && std::ranges::all_of(name, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '+' || c == '-' || c == '_' || c == '/';
         });
}

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
  std::erase_if(names, [](const std::string& name) { return !is_zone_name(name); });
  std::ranges::sort(names);
  return names;
}

}  // namespace curia::zones
