// Zone: the history and the rule of one time zone, read from a TZif file (RFC 8536).
//
// 1. Versions 1 to 4; of 2 and later the 64-bit part and the POSIX TZ string behind it, which
//    rules after the last transition. Leap seconds of such files ("right/...") are taken out.
// 2. A local time that occurs twice means the first time; one that a change of clocks skips is
//    read with the offset before the change (RFC 5545 section 3.3.5). So every local time has
//    exactly one instant: to_utc() always answers.
// 3. A Zone never changes; it may be shared. Abbreviations point into it.
//
//   Result<Zone> paris = Zone::parse("Europe/Paris", bytes_of_the_file);
//   sys_seconds when = paris->to_utc(local_time({2026, 3, 29}, 2, 30));  // 01:30 UTC
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.hpp"
#include "model/schedule/civil.hpp"
#include "model/schedule/posix_tz.hpp"

namespace curia::schedule {

// What clocks show: local = UTC + offset.
struct LocalType {
  seconds offset{0};
  bool is_dst = false;
  std::string_view abbreviation;
  bool operator==(const LocalType&) const = default;
};

// A stretch of time without a change: begin <= instant < end.
struct ZoneSpan {
  sys_seconds begin = sys_seconds::min();  // min(): there is nothing before
  sys_seconds end = sys_seconds::max();    // max(): there is nothing after
  LocalType type;
};

class Zone {
 public:
  // The caller read `bytes`. Errors: corrupt, wrong_version, limit_reached (zone_bytes); the
  // parameter is the name.
  static Result<Zone> parse(std::string name, std::string_view bytes);
  static Zone utc();

  const std::string& name() const { return name_; }
  LocalType at(sys_seconds instant) const { return span_at(instant).type; }
  ZoneSpan span_at(sys_seconds instant) const;

  local_seconds to_local(sys_seconds instant) const {
    return local_at(count_of(instant) + at(instant).offset.count());
  }
  sys_seconds to_utc(local_seconds time) const;

  // The last transition that the file lists; min(): none. What rules after it: nothing when clocks
  // stay as they are.
  sys_seconds last_listed() const {
    return times_.empty() ? sys_seconds::min() : sys_at(times_.back());
  }
  const std::optional<PosixTz>& afterwards() const { return afterwards_; }

 private:
  struct Type {
    std::int32_t offset = 0;
    bool is_dst = false;
    std::uint8_t name_at = 0;  // in names_
  };
  friend class TzifReader;
  Zone() = default;
  LocalType local_type(std::size_t index) const;

  std::string name_;
  std::vector<std::int64_t> times_;    // of the transitions, growing
  std::vector<std::uint8_t> kinds_;    // the type from each of them on
  std::vector<Type> types_;            // the first one rules before all transitions
  std::string names_;                  // each ends with a NUL
  std::optional<PosixTz> afterwards_;  // rules from the last transition on
};

// How a local time was read.
struct LocalReading {
  sys_seconds instant;
  bool skipped = false;  // no clock showed it: a change of clocks went over it
  // Of a skipped time: local times below this one may have instants before its own, or the same.
  local_seconds mixed_until;
};

// A Zone with a memory of the last span: conversions that are near each other search once.
// The Zone outlives it.
class ZoneClock {
 public:
  explicit ZoneClock(const Zone& zone) : zone_(&zone) {}

  const Zone& zone() const { return *zone_; }
  LocalReading read(local_seconds time);
  sys_seconds to_utc(local_seconds time) { return read(time).instant; }
  local_seconds to_local(sys_seconds instant);
  // The earliest local time whose instant may be `instant` or later: a change of clocks that
  // skipped times just before it moves those behind it.
  local_seconds earliest_local(sys_seconds instant);

 private:
  const ZoneSpan& span_at(sys_seconds instant);

  const Zone* zone_;
  ZoneSpan span_{sys_seconds::max(), sys_seconds::min(), {}};  // holds nothing yet
};

}  // namespace curia::schedule
