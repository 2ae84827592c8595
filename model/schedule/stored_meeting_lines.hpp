// The lines of a stored meeting's texts (model/schedule/stored_meeting.hpp).
#pragma once

#include <string_view>

#include "model/objects/meeting.hpp"
#include "model/schedule/stored_lines.hpp"

namespace curia::schedule {

// What a line of the exceptions begins with.
inline constexpr char mark_exception = '@';    // its id
inline constexpr char mark_cancelled = 'x';    // nothing more
inline constexpr char mark_summary = 's';      // the summary
inline constexpr char mark_time = 't';         // start, end, "day" or "time", zone
inline constexpr char mark_people = 'P';       // it has participants of its own
inline constexpr char mark_participant = 'p';  // one of them

template <class Visit>
void visit_people(const StoredMeeting& stored, Visit visit) {
  const auto visit_line = [&](std::string_view line) {
    const std::string_view email = take_until(line, '\t');
    visit(email, take_until(line, '\t'));
  };
  for (std::string_view text = stored.participants; !text.empty();)
    visit_line(take_until(text, '\n'));
  for (std::string_view text = stored.exceptions; !text.empty();)
    if (const std::string_view line = take_until(text, '\n');
        !line.empty() && line.front() == mark_participant)
      visit_line(line.substr(1));
}

}  // namespace curia::schedule
