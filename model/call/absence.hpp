// Who was lost comes back as who he was: a connection that broke is waited for while its leg lasts
// (limits::reconnect_time), and after that its role, its place in the lobby and what was set on it
// are kept for as long as the call goes on.
#pragma once

#include "model/objects/call_leg.hpp"
#include "model/registry/change.hpp"

namespace curia::call {

// Ends a leg of a call whose connection was lost; whoever had it may come back.
void end_lost_leg(Change& change, const CallLeg& leg);

// Somebody comes with a new connection and names the leg he had, which ends if it is still there.
// Nothing happens when there is no such leg.
void end_former_leg(Change& change, const Guid& former);

// `leg` has just entered its call: it becomes what CallLeg::returns_from was there. That is cleared
// when nobody in this call had that leg.
void restore(Change& change, CallLeg& leg);

}  // namespace curia::call
