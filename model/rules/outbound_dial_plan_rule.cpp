#include "model/objects/outbound_dial_plan_rule.hpp"

#include "model/rules/rules.hpp"

namespace curia {

// A rule for one Call Bridge or one group names it.
void save_outbound_dial_plan_rule(SaveContext& save) {
  const auto& rule = static_cast<const OutboundDialPlanRule&>(save.after);
  if (rule.scope == OutboundScope::call_bridge && !rule.call_bridge)
    save.fail(parameter_error("callBridge", "valueMissing"));
  if (rule.scope == OutboundScope::call_bridge_group && !rule.call_bridge_group)
    save.fail(parameter_error("callBridgeGroup", "valueMissing"));
}

}  // namespace curia
