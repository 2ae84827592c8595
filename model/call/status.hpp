// What a leg is to know of itself: its own state, and what the hierarchy of profiles and its call
// make of it at this moment.
#pragma once

#include "model/call/endpoint.hpp"
#include "model/objects/participant.hpp"
#include "model/registry/change.hpp"

namespace curia::call {

LegStatus status_of(const Change& change, const CallLeg& leg);

// What was assigned to the leg: chosenLayout, else its default; never unset. What the user picked
// himself is not looked at.
DefaultLayout assigned_layout_of(const Change& change, const CallLeg& leg);

// The name by which others see somebody.
const std::string& label_of(const Participant& person, const CallLeg& leg);

}  // namespace curia::call
