// What one iCalendar object of a meeting says (RFC 5545, RFC 5546), as values: to_ics() writes it,
// read_ics() reads it back.
//
// 1. All events of one object have the same UID: the series (without a recurrence id) or changed
//    occurrences of it.
// 2. read_ics(to_ics(calendar, find)) == calendar, for texts without control characters.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.hpp"
#include "model/base/time.hpp"
#include "model/schedule/zone.hpp"

namespace curia::ical {

using schedule::local_seconds;

enum class Method { request, cancel };
std::string_view name_of(Method method);  // "REQUEST"

struct Moment {
  local_seconds local;   // what the clock of the zone shows; of a date its midnight
  bool is_date = false;  // VALUE=DATE: the zone does not count
  std::string zone = "UTC";
  bool operator==(const Moment&) const = default;
};

struct Person {
  std::string address;
  std::string name;  // CN; may be empty
  bool operator==(const Person&) const = default;
};

struct Event {
  std::string uid;
  std::uint32_t sequence = 0;
  std::int64_t stamp = 0;  // DTSTAMP, in seconds since 1970
  Moment start;
  Moment end;                        // of dates the day after the last
  std::string rrule;                 // empty: none
  std::vector<Moment> excluded;      // EXDATE, of the same form as the start
  std::optional<Moment> occurrence;  // RECURRENCE-ID
  bool cancelled = false;            // STATUS
  std::string summary;
  std::string description;
  std::string location;
  Person organizer;
  std::vector<Person> attendees;
  bool operator==(const Event&) const = default;
};

struct Calendar {
  Method method = Method::request;
  std::vector<Event> events;
  bool operator==(const Calendar&) const = default;
};

// The zone of that name; null when there is none.
using FindZone = std::function<std::shared_ptr<const schedule::Zone>(std::string_view)>;

// The whole object, lines folded at 75 bytes, with a VTIMEZONE for each zone but UTC.
// Errors: not_found (a zone).
Result<std::string> to_ics(const Calendar& calendar, const FindZone& find);

// Errors: invalid_value, limit_reached (ics_bytes).
Result<Calendar> read_ics(std::string_view text);

}  // namespace curia::ical
