// What inbound dial plan rules say about names: a rule without tenant leads to the coSpaces of all.
#pragma once

#include "model/registry/change.hpp"

namespace curia {

// Whether some rule would resolve a URI to coSpaces whatever their tenant, so that equal URIs of
// two tenants could not be told apart (api-conventions section 9).
bool has_rule_for_all_tenants(const Change& change);

}  // namespace curia
