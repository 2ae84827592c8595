// Keys: what the keys mean that somebody presses on a telephone.
//
// 1. At a menu or a passcode prompt digits gather until `#`; `*` begins anew. `#` alone is a blank.
// 2. In the call the sequences of the DTMF profile in force (tenant, then system) do what their
//    names say, each where the call leg may do it (model/call/actions.hpp). The longest one that
//    ends with the key counts.
// 3. What means nothing is forgotten.
#pragma once

#include <string_view>

#include "model/registry/change.hpp"

namespace curia::call {

void press(Change& change, const Guid& leg, std::string_view keys);

}  // namespace curia::call
