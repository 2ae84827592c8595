#include "impl/service/zones/zone_book.hpp"

#include <algorithm>

#include "model/base/limits.hpp"

namespace curia::zones {
namespace {

constexpr std::size_t name_bytes = 64;  // the longest name of 2026 has 32

// Names of the database: parts of letters, digits, "+", "-" and "_", joined by "/".
bool is_name(std::string_view name) {
  if (name.empty() || name.size() > name_bytes || name.front() == '/' || name.back() == '/')
    return false;
  return name.find("//") == name.npos && std::ranges::all_of(name, [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '+' || c == '-' || c == '_' || c == '/';
         });
}

}  // namespace

Result<ZonePointer> ZoneBook::find(std::string_view name) {
  if (const auto known = known_.find(name); known != known_.end()) return known->second;
  const std::string text(name);
  if (!is_name(name))
    return fail(Errc::invalid_value, "'" + text.substr(0, name_bytes) + "' is not a time zone",
                text.substr(0, name_bytes));
  if (known_.size() >= limits::zones_kept)
    return fail(Errc::limit_reached, "too many time zones are in use", text);
  auto zone = [&]() -> Result<schedule::Zone> {
    if (name == "UTC") return schedule::Zone::utc();
    const auto bytes = files_.read(text);
    if (!bytes && bytes.error().code == Errc::not_found)
      return fail(Errc::not_found, "there is no time zone '" + text + "'", text);
    if (!bytes) return fail(bytes.error());
    return schedule::Zone::parse(text, *bytes);
  }();
  if (!zone) return fail(zone.error());
  return known_.emplace(text, std::make_shared<const schedule::Zone>(*std::move(zone)))
      .first->second;
}

}  // namespace curia::zones
