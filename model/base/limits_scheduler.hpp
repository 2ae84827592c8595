// The limits of the Scheduler: beside those of limits.hpp, so that a change here does not build
// everything. docs/limits.md is the page of both.
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/base/time.hpp"

namespace curia::limits {

// The Scheduler (model/schedule, impl/service/scheduler).
inline constexpr std::size_t scheduler_meetings = 2 * 1000 * 1000;  // then limitReached
inline constexpr std::size_t meeting_summary_characters = 50;       // of the summary of a meeting
inline constexpr std::size_t meeting_participants = 500;  // of a meeting, or of one recurrence
inline constexpr std::size_t meeting_exceptions = 1000;   // recurrences that differ from a series
inline constexpr std::size_t meeting_text_bytes = 512 * 1024;   // of all of either, as stored
inline constexpr std::size_t meeting_address_bytes = 254;       // an e-mail address (RFC 5321)
inline constexpr std::size_t meeting_name_bytes = 200;          // a user name or display name
inline constexpr std::size_t meetings_listed = 5;               // when maxMeetings is not given
inline constexpr std::size_t meetings_listed_most = 10 * 1000;  // in one answer
// Rules that are read to answer one question that names neither coSpace nor user.
inline constexpr std::size_t scheduler_search_meetings = 20 * 1000;
// So long after a jump of the wall clock, and after the start, no temporary coSpace is deleted.
inline constexpr Duration clock_trust = 600s;
inline constexpr std::size_t invitation_tries = 10;  // for a text whose template is on its way
inline constexpr std::size_t json_nesting = 64;      // arrays and objects in a body

}  // namespace curia::limits
