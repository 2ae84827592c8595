// Services: the recorder and the streamer of a call, which are SIP machines that the server dials.
//
// 1. What is asked for is `recording` of the call, or that the profile says `automatic` while
//    somebody is there; what is done is `recordingStatus`. The same with streaming.
// 2. A machine is dialled once for each order, at sipRecorderUri or sipStreamerUri of the call
//    profile. Does nobody answer, or is no address set, then nothing is recorded.
// 3. A machine is no participant, which its leg shows by having none: it takes nobody's place, is
//    in nobody's panes, activates nobody, and does not keep a call alive.
#pragma once

#include "model/objects/call.hpp"
#include "model/registry/change.hpp"

namespace curia::call {

// Dials what is wanted and ends what is not; the statuses follow.
void run_services(Change& change, const Guid& call);

// Whether there is no leg but those of services.
bool has_nobody(const Change& change, const Call& call);

}  // namespace curia::call
