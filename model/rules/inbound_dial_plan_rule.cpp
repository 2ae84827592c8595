#include "model/rules/inbound_dial_plan_rule.hpp"

#include "model/objects/inbound_dial_plan_rule.hpp"
#include "model/registry/registry.hpp"
#include "model/rules/names.hpp"
#include "model/rules/rules.hpp"

namespace curia {
namespace {

bool is_for_all_tenants(const InboundDialPlanRule& rule) {
  return !rule.tenant && rule.resolve_to_co_spaces == Flag::yes;
}

}  // namespace

bool has_rule_for_all_tenants(const Change& change) {
  const Table& rules = change.registry().table(Kind::inbound_dial_plan_rule);
  bool found = false;
  rules.all().visit_from(0, [&](std::uint32_t slot) {
    const auto* rule = change.find<InboundDialPlanRule>(rules.at(slot).id);
    found = rule != nullptr && is_for_all_tenants(*rule);
    return !found;
  });
  return found;
}

void save_inbound_dial_plan_rule(SaveContext& save) {
  const auto* before = static_cast<const InboundDialPlanRule*>(save.before);
  if (before != nullptr && is_for_all_tenants(*before)) return;
  if (is_for_all_tenants(static_cast<const InboundDialPlanRule&>(save.after)) &&
      has_uri_in_two_tenants(save.change))
    save.fail("inboundDialPlanRuleUriConflict");
}

}  // namespace curia
