// Calls, participants and call legs: what several of their rules need.
#pragma once

#include "model/objects/call.hpp"
#include "model/objects/call_leg.hpp"
#include "model/objects/participant.hpp"
#include "model/registry/change.hpp"
#include "model/rules/rules.hpp"

namespace curia {

std::vector<const Object*> call_legs_of(const Change& change, const Call& call);
std::vector<const Object*> participants_of(const Change& change, const Call& call);
std::vector<const Object*> call_legs_of(const Change& change, const Participant& participant);

// Adds participantLimitReached or tenantParticipantLimitReached when one person more is too many.
void check_participant_limits(const Change& change, const Call& call, Failures& failures);

// A connection that begins now: it rings at the other end.
void begin_call_leg(SaveContext& save, CallLeg& leg, const Call& call);

}  // namespace curia
