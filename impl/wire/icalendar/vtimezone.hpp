// VTIMEZONE (RFC 5545 section 3.6.5), computed from a Zone for the time that a meeting needs.
//
// 1. From `begin` on, to `end` or without an end, it says the same as the Zone.
// 2. Changes of clocks that follow the zone's rule become an RRULE; those before, and those of
//    zones whose rule no RRULE of a month can say, are listed (without an end:
//    ics_listed_years of them).
#pragma once

#include <optional>
#include <string>

#include "model/schedule/zone.hpp"

namespace curia::ical {

void append_vtimezone(std::string& out, const schedule::Zone& zone, schedule::sys_seconds begin,
                      std::optional<schedule::sys_seconds> end);

}  // namespace curia::ical
