// CalendarClient: one person's calendar as a mail program keeps it: it takes the calendars that
// come by mail, and shows what it then knows of each meeting.
//
// 1. A component with an older (SEQUENCE, DTSTAMP) than what is there changes nothing.
// 2. A REQUEST of a series replaces all that is known of the meeting; one of a recurrence replaces
//    that recurrence. A CANCEL of the whole takes everything away, one of a recurrence that one.
// 3. What it shows does not depend on how the state was reached.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "impl/wire/icalendar/calendar.hpp"

namespace curia::sim {

// One entry that the person sees.
struct CalendarEntry {
  schedule::sys_seconds start, end;  // of whole days the midnights of the calendar itself
  bool is_whole_day = false;
  std::string summary;
  ical::Person organizer;
  std::string text;
  bool operator==(const CalendarEntry&) const = default;
};

// By start, end, title, organizer and text.
void sort(std::vector<CalendarEntry>& entries);

class CalendarClient {
 public:
  explicit CalendarClient(ical::FindZone find) : find_(std::move(find)) {}

  // A calendar that came by mail. Errors: those of read_ics().
  Result<> take(std::string_view ics);
  void take(const ical::Calendar& calendar);

  // All that begins before `until`, sorted. DTSTART is one whatever the rule says
  // (RFC 5545 section 3.8.5.3).
  std::vector<CalendarEntry> entries(schedule::sys_seconds until) const;

  // One line for each meeting, and for each recurrence that differs; empty: nothing is known.
  std::string shown() const;

 private:
  struct Shown {
    std::pair<std::uint32_t, std::int64_t> version;
    std::optional<ical::Event> event;  // nothing: cancelled
  };
  struct Meeting {
    std::pair<std::uint32_t, std::int64_t> version;
    std::optional<ical::Event> series;
    std::set<schedule::sys_seconds> excluded;
    std::map<schedule::sys_seconds, Shown> recurrences;
  };
  schedule::sys_seconds instant_of(const ical::Moment& moment) const;
  CalendarEntry entry_of(const ical::Event& event) const;
  void add_series(const Meeting& meeting, schedule::sys_seconds until,
                  std::vector<CalendarEntry>& entries) const;
  void take_series(Meeting& meeting, const ical::Event& event, bool cancels);
  void take_recurrence(Meeting& meeting, const ical::Event& event, bool cancels);

  ical::FindZone find_;
  std::map<std::string, Meeting> meetings_;  // by UID
};

}  // namespace curia::sim
