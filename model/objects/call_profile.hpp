// CallProfile: how calls behave as a whole.
#pragma once

#include "model/schema/field.hpp"

namespace curia {

enum class LockMode : std::uint8_t { unset, all, needs_activation };
inline constexpr std::string_view lock_mode_names[] = {"all", "needsActivation"};

enum class RecordingMode : std::uint8_t { unset, disabled, manual, automatic };
inline constexpr std::string_view recording_mode_names[] = {"disabled", "manual", "automatic"};

enum class StreamingMode : std::uint8_t { unset, disabled, manual, automatic };
inline constexpr std::string_view streaming_mode_names[] = {"disabled", "manual", "automatic"};

enum class PasscodeMode : std::uint8_t { unset, required, timeout };
inline constexpr std::string_view passcode_mode_names[] = {"required", "timeout"};

enum class LyncConferenceMode : std::uint8_t {
  unset,
  dual_home_cluster,
  dual_home_call_bridge,
  gateway
};
inline constexpr std::string_view lync_conference_mode_names[] = {"dualHomeCluster",
                                                                  "dualHomeCallBridge", "gateway"};

enum class MuteBehavior : std::uint8_t { unset, separate, linked };
inline constexpr std::string_view mute_behavior_names[] = {"separate", "linked"};

struct CallProfile : Object {
  static constexpr Kind kind_of = Kind::call_profile;

  std::optional<std::int64_t> participant_limit;
  Flag locked = Flag::unset;
  LockMode lock_mode = LockMode::unset;
  RecordingMode recording_mode = RecordingMode::unset;
  StreamingMode streaming_mode = StreamingMode::unset;
  std::string sip_recorder_uri;
  std::string sip_streamer_uri;
  PasscodeMode passcode_mode = PasscodeMode::unset;
  std::optional<std::int64_t> passcode_timeout;
  Flag gateway_audio_call_optimization = Flag::unset;
  LyncConferenceMode lync_conference_mode = LyncConferenceMode::unset;
  MuteBehavior mute_behavior = MuteBehavior::unset;
  std::string message_banner_text;
  Flag chat_allowed = Flag::unset;
  Flag raise_hand_enabled = Flag::unset;
};

inline constexpr FieldSpec call_profile_fields[] = {
    number<&CallProfile::participant_limit>("participantLimit").unsettable(),
    flag<&CallProfile::locked>("locked").unsettable(),
    enumeration<&CallProfile::lock_mode>("lockMode", lock_mode_names).unsettable().added_in("2.9"),
    enumeration<&CallProfile::recording_mode>("recordingMode", recording_mode_names)
        .unsettable()
        .defaults("manual")
        .added_in("1.9"),
    enumeration<&CallProfile::streaming_mode>("streamingMode", streaming_mode_names)
        .unsettable()
        .defaults("manual")
        .added_in("2.1"),
    text<&CallProfile::sip_recorder_uri>("sipRecorderUri").unsettable().added_in("2.9"),
    text<&CallProfile::sip_streamer_uri>("sipStreamerUri").unsettable().added_in("3.0"),
    enumeration<&CallProfile::passcode_mode>("passcodeMode", passcode_mode_names).unsettable(),
    number<&CallProfile::passcode_timeout>("passcodeTimeout").unsettable(),
    flag<&CallProfile::gateway_audio_call_optimization>("gatewayAudioCallOptimization")
        .unsettable()
        .added_in("2.3"),
    enumeration<&CallProfile::lync_conference_mode>("lyncConferenceMode",
                                                    lync_conference_mode_names)
        .unsettable()
        .added_in("2.3"),
    enumeration<&CallProfile::mute_behavior>("muteBehavior", mute_behavior_names)
        .unsettable()
        .added_in("3.1"),
    text<&CallProfile::message_banner_text>("messageBannerText", limits::message_banner_bytes)
        .unsettable()
        .added_in("3.2"),
    flag<&CallProfile::chat_allowed>("chatAllowed").unsettable().added_in("3.2"),
    flag<&CallProfile::raise_hand_enabled>("raiseHandEnabled").unsettable().added_in("3.2"),
};

}  // namespace curia
