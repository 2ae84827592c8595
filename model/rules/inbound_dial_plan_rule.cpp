#include "model/rules/inbound_dial_plan_rule.hpp"

#include "model/objects/inbound_dial_plan_rule.hpp"
#include "model/registry/registry.hpp"
#include "model/rules/rules.hpp"
#include "model/rules/uri_space.hpp"

namespace curia {

Resolved resolved_for_all_tenants(const InboundDialPlanRule& rule) {
  if (rule.tenant) return {};
  return {.co_spaces = rule.resolve_to_co_spaces == Flag::yes,
          .ivrs = rule.resolve_to_ivrs == Flag::yes};
}

bool has_rule_for_all_tenants(const Change& change, Kind a, Kind b) {
  const Table& rules = change.registry().table(Kind::inbound_dial_plan_rule);
  bool found = false;
  rules.all().visit_from(0, [&](std::uint32_t slot) {
    const auto* rule = change.find<InboundDialPlanRule>(rules.at(slot).id);
    const Resolved resolved = rule != nullptr ? resolved_for_all_tenants(*rule) : Resolved{};
    found = resolved.has(a) && resolved.has(b);
    return !found;
  });
  return found;
}

// Only a rule that leads to more than before can make names ambiguous.
void save_inbound_dial_plan_rule(SaveContext& save) {
  const auto* before = static_cast<const InboundDialPlanRule*>(save.before);
  const Resolved was = before != nullptr ? resolved_for_all_tenants(*before) : Resolved{};
  const Resolved is = resolved_for_all_tenants(static_cast<const InboundDialPlanRule&>(save.after));
  const bool is_wider = (is.co_spaces && !was.co_spaces) || (is.ivrs && !was.ivrs);
  if (is_wider && has_shared_uri(save.change, is)) save.fail("inboundDialPlanRuleUriConflict");
}

}  // namespace curia
