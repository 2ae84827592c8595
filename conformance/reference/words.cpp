#include "conformance/reference/words.hpp"

namespace curia::apidocs {
namespace {

struct Levels {
  Kind kind;
  std::string_view levels;
};

constexpr Levels levels[] = {
    {Kind::call_leg_profile,
     "system, tenant, coSpace, accessMethod, coSpaceUser, the profile given when dialling, "
     "callLeg"},
    {Kind::call_profile, "system, tenant, coSpace"},
    {Kind::call_branding_profile, "system, tenant, coSpace"},
    {Kind::dtmf_profile, "system, tenant"},
    {Kind::ivr_branding_profile, "system, tenant, ivr"},
    {Kind::user_profile, "system, tenant, ldapSource"},
    {Kind::compatibility_profile, "system"},
    {Kind::dial_in_security_profile, "system, tenant, coSpace, accessMethod"},
    {Kind::web_bridge_profile, "system, tenant, webBridge"},
};

constexpr Refusal taken_uri = {"duplicateCoSpaceUri", "another way in has this URI"};
constexpr Refusal taken_id = {"duplicateCoSpaceId", "another way in has this numeric id"};
constexpr Refusal same_uri = {"duplicateCoSpaceUriPasscode",
                              "the same coSpace has this URI with this passcode"};
constexpr Refusal same_id = {"duplicateCoSpaceIdPasscode",
                             "the same coSpace has this numeric id with this passcode"};
constexpr Refusal same_secret = {"duplicateCoSpaceSecret",
                                 "another way in has this numeric id with this secret"};
constexpr Refusal short_passcode = {"passcodeTooShort",
                                    "the dial-in security profile in force asks for more"};
constexpr Refusal ambiguous = {"inboundDialPlanRuleUriConflict",
                               "a rule would lead to two coSpaces by one URI"};
constexpr Refusal no_user = {"userDoesNotExist", "the JID is nobody's"};
constexpr Refusal full_call = {"participantLimitReached", "the call has all it may have"};
constexpr Refusal full_tenant = {"tenantParticipantLimitReached", "the tenant has all it may have"};
constexpr Refusal mixed_ids = {"tenantGroupCoSpaceIdConflict",
                               "the change would put equal numeric ids into one pool"};

}  // namespace

std::string_view levels_of(Kind kind) {
  for (const Levels& entry : levels)
    if (entry.kind == kind) return entry.levels;
  return {};
}

std::vector<Refusal> refusals_of(Kind kind) {
  switch (kind) {
    case Kind::co_space:
      return {taken_uri,   taken_id,       same_uri,  same_id,
              same_secret, short_passcode, ambiguous, no_user};
    case Kind::access_method:
      return {taken_uri, taken_id, same_uri, same_id, same_secret, short_passcode, ambiguous};
    case Kind::co_space_user:
      return {no_user};
    case Kind::tenant:
      return {mixed_ids, ambiguous};
    case Kind::tenant_group:
      return {mixed_ids};
    case Kind::inbound_dial_plan_rule:
      return {ambiguous};
    case Kind::ivr:
      return {{"ivrUriConflict", "another way in has this URI"}};
    case Kind::call_bridge:
      return {{"duplicateCallBridgeName", "another Call Bridge has this name"}};
    case Kind::call:
      return {{"callRecordingCannotBeModified", "the call profile does not leave it to clients"},
              {"callStreamingCannotBeModified", "the call profile does not leave it to clients"}};
    case Kind::call_leg:
      return {full_call, full_tenant};
    case Kind::participant:
      return {full_call,
              full_tenant,
              {"callBridgeUnavailable", "another Call Bridge is asked for"},
              {"callBridgeGroupUnavailable", "this server is not in the group"},
              {"loadBalancingDisabled", "the group does not balance outgoing calls"}};
    case Kind::cdr_receiver:
      return {{"tooManyCdrReceivers", "there are four"}};
    case Kind::ldap_sync:
      return {{"tooManyLdapSyncs", "too many are kept or waiting"},
              {"ldapSyncCannotBeCancelled", "it has begun"}};
    case Kind::user_co_space_template:
      return {{"duplicateUserCoSpaceTemplate", "the user has this template"},
              {"userCoSpaceTemplateDeletionProhibited", "it came from a directory"}};
    default:
      return {};
  }
}

}  // namespace curia::apidocs
