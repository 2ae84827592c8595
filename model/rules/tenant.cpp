#include "model/objects/tenant.hpp"

#include <algorithm>

#include "model/objects/catalog.hpp"
#include "model/objects/ivr.hpp"
#include "model/registry/registry.hpp"
#include "model/rules/inbound_dial_plan_rule.hpp"
#include "model/rules/names.hpp"
#include "model/rules/rules.hpp"
#include "model/rules/uri_space.hpp"

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

bool has_other_than_ivr_clash(const Failures& failures) {
  return std::ranges::any_of(
      failures, [](const Failure& failure) { return failure.reason != "ivrUriConflict"; });
}

// Of the IVRs whose `field` refers to `target`; nil: those that the change has set free.
void check_ivrs(const Change& change, const FieldSpec& field, const Guid& target,
                Failures& failures) {
  for (const Object* ivr : change.referring(Kind::ivr, field, target))
    if (failures.empty()) check_ivr_uri(change, static_cast<const Ivr&>(*ivr), failures);
}

// A rule of an erased tenant leads to the objects of all.
bool frees_rule_too_far(const Change& change) {
  const FieldSpec& field = reference_to(spec_of(Kind::inbound_dial_plan_rule), Kind::tenant);
  return std::ranges::any_of(
      change.referring(Kind::inbound_dial_plan_rule, field, Guid{}), [&](const Object* rule) {
        return has_shared_uri(
            change, resolved_for_all_tenants(static_cast<const InboundDialPlanRule&>(*rule)));
      });
}

}  // namespace

// A tenant that changes its group carries the numeric ids of its coSpaces into another pool, and
// the IVRs of the group answer for it.
void save_tenant(SaveContext& save) {
  if (save.before == nullptr || save.find("tenantGroup") == nullptr) return;
  if (has_other_than_ivr_clash(clashes_of(save.change, save.after.id)))
    save.fail("tenantGroupCoSpaceIdConflict");
  const Guid& group = static_cast<const Tenant&>(save.after).tenant_group;
  if (group)
    check_ivrs(save.change, reference_to(spec_of(Kind::ivr), Kind::tenant_group), group,
               save.failures);
}

// The coSpaces and IVRs of an erased tenant stay, without tenant: their names must not clash there.
// So do its inbound dial plan rules, which then lead to the coSpaces and IVRs of all tenants.
void erase_tenant(EraseContext& erase) {
  erase.failures = clashes_of(erase.change, Guid{});
  check_ivrs(erase.change, reference_to(spec_of(Kind::ivr), Kind::tenant), Guid{}, erase.failures);
  if (erase.failures.empty() && frees_rule_too_far(erase.change))
    erase.failures.push_back({.reason = "inboundDialPlanRuleUriConflict"});
}

// The tenants of an erased group stay, in the common pool; its IVRs stay, without group.
void erase_tenant_group(EraseContext& erase) {
  const FieldSpec& field = reference_to(spec_of(Kind::tenant), Kind::tenant_group);
  for (const Object* tenant : erase.change.referring(Kind::tenant, field, Guid{}))
    if (has_other_than_ivr_clash(clashes_of(erase.change, tenant->id))) {
      erase.failures.push_back({.reason = "tenantGroupCoSpaceIdConflict"});
      return;
    }
  check_ivrs(erase.change, reference_to(spec_of(Kind::ivr), Kind::tenant_group), Guid{},
             erase.failures);
}

}  // namespace curia
