// From a notice of the Scheduler to the iCalendar object that it is sent as.
#pragma once

#include "impl/wire/icalendar/calendar.hpp"
#include "model/schedule/notices.hpp"

namespace curia::ical {

struct CalendarText {
  std::string description{};  // the join information
  std::string title{};     // SUMMARY of events without one: invitations have one (RFC 5546, 3.2.2)
  std::string location{};  // where to join, in one line; may be empty
  std::int64_t stamp = 0;  // DTSTAMP, in seconds since 1970
  // ORGANIZER of meetings whose organizer has no address.
  std::string sender{};
};

// Errors: not_found (a zone), invalid_value (a rule).
Result<Calendar> calendar_of(const schedule::Notice& notice, const CalendarText& text,
                             const FindZone& find);

}  // namespace curia::ical
