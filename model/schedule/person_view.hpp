// What one person's calendar shows of a meeting: between Meeting and the notices.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/schedule/notices.hpp"

namespace curia::schedule {

struct OccurrenceView {
  NoticeEvent event;
  Guid access_method;
  // Whether a calendar shows the same: who else is invited does not count.
  bool shows_as(const OccurrenceView& other) const {
    return event.summary == other.event.summary && event.time == other.event.time &&
           event.rrule == other.event.rrule && access_method == other.access_method;
  }
};

struct PersonView {
  std::optional<OccurrenceView> series;           // with what is excluded from it
  std::map<sys_seconds, OccurrenceView> changed;  // recurrences that differ, or without a series
};

// The views of everybody who has an address, by address in lower case.
struct MeetingViews {
  struct Viewer {
    std::string address;  // as it was written
    PersonView view;
  };
  std::map<std::string, Viewer> people;
};

MeetingViews views_of(const Meeting& meeting, const AddressOf& address_of);

}  // namespace curia::schedule
