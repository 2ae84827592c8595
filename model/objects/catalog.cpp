#include "model/objects/catalog.hpp"

#include <algorithm>
#include <string>

#include "model/base/check.hpp"
#include "model/objects/access_method.hpp"
#include "model/objects/access_method_template.hpp"
#include "model/objects/call.hpp"
#include "model/objects/call_branding_profile.hpp"
#include "model/objects/call_bridge.hpp"
#include "model/objects/call_bridge_group.hpp"
#include "model/objects/call_leg.hpp"
#include "model/objects/call_leg_profile.hpp"
#include "model/objects/call_profile.hpp"
#include "model/objects/cdr_receiver.hpp"
#include "model/objects/cluster.hpp"
#include "model/objects/co_space.hpp"
#include "model/objects/co_space_bulk_parameter_set.hpp"
#include "model/objects/co_space_bulk_sync.hpp"
#include "model/objects/co_space_template.hpp"
#include "model/objects/co_space_user.hpp"
#include "model/objects/compatibility_profile.hpp"
#include "model/objects/diagnostics.hpp"
#include "model/objects/dial_in_security_profile.hpp"
#include "model/objects/dial_transform.hpp"
#include "model/objects/directory_search_location.hpp"
#include "model/objects/dtmf_profile.hpp"
#include "model/objects/forwarding_dial_plan_rule.hpp"
#include "model/objects/host.hpp"
#include "model/objects/inbound_dial_plan_rule.hpp"
#include "model/objects/ivr.hpp"
#include "model/objects/ivr_branding_profile.hpp"
#include "model/objects/ivr_number.hpp"
#include "model/objects/layout_template.hpp"
#include "model/objects/ldap_mapping.hpp"
#include "model/objects/ldap_server.hpp"
#include "model/objects/ldap_source.hpp"
#include "model/objects/ldap_sync.hpp"
#include "model/objects/ldap_user_co_space_template_source.hpp"
#include "model/objects/meeting.hpp"
#include "model/objects/outbound_dial_plan_rule.hpp"
#include "model/objects/participant.hpp"
#include "model/objects/profiles.hpp"
#include "model/objects/stored_mail.hpp"
#include "model/objects/tenant.hpp"
#include "model/objects/tenant_group.hpp"
#include "model/objects/turn_server.hpp"
#include "model/objects/user.hpp"
#include "model/objects/user_co_space_template.hpp"
#include "model/objects/user_profile.hpp"
#include "model/objects/user_provisioned_co_space.hpp"
#include "model/objects/web_bridge.hpp"
#include "model/objects/web_bridge_address.hpp"
#include "model/objects/web_bridge_profile.hpp"
#include "model/rules/filters.hpp"
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

// Of a singleton: POST does what PUT does.
constexpr ObjectSpec with_post(ObjectSpec spec) {
  spec.can_post = true;
  return spec;
}

constexpr ObjectSpec hidden(ObjectSpec spec) {
  spec.is_hidden = true;
  return spec;
}

constexpr ObjectSpec without_put(ObjectSpec spec) {
  spec.can_put = false;
  return spec;
}

// What POST on another path makes.
constexpr ObjectSpec made_elsewhere(ObjectSpec spec) {
  spec.can_post = false;
  return spec;
}

constexpr ObjectSpec live(ObjectSpec spec) {
  spec.is_live = true;
  return spec;
}

constexpr ObjectSpec at(std::string_view path, ObjectSpec spec) {
  spec.path = path;
  return spec;
}

constexpr ObjectSpec not_found_as(std::string_view reason, ObjectSpec spec) {
  spec.not_found = reason;
  return spec;
}

constexpr ObjectSpec filtered_by(std::span<const FilterSpec> filters, ObjectSpec spec) {
  spec.filters = filters;
  return spec;
}

constexpr ObjectSpec cdr_receiver() {
  ObjectSpec spec = at("system/cdrReceivers",
                       object<CdrReceiver>("cdrReceiver", "cdrReceivers", cdr_receiver_fields,
                                           {.save = save_cdr_receiver}));
  spec.can_put_collection = true;
  spec.maximum = limits::cdr_receivers;
  return spec;
}

constexpr ObjectSpec specs[] = {
    object<CoSpace>("coSpace", "coSpaces", co_space_fields, {.save = save_co_space}),
    below(Kind::co_space,
          object<AccessMethod>("accessMethod", "accessMethods", access_method_fields,
                               {.save = save_access_method, .erase = erase_access_method})),
    below(Kind::co_space, object<CoSpaceUser>("coSpaceUser", "coSpaceUsers", co_space_user_fields,
                                              {.save = save_co_space_user})),
    read_only(object<User>("user", "users", user_fields)),
    object<Tenant>("tenant", "tenants", tenant_fields,
                   {.save = save_tenant, .erase = erase_tenant}),
    object<TenantGroup>("tenantGroup", "tenantGroups", {}, {.erase = erase_tenant_group}),
    profile(object<CallLegProfile>("callLegProfile", "callLegProfiles", call_leg_profile_fields)),
    profile(object<CallProfile>("callProfile", "callProfiles", call_profile_fields)),
    profile(object<CallBrandingProfile>("callBrandingProfile", "callBrandingProfiles",
                                        call_branding_profile_fields,
                                        {.save = save_fetched_addresses})),
    profile(object<CompatibilityProfile>("compatibilityProfile", "compatibilityProfiles",
                                         compatibility_profile_fields)),
    profile(object<DialInSecurityProfile>("dialInSecurityProfile", "dialInSecurityProfiles",
                                          dial_in_security_profile_fields)),
    profile(object<DtmfProfile>("dtmfProfile", "dtmfProfiles", dtmf_profile_fields)),
    profile(object<IvrBrandingProfile>("ivrBrandingProfile", "ivrBrandingProfiles",
                                       ivr_branding_profile_fields,
                                       {.save = save_fetched_addresses})),
    profile(object<UserProfile>("userProfile", "userProfiles", user_profile_fields)),
    profile(object<WebBridgeProfile>("webBridgeProfile", "webBridgeProfiles",
                                     web_bridge_profile_fields, {.save = save_fetched_addresses})),
    below(Kind::web_bridge_profile,
          object<IvrNumber>("ivrNumber", "ivrNumbers", ivr_number_fields)),
    below(Kind::web_bridge_profile,
          object<WebBridgeAddress>("webBridgeAddress", "webBridgeAddresses",
                                   web_bridge_address_fields)),
    object<InboundDialPlanRule>("inboundDialPlanRule", "inboundDialPlanRules",
                                inbound_dial_plan_rule_fields,
                                {.save = save_inbound_dial_plan_rule}),
    at("system/profiles", singleton(object<Profiles>("profiles", "", profiles_fields))),
    hidden(singleton(object<Host>("host", "", host_fields))),
    object<CallBridge>("callBridge", "callBridges", call_bridge_fields, {.save = save_call_bridge}),
    object<CallBridgeGroup>("callBridgeGroup", "callBridgeGroups", call_bridge_group_fields),
    object<CoSpaceTemplate>("coSpaceTemplate", "coSpaceTemplates", co_space_template_fields,
                            {.save = save_co_space_template}),
    not_found_as("coSpaceAccessMethodTemplateDoesNotExist",
                 below(Kind::co_space_template,
                       object<AccessMethodTemplate>("accessMethodTemplate", "accessMethodTemplates",
                                                    access_method_template_fields))),
    object<DialTransform>("dialTransform", "dialTransforms", dial_transform_fields,
                          {.save = save_dial_transform}),
    object<DirectorySearchLocation>("directorySearchLocation", "directorySearchLocations",
                                    directory_search_location_fields),
    object<ForwardingDialPlanRule>("forwardingDialPlanRule", "forwardingDialPlanRules",
                                   forwarding_dial_plan_rule_fields),
    object<OutboundDialPlanRule>("outboundDialPlanRule", "outboundDialPlanRules",
                                 outbound_dial_plan_rule_fields,
                                 {.save = save_outbound_dial_plan_rule}),
    object<Ivr>("ivr", "ivrs", ivr_fields, {.save = save_ivr}),
    object<LayoutTemplate>("layoutTemplate", "layoutTemplates", layout_template_fields),
    object<LdapMapping>("ldapMapping", "ldapMappings", ldap_mapping_fields),
    object<LdapServer>("ldapServer", "ldapServers", ldap_server_fields),
    object<LdapSource>("ldapSource", "ldapSources", ldap_source_fields),
    without_put(object<LdapSync>("ldapSync", "ldapSyncs", ldap_sync_fields,
                                 {.save = save_ldap_sync, .erase = erase_ldap_sync})),
    object<LdapUserCoSpaceTemplateSource>("ldapUserCoSpaceTemplateSource",
                                          "ldapUserCoSpaceTemplateSources",
                                          ldap_user_co_space_template_source_fields),
    filtered_by(
        bulk_parameter_set_filters,
        object<CoSpaceBulkParameterSet>("cospaceBulkParameterSet", "cospaceBulkParameterSets",
                                        co_space_bulk_parameter_set_fields)),
    without_put(object<CoSpaceBulkSync>(
        "cospaceBulkSync", "cospaceBulkSyncs", co_space_bulk_sync_fields,
        {.save = save_co_space_bulk_sync, .erase = erase_co_space_bulk_sync})),
    object<TurnServer>("turnServer", "turnServers", turn_server_fields),
    object<WebBridge>("webBridge", "webBridges", web_bridge_fields),
    without_put(
        below(Kind::user,
              object<UserCoSpaceTemplate>(
                  "userCoSpaceTemplate", "userCoSpaceTemplates", user_co_space_template_fields,
                  {.save = save_user_co_space_template, .erase = erase_user_co_space_template}))),
    read_only(below(Kind::user, object<UserProvisionedCoSpace>("userProvisionedCoSpace",
                                                               "userProvisionedCoSpaces",
                                                               user_provisioned_co_space_fields))),
    cdr_receiver(),
    at("system/configuration/cluster",
       with_post(singleton(object<Cluster>("cluster", "", cluster_fields)))),
    at("system/diagnostics", without_put(made_elsewhere(object<Diagnostics>(
                                 "diagnostics", "diagnostics", diagnostics_fields)))),
    live(object<Call>("call", "calls", call_fields, {.save = save_call})),
    filtered_by(call_leg_filters, live(made_elsewhere(object<CallLeg>(
                                      "callLeg", "callLegs", call_leg_fields,
                                      {.save = save_call_leg, .erase = erase_call_leg})))),
    live(made_elsewhere(object<Participant>("participant", "participants", participant_fields,
                                            {.save = save_participant}))),
    hidden(object<StoredMeeting>("meeting", "", meeting_fields)),
    hidden(object<TemporarySpace>("temporarySpace", "", temporary_space_fields)),
    hidden(object<StoredMail>("storedMail", "", stored_mail_fields)),
};

constexpr SubCollection sub_collections_[] = {
    {Kind::call, "callLegs", Kind::call_leg, "call", true},
    {Kind::call, "participants", Kind::participant, "call", true},
    {Kind::participant, "callLegs", Kind::call_leg, "participant", false},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < std::size(specs); ++i)
    if (static_cast<std::size_t>(specs[i].kind) != i) return false;
  return std::size(specs) == kind_count;
}
static_assert(in_order(), "the catalogue stands in the order of Kind");

}  // namespace

std::span<const ObjectSpec> catalog() { return specs; }

std::span<const SubCollection> sub_collections() { return sub_collections_; }

const FieldSpec& field_of(Kind kind, std::string_view name) {
  const auto fields = spec_of(kind).fields;
  const auto found = std::ranges::find(fields, name, &FieldSpec::name);
  check(found != fields.end(), "a field that is in the catalogue");
  return *found;
}

const ObjectSpec& spec_of(Kind kind) {
  check(kind < Kind::none, "a kind that is in the catalogue");
  return specs[static_cast<std::size_t>(kind)];
}

const ObjectSpec* find_spec(std::string_view element) {
  const auto found = std::ranges::find(specs, element, &ObjectSpec::element);
  return found == std::end(specs) ? nullptr : found;
}

std::string does_not_exist(Kind kind) {
  const ObjectSpec& spec = spec_of(kind);
  return spec.not_found.empty() ? std::string(spec.element) + "DoesNotExist"
                                : std::string(spec.not_found);
}

}  // namespace curia
