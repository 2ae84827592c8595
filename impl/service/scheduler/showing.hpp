// From meetings to JSON: the response elements of 2.10.6.
#pragma once

#include <string>

#include "impl/service/scheduler/book.hpp"
#include "impl/wire/json.hpp"
#include "model/schedule/meeting.hpp"

namespace curia::scheduler {

// A meeting or series, with its first recurrence.
std::string show_meeting(const schedule::Meeting& meeting, const schedule::Timetable& timetable);

// One recurrence, with its exception if there is one: an item of the list, or of its own.
void show_recurrence(const schedule::Meeting& meeting, const schedule::Timetable& timetable,
                     const Recurrence& recurrence, JsonWriter& json);

std::string show_participants(const std::vector<schedule::Invitee>& participants);

}  // namespace curia::scheduler
