#include "model/objects/tenant.hpp"

#include <algorithm>

#include "model/objects/catalog.hpp"
#include "model/registry/registry.hpp"
#include "model/rules/inbound_dial_plan_rule.hpp"
#include "model/rules/names.hpp"
#include "model/rules/rules.hpp"

namespace curia {
namespace {

const FieldSpec& reference_to(const ObjectSpec& spec, Kind target) {
  return *std::ranges::find(spec.fields, target, &FieldSpec::target);
}

// The first clash among the names of a tenant's coSpaces as they would be.
Failures clashes_of(const Change& change, const Guid& tenant) {
  const FieldSpec& field = reference_to(spec_of(Kind::co_space), Kind::tenant);
  Failures failures;
  for (const Object* space : change.referring(Kind::co_space, field, tenant)) {
    check_all_names(change, static_cast<const CoSpace&>(*space), failures);
    if (!failures.empty()) break;
  }
  return failures;
}

}  // namespace

// A tenant that changes its group carries the numeric ids of its coSpaces into another pool.
void save_tenant(SaveContext& save) {
  if (save.before == nullptr || save.find("tenantGroup") == nullptr) return;
  if (!clashes_of(save.change, save.after.id).empty()) save.fail("tenantGroupCoSpaceIdConflict");
}

// The coSpaces of an erased tenant stay, without tenant: their names must not clash there. So do
// its inbound dial plan rules, which then lead to the coSpaces of all tenants.
void erase_tenant(EraseContext& erase) {
  erase.failures = clashes_of(erase.change, Guid{});
  const FieldSpec& field = reference_to(spec_of(Kind::inbound_dial_plan_rule), Kind::tenant);
  const bool frees_rule =
      !erase.change.referring(Kind::inbound_dial_plan_rule, field, Guid{}).empty();
  if (erase.failures.empty() && frees_rule && has_rule_for_all_tenants(erase.change) &&
      has_uri_in_two_tenants(erase.change))
    erase.failures.push_back({.reason = "inboundDialPlanRuleUriConflict"});
}

// The tenants of an erased group stay, in the common pool.
void erase_tenant_group(EraseContext& erase) {
  const FieldSpec& field = reference_to(spec_of(Kind::tenant), Kind::tenant_group);
  for (const Object* tenant : erase.change.referring(Kind::tenant, field, Guid{}))
    if (!clashes_of(erase.change, tenant->id).empty()) {
      erase.failures.push_back({.reason = "tenantGroupCoSpaceIdConflict"});
      return;
    }
}

}  // namespace curia
