#include "model/rules/domain.hpp"

#include "model/objects/inbound_dial_plan_rule.hpp"

namespace curia {

std::string domain_of(const Registry& registry, const Guid& tenant, Kind kind) {
  const Table& rules = registry.table(Kind::inbound_dial_plan_rule);
  const InboundDialPlanRule* best = nullptr;
  rules.all().visit_from(0, [&](std::uint32_t slot) {
    const auto& rule = static_cast<const InboundDialPlanRule&>(rules.at(slot));
    const Flag resolves = kind == Kind::ivr ? rule.resolve_to_ivrs : rule.resolve_to_co_spaces;
    const bool reaches = resolves == Flag::yes && (!rule.tenant || rule.tenant == tenant);
    if (reaches && (best == nullptr || rule.priority.value_or(0) > best->priority.value_or(0)))
      best = &rule;
    return true;
  });
  return best == nullptr ? "" : best->domain;
}

std::string full_uri(const Registry& registry, const Guid& tenant, const std::string& user_part,
                     Kind kind) {
  const std::string domain = user_part.empty() ? "" : domain_of(registry, tenant, kind);
  return domain.empty() ? "" : user_part + "@" + domain;
}

}  // namespace curia
