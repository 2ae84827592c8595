// Membership: who is a member of the coSpace takes part as one, also when he becomes one, or is one
// no more, during the call.
#pragma once

#include "model/registry/change.hpp"

namespace curia::call {

// Makes the legs of a call those of the members that its coSpace has now, by the JIDs of their
// participants. Running it again changes nothing.
void follow_members(Change& change, const Guid& call);

}  // namespace curia::call
