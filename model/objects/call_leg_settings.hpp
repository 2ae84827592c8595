// CallLegSettings: what one connection to a call may do and how it looks (api-conventions section
// 8). A profile sets them for many, a call leg for itself; what a level leaves unset comes from
// the levels above.
#pragma once

#include <array>

#include "model/objects/layout.hpp"
#include "model/schema/field.hpp"

namespace curia {

enum class PresentationDisplayMode : std::uint8_t { unset, dual_stream, single_stream };
inline constexpr std::string_view presentation_display_mode_names[] = {"dualStream",
                                                                       "singleStream"};

enum class VideoMode : std::uint8_t { unset, automatic, disabled };
inline constexpr std::string_view video_mode_names[] = {"auto", "disabled"};

enum class SipMediaEncryption : std::uint8_t { unset, optional, required, prohibited };
inline constexpr std::string_view sip_media_encryption_names[] = {"optional", "required",
                                                                  "prohibited"};

enum class DeactivationMode : std::uint8_t { unset, deactivate, disconnect, remain_activated };
inline constexpr std::string_view deactivation_mode_names[] = {"deactivate", "disconnect",
                                                               "remainActivated"};

enum class BfcpMode : std::uint8_t { unset, server_only, server_and_client };
inline constexpr std::string_view bfcp_mode_names[] = {"serverOnly", "serverAndClient"};

enum class QualityMain : std::uint8_t { unset, unrestricted, max1080p30, max720p30, max480p30 };
inline constexpr std::string_view quality_main_names[] = {"unrestricted", "max1080p30", "max720p30",
                                                          "max480p30"};

enum class QualityPresentation : std::uint8_t { unset, unrestricted, max1080p30, max720p5 };
inline constexpr std::string_view quality_presentation_names[] = {"unrestricted", "max1080p30",
                                                                  "max720p5"};

enum class ParticipantCounter : std::uint8_t { unset, never_shown, automatic, always };
inline constexpr std::string_view participant_counter_names[] = {"never", "auto", "always"};

enum class AudioGainMode : std::uint8_t { unset, disabled, agc };
inline constexpr std::string_view audio_gain_mode_names[] = {"disabled", "agc"};

enum class MeetingTitlePosition : std::uint8_t { unset, disabled, top, middle, bottom };
inline constexpr std::string_view meeting_title_position_names[] = {"disabled", "top", "middle",
                                                                    "bottom"};

struct CallLegSettings {
  Flag needs_activation = Flag::unset;
  DefaultLayout default_layout = DefaultLayout::unset;
  Flag change_layout_allowed = Flag::unset;
  Flag participant_labels = Flag::unset;
  PresentationDisplayMode presentation_display_mode = PresentationDisplayMode::unset;
  Flag presentation_contribution_allowed = Flag::unset;
  Flag presentation_viewing_allowed = Flag::unset;
  Flag end_call_allowed = Flag::unset;
  Flag disconnect_others_allowed = Flag::unset;
  Flag add_participant_allowed = Flag::unset;
  Flag mute_others_allowed = Flag::unset;
  Flag video_mute_others_allowed = Flag::unset;
  Flag mute_self_allowed = Flag::unset;
  Flag video_mute_self_allowed = Flag::unset;
  std::optional<std::int64_t> join_tone_participant_threshold;
  std::optional<std::int64_t> leave_tone_participant_threshold;
  VideoMode video_mode = VideoMode::unset;
  Flag rx_audio_mute = Flag::unset;
  Flag tx_audio_mute = Flag::unset;
  Flag rx_video_mute = Flag::unset;
  Flag tx_video_mute = Flag::unset;
  SipMediaEncryption sip_media_encryption = SipMediaEncryption::unset;
  std::optional<std::int64_t> audio_packet_size_ms;
  DeactivationMode deactivation_mode = DeactivationMode::unset;
  std::optional<std::int64_t> deactivation_mode_time;
  Flag telepresence_calls_allowed = Flag::unset;
  Flag sip_presentation_channel_enabled = Flag::unset;
  BfcpMode bfcp_mode = BfcpMode::unset;
  Flag call_lock_allowed = Flag::unset;
  Flag set_importance_allowed = Flag::unset;
  Flag allow_all_mute_self_allowed = Flag::unset;
  Flag allow_all_presentation_contribution_allowed = Flag::unset;
  Flag change_join_audio_mute_override_allowed = Flag::unset;
  Flag recording_control_allowed = Flag::unset;
  Flag streaming_control_allowed = Flag::unset;
  std::optional<std::int64_t> max_call_duration_time;
  QualityMain quality_main = QualityMain::unset;
  QualityPresentation quality_presentation = QualityPresentation::unset;
  ParticipantCounter participant_counter = ParticipantCounter::unset;
  Flag control_remote_camera_allowed = Flag::unset;
  Guid layout_template;
  AudioGainMode audio_gain_mode = AudioGainMode::unset;
  MeetingTitlePosition meeting_title_position = MeetingTitlePosition::unset;
  Flag chat_contribution_allowed = Flag::unset;
  Flag change_role_allowed = Flag::unset;
};

// A parameter that takes a layout and is only an instruction.
constexpr FieldSpec layout_instruction(std::string_view name) {
  return instruction(name, FieldType::enumeration)
      .with(&FieldSpec::choices, std::span<const std::string_view>(default_layout_names));
}

// The settings as fields of T, which derives from CallLegSettings.
template <class T>
inline constexpr auto call_leg_settings_fields = std::to_array<FieldSpec>({
    flag<T, &CallLegSettings::needs_activation>("needsActivation").unsettable().summary(),
    enumeration<T, &CallLegSettings::default_layout>("defaultLayout", default_layout_names)
        .unsettable(),
    flag<T, &CallLegSettings::change_layout_allowed>("changeLayoutAllowed")
        .unsettable()
        .added_in("1.8"),
    flag<T, &CallLegSettings::participant_labels>("participantLabels").unsettable(),
    enumeration<T, &CallLegSettings::presentation_display_mode>("presentationDisplayMode",
                                                                presentation_display_mode_names)
        .unsettable(),
    flag<T, &CallLegSettings::presentation_contribution_allowed>("presentationContributionAllowed")
        .unsettable(),
    flag<T, &CallLegSettings::presentation_viewing_allowed>("presentationViewingAllowed")
        .unsettable(),
    flag<T, &CallLegSettings::end_call_allowed>("endCallAllowed").unsettable(),
    flag<T, &CallLegSettings::disconnect_others_allowed>("disconnectOthersAllowed").unsettable(),
    flag<T, &CallLegSettings::add_participant_allowed>("addParticipantAllowed")
        .unsettable()
        .added_in("2.3"),
    flag<T, &CallLegSettings::mute_others_allowed>("muteOthersAllowed").unsettable(),
    flag<T, &CallLegSettings::video_mute_others_allowed>("videoMuteOthersAllowed").unsettable(),
    flag<T, &CallLegSettings::mute_self_allowed>("muteSelfAllowed").unsettable(),
    flag<T, &CallLegSettings::video_mute_self_allowed>("videoMuteSelfAllowed").unsettable(),
    number<T, &CallLegSettings::join_tone_participant_threshold>("joinToneParticipantThreshold")
        .range(0, 100)
        .unsettable(),
    number<T, &CallLegSettings::leave_tone_participant_threshold>("leaveToneParticipantThreshold")
        .range(0, 100)
        .unsettable(),
    enumeration<T, &CallLegSettings::video_mode>("videoMode", video_mode_names).unsettable(),
    flag<T, &CallLegSettings::rx_audio_mute>("rxAudioMute").unsettable(),
    flag<T, &CallLegSettings::tx_audio_mute>("txAudioMute").unsettable(),
    flag<T, &CallLegSettings::rx_video_mute>("rxVideoMute").unsettable(),
    flag<T, &CallLegSettings::tx_video_mute>("txVideoMute").unsettable(),
    enumeration<T, &CallLegSettings::sip_media_encryption>("sipMediaEncryption",
                                                           sip_media_encryption_names)
        .unsettable(),
    number<T, &CallLegSettings::audio_packet_size_ms>("audioPacketSizeMs").unsettable(),
    enumeration<T, &CallLegSettings::deactivation_mode>("deactivationMode", deactivation_mode_names)
        .unsettable(),
    number<T, &CallLegSettings::deactivation_mode_time>("deactivationModeTime").unsettable(),
    flag<T, &CallLegSettings::telepresence_calls_allowed>("telepresenceCallsAllowed").unsettable(),
    flag<T, &CallLegSettings::sip_presentation_channel_enabled>("sipPresentationChannelEnabled")
        .unsettable(),
    enumeration<T, &CallLegSettings::bfcp_mode>("bfcpMode", bfcp_mode_names).unsettable(),
    flag<T, &CallLegSettings::call_lock_allowed>("callLockAllowed").unsettable().added_in("1.8"),
    flag<T, &CallLegSettings::set_importance_allowed>("setImportanceAllowed")
        .unsettable()
        .added_in("2.3"),
    flag<T, &CallLegSettings::allow_all_mute_self_allowed>("allowAllMuteSelfAllowed")
        .unsettable()
        .added_in("1.9"),
    flag<T, &CallLegSettings::allow_all_presentation_contribution_allowed>(
        "allowAllPresentationContributionAllowed")
        .unsettable()
        .added_in("1.8"),
    flag<T, &CallLegSettings::change_join_audio_mute_override_allowed>(
        "changeJoinAudioMuteOverrideAllowed")
        .unsettable()
        .added_in("1.8"),
    flag<T, &CallLegSettings::recording_control_allowed>("recordingControlAllowed")
        .unsettable()
        .added_in("1.9"),
    flag<T, &CallLegSettings::streaming_control_allowed>("streamingControlAllowed")
        .unsettable()
        .added_in("2.1"),
    number<T, &CallLegSettings::max_call_duration_time>("maxCallDurationTime")
        .unsettable()
        .added_in("2.0"),
    enumeration<T, &CallLegSettings::quality_main>("qualityMain", quality_main_names)
        .unsettable()
        .added_in("2.2"),
    enumeration<T, &CallLegSettings::quality_presentation>("qualityPresentation",
                                                           quality_presentation_names)
        .unsettable()
        .added_in("2.2"),
    enumeration<T, &CallLegSettings::participant_counter>("participantCounter",
                                                          participant_counter_names)
        .unsettable()
        .added_in("2.2"),
    flag<T, &CallLegSettings::control_remote_camera_allowed>("controlRemoteCameraAllowed")
        .unsettable()
        .added_in("2.8"),
    reference<T, &CallLegSettings::layout_template>("layoutTemplate", Kind::layout_template)
        .unsettable()
        .added_in("2.8"),
    enumeration<T, &CallLegSettings::audio_gain_mode>("audioGainMode", audio_gain_mode_names)
        .unsettable()
        .added_in("2.8"),
    enumeration<T, &CallLegSettings::meeting_title_position>("meetingTitlePosition",
                                                             meeting_title_position_names)
        .unsettable()
        .added_in("3.2"),
    flag<T, &CallLegSettings::chat_contribution_allowed>("chatContributionAllowed")
        .unsettable()
        .added_in("3.2"),
    flag<T, &CallLegSettings::change_role_allowed>("changeRoleAllowed")
        .unsettable()
        .added_in("3.3"),
});

}  // namespace curia
