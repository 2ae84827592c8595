// PosixTz: the TZ string that rules a zone for ever after its last listed transition.
//
//   std offset [dst [offset] , start [/time] , end [/time]]      (POSIX.1, RFC 8536 section 3.3.1)
//
// Times of -167 to 167 hours are taken, as version 3 of TZif allows. Daylight saving all year
// (RFC 8536) and negative daylight saving (Ireland) follow from the arithmetic.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "model/base/result.hpp"

namespace curia::schedule {

class PosixTz {
 public:
  // When in a year clocks change, and at which local time of the rule before the change.
  struct Change {
    enum class Kind : std::uint8_t { month_week_day, julian_without_leap_day, day_of_year };
    Kind kind = Kind::month_week_day;
    std::int16_t month = 1;    // month_week_day
    std::int16_t week = 1;     // month_week_day: 1 to 5, which is the last
    std::int16_t day = 0;      // weekday from Sunday, 0; or day of the year from 1 or 0
    std::int32_t time = 7200;  // seconds after midnight, of either sign
    // Seconds from 1970 to it on the clock before the change.
    std::int64_t in_year(int year) const;
  };

  std::string standard_name;
  std::string daylight_name;         // empty: clocks never change
  std::int32_t standard_offset = 0;  // seconds east of UTC
  std::int32_t daylight_offset = 0;
  Change start;  // of daylight saving
  Change end;

  // Errors: corrupt.
  static Result<PosixTz> parse(std::string_view text);

  // What rules at an instant (seconds since 1970), and from when to when.
  struct Span {
    std::int64_t begin = 0;
    std::int64_t end = 0;
    bool is_dst = false;
  };
  Span span_at(std::int64_t instant) const;

 private:
  Span span_in_cycle(std::int64_t instant) const;  // of the 400 years from 1970 on
};

}  // namespace curia::schedule
