// TZif files made by hand, for tests.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/check.hpp"
#include "model/schedule/rule.hpp"
#include "model/schedule/zone.hpp"

namespace curia::schedule::testing {

struct TzifType {
  int offset = 0;
  bool is_dst = false;
  std::uint8_t name_at = 0;
};

struct TzifBlock {
  std::vector<std::int64_t> times;
  std::vector<std::uint8_t> kinds;
  std::vector<TzifType> types = {{}};
  std::string names = std::string("UTC\0", 4);
  std::vector<std::pair<std::int64_t, int>> leaps;
};

inline void put(std::string& out, std::int64_t value, int bytes) {
  while (--bytes >= 0) out += static_cast<char>(value >> bytes * 8 & 0xff);
}

inline std::string tzif_block(char version, const TzifBlock& block, int time_bytes) {
  std::string out = "TZif";
  out += version;
  out.append(15, '\0');
  put(out, 0, 4);
  put(out, 0, 4);
  put(out, static_cast<std::int64_t>(block.leaps.size()), 4);
  put(out, static_cast<std::int64_t>(block.times.size()), 4);
  put(out, static_cast<std::int64_t>(block.types.size()), 4);
  put(out, static_cast<std::int64_t>(block.names.size()), 4);
  for (const auto time : block.times) put(out, time, time_bytes);
  for (const auto kind : block.kinds) put(out, kind, 1);
  for (const auto& type : block.types) {
    put(out, type.offset, 4);
    put(out, type.is_dst ? 1 : 0, 1);
    put(out, type.name_at, 1);
  }
  out += block.names;
  for (const auto& [time, correction] : block.leaps) {
    put(out, time, time_bytes);
    put(out, correction, 4);
  }
  return out;
}

inline std::string tzif_v1(const TzifBlock& block) { return tzif_block('\0', block, 4); }

inline std::string tzif(const TzifBlock& block, const std::string& footer, char version = '2') {
  return tzif_block(version, {}, 4) + tzif_block(version, block, 8) + "\n" + footer + "\n";
}

// A zone that a POSIX TZ string rules from the beginning of time.
inline std::shared_ptr<const Zone> posix_zone(const std::string& rule) {
  auto zone = Zone::parse("Test/Zone", tzif({}, rule));
  check(zone.has_value(), "a rule that tests wrote");
  return std::make_shared<const Zone>(*std::move(zone));
}

// The rules that the examples of RFC 5545 section 3.8.5.3 are computed with.
inline std::shared_ptr<const Zone> new_york_of_1997() {
  return posix_zone("EST5EDT,M4.1.0,M10.5.0");
}

// "19970902T090000", or "19970902" for its midnight.
inline local_seconds at(std::string_view text) {
  const auto moment = parse_moment(text);
  check(moment.has_value(), "a time that tests wrote");
  return local_at(moment->time);
}
inline sys_seconds utc(std::string_view text) { return sys_at(count_of(at(text))); }
inline std::string written(local_seconds time) {
  return to_text(Until{Until::Form::local, count_of(time)});
}

}  // namespace curia::schedule::testing
