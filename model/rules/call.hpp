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

// Adds participantLimitReached or tenantParticipantLimitReached when those there already leave no
// room for `newcomer` (who may be among them, or nil).
void check_participant_limits(const Change& change, const Call& call, const Guid& newcomer,
                              Failures& failures);

// The JID of the user who was dialled; empty when it is no user's address.
std::string user_jid_of(const Change& change, const CallLeg& leg);

// `layout` is the older name of a leg's defaultLayout; the text is one of its names, or empty.
void set_layout(CallLeg& leg, std::string_view text);

// A connection that begins now: it rings at the other end.
void begin_call_leg(SaveContext& save, CallLeg& leg, const Call& call);

}  // namespace curia
