// Calls, participants and call legs: what several of their rules need.
#pragma once

#include "model/objects/access_method.hpp"
#include "model/objects/call.hpp"
#include "model/objects/call_leg.hpp"
#include "model/objects/co_space_user.hpp"
#include "model/objects/participant.hpp"
#include "model/registry/change.hpp"
#include "model/rules/rules.hpp"

namespace curia {

// What a call in a coSpace takes from it.
void begin_call_in(Change& change, Call& call, const CoSpace& space);

std::vector<const Object*> call_legs_of(const Change& change, const Call& call);
std::vector<const Object*> participants_of(const Change& change, const Call& call);
std::vector<const Object*> call_legs_of(const Change& change, const Participant& participant);

// Adds participantLimitReached or tenantParticipantLimitReached when those there already leave no
// room for `newcomer` (who may be among them, or nil).
void check_participant_limits(const Change& change, const Call& call, const Guid& newcomer,
                              Failures& failures);

// Who the user of that JID is in the coSpace; null when he is no member, or nobody.
const CoSpaceUser* member_of(const Change& change, const CoSpace& space, std::string_view jid);

// Who in the call is the user of that JID; null for nobody, and for guests, who have none. His
// other connections are legs of the same participant.
const Participant* participant_with(const Change& change, const Call& call, std::string_view jid);
// Makes a leg one more connection of somebody who has one: with his hand, and let in or kept out
// by hand like him.
void join_participant(const Change& change, CallLeg& leg, const Participant& there);

// The JID of the user who was dialled; empty when it is no user's address.
std::string user_jid_of(const Change& change, const CallLeg& leg);

// Ends a leg; a participant without a connection is gone with it.
void end_call_leg(Change& change, const CallLeg& leg, std::string_view why);
void drop_if_without_legs(Change& change, const Guid& participant);

// Gives a leg another role; null takes it away. Its participant gets the importance of the role.
void set_access_method(Change& change, const CallLeg& leg, const AccessMethod* method);

// `layout` is the older name of a leg's defaultLayout; the text is one of its names, or empty.
// What the leg's user picked himself ends, as with any layout that is given to the leg itself.
void set_layout(CallLeg& leg, std::string_view text);
// That of a request, whose defaultLayout wins when it has both.
void settle_layout(SaveContext& save, CallLeg& leg);

// Whether hands can be raised in the call at all (raiseHandEnabled of its call profile).
bool can_raise_hands(const Change& change, const Call& call);
// A hand is somebody's, and so that of all his connections.
void set_hand(Change& change, const Participant& participant, HandStatus status);
// The handStatus of a request. Adds invalidValue when no hand can be raised there.
void take_hand(SaveContext& save, const Participant& participant, HandStatus status);

// Sends DTMF to the other end of a leg.
void play_keys(CallLeg& leg, std::string_view keys);

// A connection that we dial: it rings at the other end.
void begin_call_leg(Change& change, CallLeg& leg, const Call& call);

// Counts the legs of a call that has one more.
void count_call_legs(Change& change, const Call& call);

}  // namespace curia
