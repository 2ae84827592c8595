#include "model/objects/catalog.hpp"

#include <algorithm>
#include <string>

#include "model/base/check.hpp"
#include "model/objects/access_method.hpp"
#include "model/objects/call_branding_profile.hpp"
#include "model/objects/call_leg_profile.hpp"
#include "model/objects/call_profile.hpp"
#include "model/objects/co_space.hpp"
#include "model/objects/co_space_user.hpp"
#include "model/objects/compatibility_profile.hpp"
#include "model/objects/dial_in_security_profile.hpp"
#include "model/objects/dtmf_profile.hpp"
#include "model/objects/host.hpp"
#include "model/objects/inbound_dial_plan_rule.hpp"
#include "model/objects/ivr_branding_profile.hpp"
#include "model/objects/ivr_number.hpp"
#include "model/objects/profiles.hpp"
#include "model/objects/tenant.hpp"
#include "model/objects/tenant_group.hpp"
#include "model/objects/user.hpp"
#include "model/objects/user_profile.hpp"
#include "model/objects/web_bridge_address.hpp"
#include "model/objects/web_bridge_profile.hpp"
#include "model/rules/rules.hpp"

namespace curia {
namespace {

template <class T>
constexpr ObjectSpec object(std::string_view element, std::string_view collection,
                            std::span<const FieldSpec> fields, Rules rules = {}) {
  ObjectSpec spec = described_by<T>(T::kind_of, element, collection, fields);
  spec.rules = rules;
  return spec;
}

constexpr ObjectSpec below(Kind parent, ObjectSpec spec) {
  spec.parent = parent;
  return spec;
}

// A profile: what other objects refer to and inherit from.
constexpr ObjectSpec profile(ObjectSpec spec) {
  spec.has_usage_filter = true;
  return spec;
}

constexpr ObjectSpec read_only(ObjectSpec spec) {
  spec.can_post = spec.can_put = spec.can_delete = false;
  return spec;
}

constexpr ObjectSpec singleton(ObjectSpec spec) {
  spec.is_singleton = true;
  spec.can_post = spec.can_delete = false;
  return spec;
}

constexpr ObjectSpec hidden(ObjectSpec spec) {
  spec.is_hidden = true;
  return spec;
}

constexpr ObjectSpec specs[] = {
    object<CoSpace>("coSpace", "coSpaces", co_space_fields, {.save = save_co_space}),
    below(Kind::co_space, object<AccessMethod>("accessMethod", "accessMethods",
                                               access_method_fields, {.save = save_access_method})),
    below(Kind::co_space, object<CoSpaceUser>("coSpaceUser", "coSpaceUsers", co_space_user_fields,
                                              {.save = save_co_space_user})),
    read_only(object<User>("user", "users", user_fields)),
    object<Tenant>("tenant", "tenants", tenant_fields,
                   {.save = save_tenant, .erase = erase_tenant}),
    object<TenantGroup>("tenantGroup", "tenantGroups", {}, {.erase = erase_tenant_group}),
    profile(object<CallLegProfile>("callLegProfile", "callLegProfiles", call_leg_profile_fields)),
    profile(object<CallProfile>("callProfile", "callProfiles", call_profile_fields)),
    profile(object<CallBrandingProfile>("callBrandingProfile", "callBrandingProfiles",
                                        call_branding_profile_fields)),
    profile(object<CompatibilityProfile>("compatibilityProfile", "compatibilityProfiles",
                                         compatibility_profile_fields)),
    profile(object<DialInSecurityProfile>("dialInSecurityProfile", "dialInSecurityProfiles",
                                          dial_in_security_profile_fields)),
    profile(object<DtmfProfile>("dtmfProfile", "dtmfProfiles", dtmf_profile_fields)),
    profile(object<IvrBrandingProfile>("ivrBrandingProfile", "ivrBrandingProfiles",
                                       ivr_branding_profile_fields)),
    profile(object<UserProfile>("userProfile", "userProfiles", user_profile_fields)),
    profile(object<WebBridgeProfile>("webBridgeProfile", "webBridgeProfiles",
                                     web_bridge_profile_fields)),
    below(Kind::web_bridge_profile,
          object<IvrNumber>("ivrNumber", "ivrNumbers", ivr_number_fields)),
    below(Kind::web_bridge_profile,
          object<WebBridgeAddress>("webBridgeAddress", "webBridgeAddresses",
                                   web_bridge_address_fields)),
    object<InboundDialPlanRule>("inboundDialPlanRule", "inboundDialPlanRules",
                                inbound_dial_plan_rule_fields,
                                {.save = save_inbound_dial_plan_rule}),
    singleton(object<Profiles>("profiles", "", profiles_fields)),
    hidden(singleton(object<Host>("host", "", {}))),
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < std::size(specs); ++i)
    if (static_cast<std::size_t>(specs[i].kind) != i) return false;
  return std::size(specs) == kind_count;
}
static_assert(in_order(), "the catalogue stands in the order of Kind");

}  // namespace

std::span<const ObjectSpec> catalog() { return specs; }

const ObjectSpec& spec_of(Kind kind) {
  check(kind < Kind::none, "a kind that is in the catalogue");
  return specs[static_cast<std::size_t>(kind)];
}

const ObjectSpec* find_spec(std::string_view element) {
  const auto found = std::ranges::find(specs, element, &ObjectSpec::element);
  return found == std::end(specs) ? nullptr : found;
}

std::string does_not_exist(Kind kind) {
  return std::string(spec_of(kind).element) + "DoesNotExist";
}

}  // namespace curia
