// The times of the Scheduler's API, in all the forms that its description shows.
//
//   2021-01-30T08:30:00.000        local: dtStart, dtEnd; fraction and seconds may be missing
//   2021-01-30T08:30:00Z           an instant: fromTime, untilTime, recurrence ids
//   2021-01-30T08:30:00+01:00      the same; in a query "+" arrives as a blank and is taken
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/base/result.hpp"
#include "model/base/time.hpp"
#include "model/schedule/zone.hpp"

namespace curia::scheduler {

struct ReadTime {
  schedule::local_seconds local;            // as it is written, without the offset
  std::optional<schedule::seconds> offset;  // "Z" is 0; nothing: none is written
};

// Also a date alone, whose time is midnight. Errors: invalid_value.
Result<ReadTime> read_time(std::string_view text);

// dtStart and dtEnd: a "Z" behind them means nothing, as the zone is said elsewhere; another
// offset is refused. Errors: invalid_value.
Result<schedule::local_seconds> read_local(std::string_view text);

// fromTime and untilTime; without an offset in UTC. Errors: invalid_value.
Result<schedule::sys_seconds> read_instant(std::string_view text);

std::string local_text(schedule::local_seconds time);     // "2021-01-30T08:30:00.000"
std::string instant_text(schedule::sys_seconds instant);  // "2021-01-30T08:30:00Z"
std::string timestamp(WallTime time);                     // "2021-01-30T08:30:00.123Z"

}  // namespace curia::scheduler
