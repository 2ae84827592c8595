// The lists of participants of a meeting: what may stand in them, and how they change.
#pragma once

#include "model/base/limits_scheduler.hpp"
#include "model/schedule/meeting_edit.hpp"

namespace curia::schedule {

// Each with an address or a user name, nobody twice (the later one counts), at most
// limits::meeting_participants. Errors carry "participants[3].email" and the like.
Result<std::vector<Invitee>> checked_people(const std::vector<Invitee>& people);

// First those who go, then those who come; who is there already is replaced in place.
Result<> change_people(const ParticipantsEdit& edit, std::vector<Invitee>& people);

// Of a series and of its exceptions with lists of their own.
Result<> change_people(const ParticipantsEdit& edit, Meeting& meeting);
// The new list of the series; what is new or gone in it comes to and goes from the exceptions.
Result<> replace_people(const std::vector<Invitee>& people, Meeting& meeting);

// Also true of what is no UTF-8.
bool has_control_character(std::string_view text);

}  // namespace curia::schedule
