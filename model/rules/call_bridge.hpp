// This server in the list of Call Bridges.
#pragma once

#include "model/objects/call_bridge.hpp"
#include "model/registry/registry.hpp"

namespace curia {

// The one whose name is the cluster's uniqueName; null when the server is in no cluster.
const CallBridge* own_call_bridge(const Registry& registry);

}  // namespace curia
