// What somebody asks of a meeting, and what becomes of the meeting: the rules of 2.10.6 as
// functions from values to values.
//
// 1. What an edit does not name stays as it is. A refused edit leaves the meeting untouched.
// 2. After every edit the invariants of Meeting hold; `sequence` has grown by one when anything
//    changed, and only then.
// 3. When the time or the rule of a series changes, exceptions of recurrences that it no longer
//    makes are dropped.
// 4. Who joins or leaves a series joins or leaves its exceptions with lists of their own, too.
//
//   Meeting meeting;
//   if (auto made = apply(edit, zones, meeting); !made) return fail(made.error());
#pragma once

#include "model/base/limits_scheduler.hpp"
#include "model/base/result.hpp"
#include "model/schedule/timetable.hpp"

namespace curia::schedule {

struct MeetingEdit {
  std::optional<Guid> co_space = std::nullopt;
  std::optional<std::string> organizer_email = std::nullopt;
  std::optional<std::string> organizer_user_name = std::nullopt;
  std::optional<std::string> organizer_display_name = std::nullopt;
  std::optional<std::string> summary = std::nullopt;
  std::optional<std::string> language = std::nullopt;
  std::optional<bool> owns_space = std::nullopt;
  std::optional<bool> all_day = std::nullopt;
  std::optional<local_seconds> start = std::nullopt;
  std::optional<local_seconds> end = std::nullopt;
  std::optional<std::string> zone = std::nullopt;
  std::optional<std::string> rrule = std::nullopt;  // empty: no series any more
  std::optional<std::vector<Invitee>> participants = std::nullopt;
  std::optional<bool> cancelled = std::nullopt;  // of a recurrence only
};

struct ParticipantsEdit {
  std::vector<Invitee> added = {};
  std::vector<std::string> deleted_emails = {};
  std::vector<std::string> deleted_users = {};
};

// Errors carry the parameter of the API at fault: invalid_value, value_too_long, limit_reached,
// not_found (a zone; a rule without recurrences).

// A new meeting, whose id and coSpace the caller knows to be good. Needs start and a length.
Result<> create(const MeetingEdit& edit, const ZoneSource& zones, Meeting& meeting);
Result<> apply(const MeetingEdit& edit, const ZoneSource& zones, Meeting& meeting);
Result<> apply(const ParticipantsEdit& edit, Meeting& meeting);

// Of one recurrence; not_found with the parameter "recurrence" when the series does not make it.
Result<> apply_to_recurrence(const MeetingEdit& edit, sys_seconds id, const ZoneSource& zones,
                             Meeting& meeting);
Result<> apply_to_recurrence(const ParticipantsEdit& edit, sys_seconds id, const ZoneSource& zones,
                             Meeting& meeting);

// A plausible address: one @ with something on both sides, no blanks or control characters, at
// most limits::meeting_address_bytes.
bool is_email(std::string_view text);

}  // namespace curia::schedule
