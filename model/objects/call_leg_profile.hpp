// CallLegProfile: what one connection to a call may do and how it looks (api-conventions section
// 8).
#pragma once

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

struct CallLegProfile : Object {
  static constexpr Kind kind_of = Kind::call_leg_profile;

  std::string name;
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
  AudioGainMode audio_gain_mode = AudioGainMode::unset;
  MeetingTitlePosition meeting_title_position = MeetingTitlePosition::unset;
  Flag chat_contribution_allowed = Flag::unset;
  Flag change_role_allowed = Flag::unset;
};

inline constexpr FieldSpec call_leg_profile_fields[] = {
    text<&CallLegProfile::name>("name", limits::name_bytes).summary().added_in("2.0"),
    flag<&CallLegProfile::needs_activation>("needsActivation").unsettable().summary(),
    enumeration<&CallLegProfile::default_layout>("defaultLayout", default_layout_names)
        .unsettable(),
    flag<&CallLegProfile::change_layout_allowed>("changeLayoutAllowed")
        .unsettable()
        .added_in("1.8"),
    flag<&CallLegProfile::participant_labels>("participantLabels").unsettable(),
    enumeration<&CallLegProfile::presentation_display_mode>("presentationDisplayMode",
                                                            presentation_display_mode_names)
        .unsettable(),
    flag<&CallLegProfile::presentation_contribution_allowed>("presentationContributionAllowed")
        .unsettable(),
    flag<&CallLegProfile::presentation_viewing_allowed>("presentationViewingAllowed").unsettable(),
    flag<&CallLegProfile::end_call_allowed>("endCallAllowed").unsettable(),
    flag<&CallLegProfile::disconnect_others_allowed>("disconnectOthersAllowed").unsettable(),
    flag<&CallLegProfile::add_participant_allowed>("addParticipantAllowed")
        .unsettable()
        .added_in("2.3"),
    flag<&CallLegProfile::mute_others_allowed>("muteOthersAllowed").unsettable(),
    flag<&CallLegProfile::video_mute_others_allowed>("videoMuteOthersAllowed").unsettable(),
    flag<&CallLegProfile::mute_self_allowed>("muteSelfAllowed").unsettable(),
    flag<&CallLegProfile::video_mute_self_allowed>("videoMuteSelfAllowed").unsettable(),
    number<&CallLegProfile::join_tone_participant_threshold>("joinToneParticipantThreshold")
        .range(0, 100)
        .unsettable(),
    number<&CallLegProfile::leave_tone_participant_threshold>("leaveToneParticipantThreshold")
        .range(0, 100)
        .unsettable(),
    enumeration<&CallLegProfile::video_mode>("videoMode", video_mode_names).unsettable(),
    flag<&CallLegProfile::rx_audio_mute>("rxAudioMute").unsettable(),
    flag<&CallLegProfile::tx_audio_mute>("txAudioMute").unsettable(),
    flag<&CallLegProfile::rx_video_mute>("rxVideoMute").unsettable(),
    flag<&CallLegProfile::tx_video_mute>("txVideoMute").unsettable(),
    enumeration<&CallLegProfile::sip_media_encryption>("sipMediaEncryption",
                                                       sip_media_encryption_names)
        .unsettable(),
    number<&CallLegProfile::audio_packet_size_ms>("audioPacketSizeMs").unsettable(),
    enumeration<&CallLegProfile::deactivation_mode>("deactivationMode", deactivation_mode_names)
        .unsettable(),
    number<&CallLegProfile::deactivation_mode_time>("deactivationModeTime").unsettable(),
    flag<&CallLegProfile::telepresence_calls_allowed>("telepresenceCallsAllowed").unsettable(),
    flag<&CallLegProfile::sip_presentation_channel_enabled>("sipPresentationChannelEnabled")
        .unsettable(),
    enumeration<&CallLegProfile::bfcp_mode>("bfcpMode", bfcp_mode_names).unsettable(),
    flag<&CallLegProfile::call_lock_allowed>("callLockAllowed").unsettable().added_in("1.8"),
    flag<&CallLegProfile::set_importance_allowed>("setImportanceAllowed")
        .unsettable()
        .added_in("2.3"),
    flag<&CallLegProfile::allow_all_mute_self_allowed>("allowAllMuteSelfAllowed")
        .unsettable()
        .added_in("1.9"),
    flag<&CallLegProfile::allow_all_presentation_contribution_allowed>(
        "allowAllPresentationContributionAllowed")
        .unsettable()
        .added_in("1.8"),
    flag<&CallLegProfile::change_join_audio_mute_override_allowed>(
        "changeJoinAudioMuteOverrideAllowed")
        .unsettable()
        .added_in("1.8"),
    flag<&CallLegProfile::recording_control_allowed>("recordingControlAllowed")
        .unsettable()
        .added_in("1.9"),
    flag<&CallLegProfile::streaming_control_allowed>("streamingControlAllowed")
        .unsettable()
        .added_in("2.1"),
    number<&CallLegProfile::max_call_duration_time>("maxCallDurationTime")
        .unsettable()
        .added_in("2.0"),
    enumeration<&CallLegProfile::quality_main>("qualityMain", quality_main_names)
        .unsettable()
        .added_in("2.2"),
    enumeration<&CallLegProfile::quality_presentation>("qualityPresentation",
                                                       quality_presentation_names)
        .unsettable()
        .added_in("2.2"),
    enumeration<&CallLegProfile::participant_counter>("participantCounter",
                                                      participant_counter_names)
        .unsettable()
        .added_in("2.2"),
    flag<&CallLegProfile::control_remote_camera_allowed>("controlRemoteCameraAllowed")
        .unsettable()
        .added_in("2.8"),
    enumeration<&CallLegProfile::audio_gain_mode>("audioGainMode", audio_gain_mode_names)
        .unsettable()
        .added_in("2.8"),
    enumeration<&CallLegProfile::meeting_title_position>("meetingTitlePosition",
                                                         meeting_title_position_names)
        .unsettable()
        .added_in("3.2"),
    flag<&CallLegProfile::chat_contribution_allowed>("chatContributionAllowed")
        .unsettable()
        .added_in("3.2"),
    flag<&CallLegProfile::change_role_allowed>("changeRoleAllowed").unsettable().added_in("3.3"),
};

}  // namespace curia
