// What a leg is to know of itself: its own state, and what the hierarchy of profiles and its call
// make of it at this moment.
#pragma once

#include "model/call/endpoint.hpp"
#include "model/objects/call.hpp"
#include "model/objects/participant.hpp"
#include "model/registry/change.hpp"
#include "model/rules/inheritance.hpp"

namespace curia::call {

// `levels` are those of the leg, call_leg_levels().
LegStatus status_of(const Change& change, const CallLeg& leg, const LegLevels& levels);

// Whether a change from one state of a call to the other may change the status of every leg in it:
// status_of() looks at more of the call than at who speaks in it.
bool concerns_everybody(const Call& before, const Call& after);

// The name by which others see somebody; `person` is null for a machine.
const std::string& label_of(const Participant* person, const CallLeg& leg);

}  // namespace curia::call
