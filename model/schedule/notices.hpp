// Which calendar messages follow from a change of a meeting: a pure function.
//
// 1. Each person has a view of a meeting: the series without the recurrences that are cancelled or
//    not theirs, and the changed recurrences. The notices take each person's calendar from the
//    view before to the view after; who sees no difference gets none. Another coSpace, organizer
//    or language is a difference for all.
// 2. One notice goes to all who need the same message with the same join information
//    (an iCalendar object has no text for one guest).
// 3. People are their addresses: who has none gets no notice, and no mention.
// 4. A removed person gets a cancellation; a deleted meeting cancels all that anybody had.
//
//   auto notices = notices_of(&before, &after, address_of);      // created: before is null
#pragma once

#include <functional>
#include <map>
#include <set>

#include "model/schedule/meeting.hpp"

namespace curia::schedule {

// The address to send to; empty: this person gets no mail.
using AddressOf = std::function<std::string(const Invitee&)>;

// One VEVENT of a notice.
struct NoticeEvent {
  std::optional<sys_seconds> occurrence = std::nullopt;  // of the series; nothing: the series
  std::string summary;
  std::optional<MeetingTime> time;      // nothing: where the series has this recurrence
  std::string rrule;                    // of the series
  std::set<sys_seconds> excluded = {};  // of the series
  std::vector<std::string> attendees = {};
  bool operator==(const NoticeEvent&) const = default;
};

struct Notice {
  bool cancels = false;  // METHOD:CANCEL, else METHOD:REQUEST
  std::uint32_t sequence = 0;
  Guid meeting;
  Guid co_space;
  Guid access_method;    // whose join information the text has; nil: the coSpace's
  std::string language;  // of the text
  Organizer organizer;
  MeetingTime series;  // the form that recurrences are named in
  std::vector<NoticeEvent> events;
  std::vector<std::string> to;  // addresses, without duplicates
  bool operator==(const Notice&) const = default;
};

// Created: `before` is null; deleted: `after` is.
std::vector<Notice> notices_of(const Meeting* before, const Meeting* after,
                               const AddressOf& address_of);

// Everything once more: to all, or to those of one recurrence.
std::vector<Notice> refresh_notices(const Meeting& meeting, std::optional<sys_seconds> occurrence,
                                    const AddressOf& address_of);

}  // namespace curia::schedule
