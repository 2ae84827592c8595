// What inbound dial plan rules say about names: a rule without tenant leads to the objects of all.
#pragma once

#include "model/objects/inbound_dial_plan_rule.hpp"
#include "model/registry/change.hpp"

namespace curia {

// The kinds that a rule leads to; access methods count as coSpaces.
struct Resolved {
  bool co_spaces = false;
  bool ivrs = false;

  bool has(Kind kind) const { return kind == Kind::ivr ? ivrs : co_spaces; }
};

// Nothing when the rule is for one tenant.
Resolved resolved_for_all_tenants(const InboundDialPlanRule& rule);

// Whether one rule leads to both kinds whatever their tenant, so that equal URIs of two name spaces
// could not be told apart (api-conventions section 9).
bool has_rule_for_all_tenants(const Change& change, Kind a, Kind b);

}  // namespace curia
