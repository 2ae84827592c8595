// Time as the core knows it: a monotonic Instant for deadlines and UTC WallTime for people.
//
// 1. Both count nanoseconds in 64 bits; they never mix (different clocks, different types).
// 2. The core never reads a clock: it is told the time (model/env/clock.hpp).
// 3. On the wire times are RFC 3339 UTC with Z and whole seconds (api-conventions, XML form).
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "model/base/result.hpp"

namespace curia {

using namespace std::chrono_literals;

using Duration = std::chrono::nanoseconds;

struct MonotonicClock {  // only a tag: it has no now()
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<MonotonicClock, Duration>;
  static constexpr bool is_steady = true;
};

// Nanoseconds since an arbitrary start that is fixed for one run. Never goes back.
using Instant = MonotonicClock::time_point;

// Nanoseconds of UTC since 1970-01-01, leap seconds not counted. May jump either way.
using WallTime = std::chrono::sys_time<Duration>;

// A deadline that never comes.
inline constexpr Instant never = Instant::max();

// "2021-08-24T10:15:30Z"; a fraction of a second is cut off.
std::string to_rfc3339(WallTime time);

// Takes what RFC 3339 section 5.6 allows: T or t or a blank, a fraction, Z or z or a numeric
// offset. Errors: invalid_value.
Result<WallTime> parse_rfc3339(std::string_view text);

}  // namespace curia
