// Why a call leg ends, in the words of call detail records (platform-facts 4.3).
#pragma once

#include <string_view>

namespace curia::call::reason {

inline constexpr std::string_view api_teardown = "apiInitiatedTeardown";
inline constexpr std::string_view call_deactivated = "callDeactivated";
inline constexpr std::string_view call_ended = "callEnded";
inline constexpr std::string_view call_moved = "callMoved";
inline constexpr std::string_view client_teardown = "clientInitiatedTeardown";
inline constexpr std::string_view confirmation_timeout = "confirmationTimeOut";
inline constexpr std::string_view incorrect_passcode = "incorrectPasscode";
inline constexpr std::string_view ivr_timeout = "ivrTimeout";
inline constexpr std::string_view ivr_unknown_call = "ivrUnknownCall";
inline constexpr std::string_view local_teardown = "localTeardown";
inline constexpr std::string_view participant_limit = "participantLimitReached";
inline constexpr std::string_view remote_busy = "remoteBusy";
inline constexpr std::string_view remote_rejected = "remoteRejected";
inline constexpr std::string_view remote_teardown = "remoteTeardown";
inline constexpr std::string_view ringing_timeout = "ringingTimeout";
inline constexpr std::string_view tenant_participant_limit = "tenantParticipantLimitReached";
inline constexpr std::string_view timeout = "timeout";
inline constexpr std::string_view unknown_destination = "unknownDestination";

}  // namespace curia::call::reason
