// Between Meeting and the object that the store keeps: text that people can read in a dump.
//
// 1. meeting_of(stored) == the meeting that store_meeting() was given.
// 2. Participants are lines of address, user name and access method, parted by tabs; no text of
//    a meeting holds control characters (the Scheduler refuses them).
#pragma once

#include "model/base/result.hpp"
#include "model/objects/meeting.hpp"
#include "model/schedule/meeting.hpp"

namespace curia::schedule {

void store_meeting(const Meeting& meeting, StoredMeeting& stored);

// Errors: corrupt.
Result<Meeting> meeting_of(const StoredMeeting& stored);

// Without reading the participants. Errors: corrupt.
Result<std::vector<Exception>> exceptions_of(const StoredMeeting& stored);
MeetingTime time_of(const StoredMeeting& stored);
// How many there are; of the series, not of its exceptions.
std::size_t participant_count(const StoredMeeting& stored);

// visit(address, user name) for every participant of the meeting and of its exceptions.
template <class Visit>
void visit_people(const StoredMeeting& stored, Visit visit);

}  // namespace curia::schedule

#include "model/schedule/stored_meeting_lines.hpp"
