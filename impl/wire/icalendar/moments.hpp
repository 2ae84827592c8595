// Dates and times of iCalendar properties, with the parameters that say what they mean.
#pragma once

#include <cstdint>
#include <string>

#include "impl/wire/icalendar/calendar.hpp"
#include "impl/wire/icalendar/lines.hpp"

namespace curia::ical {

// What stands behind the name: ";TZID=Europe/Paris:20260329T090000", ":20260329T070000Z" or
// ";VALUE=DATE:20260329".
std::string written(const Moment& moment);
std::string written_utc(std::int64_t seconds);
std::string written_local(schedule::local_seconds time);

// Errors: invalid_value.
Result<Moment> read_moment(const Line& line);
// The same, of a property that lists several.
Result<> read_moments(const Line& line, std::vector<Moment>& out);

// "+0130" and the like, in seconds. Errors: invalid_value.
std::string written_offset(std::int64_t seconds);
Result<std::int64_t> read_offset(std::string_view text);

}  // namespace curia::ical
