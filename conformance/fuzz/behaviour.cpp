#include "conformance/fuzz/behaviour.hpp"

namespace curia::fuzz {
namespace {

constexpr std::string_view names_and_passcodes =
    "uri secondaryUri callId passcode tenant dialInSecurityProfile";

constexpr Behaviour all_behaviours[] = {
    {.element = "coSpace", .weight = 40, .hot = names_and_passcodes},
    {.element = "accessMethod", .weight = 30, .hot = names_and_passcodes},
    {.element = "coSpaceUser", .weight = 12, .hot = "userJid"},
    {.element = "tenant", .weight = 12, .hot = "name tenantGroup dialInSecurityProfile"},
    {.element = "tenantGroup", .weight = 6},
    // Which expressions a server understands is its own affair.
    {.element = "dialTransform", .may_refuse = "parameterError"},
    {.element = "ivr", .weight = 8, .hot = "uri tenant"},
    {.element = "inboundDialPlanRule", .weight = 8, .hot = "tenant resolveTocoSpaces"},
    {.element = "dialInSecurityProfile", .weight = 8, .hot = "minPasscodeLength"},
    {.element = "profiles", .weight = 5, .hot = "dialInSecurityProfile"},
    {.element = "cdrReceiver", .weight = 4},
    {.element = "ldapSource", .weight = 5, .hot = "filter baseDn tenant"},
    {.element = "ldapMapping", .weight = 5, .hot = "jidMapping coSpaceNameMapping"},
    {.element = "ldapServer", .hot = "address portNumber"},
    {.element = "callBridge", .weight = 5, .hot = "name"},
    {.element = "coSpaceTemplate", .weight = 5, .hot = "defaultAccessMethodTemplate"},
    {.element = "accessMethodTemplate", .weight = 5},
    {.element = "userCoSpaceTemplate", .weight = 4},
    {.element = "user", .weight = 2},
    {.element = "userProvisionedCoSpace", .weight = 1},
    {.element = "diagnostics", .weight = 0},
    {.element = "cospaceBulkParameterSet", .weight = 4, .hot = "startIndex endIndex"},
    {.element = "cospaceBulkSync", .weight = 4, .is_moody = true},
    {.element = "ldapSync",
     .weight = 6,
     .is_moody = true,
     .is_mortal = true,
     .may_refuse = "tooManyLdapSyncs ldapSyncCannotBeCancelled"},
    {.element = "call",
     .weight = 5,
     .is_moody = true,
     .is_mortal = true,
     .may_refuse = "callRecordingCannotBeModified callStreamingCannotBeModified "
                   "recordingNotAllowedByLicensing streamingNotAllowedByLicensing"},
    {.element = "callLeg",
     .weight = 5,
     .is_moody = true,
     .is_mortal = true,
     .may_refuse = "participantLimitReached tenantParticipantLimitReached "
                   "callRecordingCannotBeModified callStreamingCannotBeModified "
                   "accessMethodDoesNotExist callLegCannotBeDeleted userDoesNotExist"},
    {.element = "participant",
     .weight = 5,
     .is_moody = true,
     .is_mortal = true,
     .may_refuse = "participantLimitReached tenantParticipantLimitReached participantDoesNotExist "
                   "callBridgeUnavailable callBridgeGroupUnavailable loadBalancingDisabled "
                   "accessMethodDoesNotExist participantCannotBeDeleted "
                   "participantCannotBeModified userDoesNotExist parameterError"},
};

constexpr std::string_view documented[] = {"callBridgeUnavailable",
                                           "callBridgeGroupUnavailable",
                                           "loadBalancingDisabled",
                                           "callLegCannotBeDeleted",
                                           "participantCannotBeDeleted",
                                           "participantCannotBeModified",
                                           "callRecordingCannotBeModified",
                                           "callStreamingCannotBeModified",
                                           "recordingNotAllowedByLicensing",
                                           "streamingNotAllowedByLicensing",
                                           "duplicateCallBridgeName",
                                           "duplicateUserCoSpaceTemplate",
                                           "duplicateCoSpaceUri",
                                           "duplicateCoSpaceId",
                                           "duplicateCoSpaceUriPasscode",
                                           "duplicateCoSpaceIdPasscode",
                                           "duplicateCoSpaceSecret",
                                           "inboundDialPlanRuleUriConflict",
                                           "ivrUriConflict",
                                           "tenantGroupCoSpaceIdConflict",
                                           "participantLimitReached",
                                           "tenantParticipantLimitReached",
                                           "passcodeTooShort",
                                           "layoutTemplateDescriptionTooLong",
                                           "tooManyCdrReceivers",
                                           "tooManyLdapSyncs",
                                           "ldapSyncCannotBeCancelled",
                                           "userCoSpaceTemplateDeletionProhibited",
                                           "databaseNotReady",
                                           "invalidOperation",
                                           "invalidVersion",
                                           "unrecognisedObject",
                                           "unrecognizedObject",
                                           "retryAfter",
                                           "parameterError"};

}  // namespace

std::span<const Behaviour> behaviours() { return all_behaviours; }

std::span<const std::string_view> reasons() { return documented; }

}  // namespace curia::fuzz
