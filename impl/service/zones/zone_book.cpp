#include "impl/service/zones/zone_book.hpp"

#include "impl/service/zones/zone_names.hpp"
#include "model/base/limits.hpp"

namespace curia::zones {
namespace {

constexpr std::size_t shown_bytes = 64;  // of a name that is none

}  // namespace

Result<ZonePointer> ZoneBook::find(std::string_view name) {
  if (const auto known = known_.find(name); known != known_.end()) return known->second;
  const std::string text(name);
  if (!is_zone_name(name)) {
    const std::string shown = text.substr(0, shown_bytes);
    return fail(Errc::invalid_value, "'" + shown + "' is not a time zone", shown);
  }
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
