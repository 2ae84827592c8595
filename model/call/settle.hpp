// Settle: what follows of a change in a call - who waits in the lobby, who is let in, whom time
// ends, whose presentation is seen. It is run after every change that may concern the call.
//
// 1. Running it again at the same time changes nothing.
// 2. A leg without needsActivation is an activator. Legs that need one wait while there is none;
//    when the last one leaves, deactivationMode says what becomes of those who were let in.
// 3. A locked call keeps newcomers waiting, all or only those who need activation (lockMode); it
//    does not put out whoever is inside (api-conventions section 10).
// 4. Whoever was admitted by hand stays in until the leg ends.
// 5. Of those who share and may, the last one to begin is seen, at once.
#pragma once

#include "model/registry/change.hpp"

namespace curia::call {

// When to look at the call again although nothing happens; `never` when nothing waits for time.
Instant settle(Change& change, const Guid& call);

// The same for a leg that is in no call: it listens to a menu or is asked for a passcode.
Instant settle_leg(Change& change, const Guid& leg);

}  // namespace curia::call
