// Meeting: what the Scheduler knows of one meeting or series (release notes 2.10.6), as values.
//
// 1. `exceptions` stand in the order of their ids, each id once, and each names a recurrence that
//    the series makes. What an exception does not say is as in the series.
// 2. Without a rule there is one recurrence, whose id is the start; an exception of it says
//    `cancelled` and nothing else: the rest is changed in the meeting itself.
// 3. An invitee has an e-mail address or a user name or both; nobody is listed twice.
// 4. `sequence` grows with every change of anything here: a notice that carries it is newer than
//    all with a smaller one (SEQUENCE of RFC 5545).
// 5. Times lie in the years 1970 to 9999; an end is after its start, and of an all-day meeting
//    both are midnights.
//
//   const std::string shown = exception.summary.value_or(meeting.summary);
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/base/guid.hpp"
#include "model/schedule/civil.hpp"

namespace curia::schedule {

struct Organizer {
  std::string email;
  std::string user_name;
  std::string display_name;
  bool operator==(const Organizer&) const = default;
};

struct Invitee {
  std::string email;
  std::string user_name;
  Guid access_method;  // nil: the coSpace's own join information
  bool operator==(const Invitee&) const = default;
};

// Of a meeting, which is its first recurrence, or of one recurrence that was moved.
struct MeetingTime {
  local_seconds start;
  local_seconds end;  // of an all-day meeting the midnight after its last day
  bool all_day = false;
  std::string zone = "UTC";  // of both, a name of the IANA database
  bool operator==(const MeetingTime&) const = default;
};

// One recurrence that differs from its series.
struct Exception {
  sys_seconds id;  // the instant at which the series has it (RECURRENCE-ID)
  bool cancelled = false;
  std::optional<std::string> summary = std::nullopt;
  std::optional<MeetingTime> time = std::nullopt;
  std::optional<std::vector<Invitee>> participants = std::nullopt;
  bool operator==(const Exception&) const = default;
};

struct Meeting {
  Guid id;
  Guid co_space;  // may be gone: somebody deleted it with the API of the Call Bridge
  Organizer organizer;
  std::string summary;
  MeetingTime time;
  std::string rrule;  // as to_text(Rule) writes it; empty: no series
  std::vector<Invitee> participants;
  std::vector<Exception> exceptions;
  bool owns_space = false;  // isSchedulerSpaceOwner
  std::string language;     // tag of the invitation text; empty: the default
  std::uint32_t sequence = 0;
  bool operator==(const Meeting&) const = default;
};

// The exception of a recurrence; null when it is as the series says.
const Exception* find_exception(const Meeting& meeting, sys_seconds id);

// Whether two name the same person: the same address, without regard to case, or user name.
bool is_same_person(const Invitee& a, const Invitee& b);

}  // namespace curia::schedule
