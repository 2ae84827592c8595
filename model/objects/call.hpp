// Call: a meeting that is going on.
#pragma once

#include <memory>
#include <vector>

#include "model/objects/absence.hpp"
#include "model/objects/co_space.hpp"

namespace curia {

enum class CallType : std::uint8_t { unset, co_space, forwarding, ad_hoc, lync_conferencing };
inline constexpr std::string_view call_type_names[] = {"coSpace", "forwarding", "adHoc",
                                                       "lyncConferencing"};

enum class MessagePosition : std::uint8_t { unset, top, middle, bottom };
inline constexpr std::string_view message_position_names[] = {"top", "middle", "bottom"};

// Of a call: nobody has been in it yet; nobody is there who activates others, or somebody is
// (model/call/call_machine.hpp).
enum class CallStage : std::uint8_t { unused, unattended, attended, ended };

// The recorder or the streamer of a call (model/call/service_machine.hpp).
enum class ServiceState : std::uint8_t { idle, dialled, working, paused, away };

struct Call : Object {
  static constexpr Kind kind_of = Kind::call;

  std::string name;
  CallType call_type = CallType::unset;
  Guid co_space;
  std::string owner_name;
  Guid call_correlator;
  Guid tenant;
  std::optional<std::int64_t> max_call_legs;  // the most at one time
  Guid presenter_call_leg;
  Flag locked = Flag::unset;
  Flag recording = Flag::unset;
  Flag recording_status = Flag::unset;
  Flag streaming = Flag::unset;
  Flag streaming_status = Flag::unset;
  Flag allow_all_mute_self = Flag::unset;
  Flag allow_all_presentation_contribution = Flag::unset;
  Flag join_audio_mute_override = Flag::unset;
  std::string message_text;
  MessagePosition message_position = MessagePosition::unset;
  std::string message_duration;
  Flag active_when_empty = Flag::unset;
  Flag endpoint_recording = Flag::unset;
  Flag lync_audience_mute = Flag::unset;
  std::optional<std::int64_t> pane_placement_highest_importance;
  PanePlacementSelfPaneMode pane_placement_self_pane_mode = PanePlacementSelfPaneMode::unset;
  PanePlacementActiveSpeakerMode pane_placement_active_speaker_mode =
      PanePlacementActiveSpeakerMode::unset;
  std::string message_banner_text;

  Guid active_speaker;  // a participant
  CallStage stage = CallStage::unused;
  ServiceState recorder = ServiceState::idle;
  ServiceState streamer = ServiceState::idle;
  // Whose connection was lost for good, the oldest first; they may come back.
  std::vector<std::shared_ptr<const Absence>> absences;
  Instant started{};
  Instant unattended = never;    // since when no activator is there
  Instant message_ends = never;  // while messageDuration is a number of seconds
};

// Computed when shown (model/rules/call.cpp).
std::string call_duration_seconds(const View& view, const Object& call);
std::string num_call_legs(const View& view, const Object& call);
std::string num_participants_local(const View& view, const Object& call);
std::string num_participants_remote(const View& view, const Object& call);
std::string num_distributed_instances(const View& view, const Object& call);
std::string call_locked(const View& view, const Object& call);
std::string message_time_remaining(const View& view, const Object& call);

inline constexpr FieldSpec call_fields[] = {
    text<&Call::name>("name", limits::name_bytes).summary(),
    enumeration<&Call::call_type>("callType", call_type_names).read_only().added_in("2.3"),
    reference<&Call::co_space>("coSpace", Kind::co_space).post_only().owner().summary(),
    text<&Call::owner_name>("ownerName").read_only().added_in("2.2"),
    reference<&Call::call_correlator>("callCorrelator", Kind::none).post_only().summary(),
    reference<&Call::tenant>("tenant", Kind::tenant).read_only().summary(),
    computed("durationSeconds", FieldType::number, call_duration_seconds),
    computed("numCallLegs", FieldType::number, num_call_legs),
    number<&Call::max_call_legs>("maxCallLegs").read_only(),
    computed("numParticipantsLocal", FieldType::number, num_participants_local),
    computed("numParticipantsRemote", FieldType::number, num_participants_remote),
    computed("numDistributedInstances", FieldType::number, num_distributed_instances),
    reference<&Call::presenter_call_leg>("presenterCallLeg", Kind::call_leg).read_only(),
    flag<&Call::locked>("locked").shown_as(call_locked).added_in("1.8"),
    flag<&Call::recording>("recording").added_in("1.9"),
    flag<&Call::recording_status>("recordingStatus").read_only(),
    flag<&Call::streaming>("streaming").added_in("2.1"),
    flag<&Call::streaming_status>("streamingStatus").read_only(),
    flag<&Call::allow_all_mute_self>("allowAllMuteSelf").added_in("1.9"),
    flag<&Call::allow_all_presentation_contribution>("allowAllPresentationContribution")
        .defaults("false")
        .added_in("1.9"),
    flag<&Call::join_audio_mute_override>("joinAudioMuteOverride").unsettable().added_in("1.9"),
    text<&Call::message_text>("messageText").unsettable().added_in("2.1"),
    enumeration<&Call::message_position>("messagePosition", message_position_names)
        .defaults("middle")
        .added_in("2.1"),
    text<&Call::message_duration>("messageDuration")
        .form_of(TextForm::seconds_or_permanent)
        .defaults("0")
        .added_in("2.1"),
    computed("messageTimeRemaining", FieldType::number, message_time_remaining),
    flag<&Call::active_when_empty>("activeWhenEmpty").defaults("true").added_in("2.2"),
    flag<&Call::endpoint_recording>("endpointRecording").read_only().added_in("2.4"),
    flag<&Call::lync_audience_mute>("lyncAudienceMute").read_only().added_in("2.4"),
    number<&Call::pane_placement_highest_importance>("panePlacementHighestImportance")
        .unsettable()
        .added_in("2.7"),
    enumeration<&Call::pane_placement_self_pane_mode>("panePlacementSelfPaneMode",
                                                      pane_placement_self_pane_mode_names)
        .unsettable()
        .added_in("2.7"),
    enumeration<&Call::pane_placement_active_speaker_mode>("panePlacementActiveSpeakerMode",
                                                           pane_placement_active_speaker_mode_names)
        .unsettable()
        .added_in("3.3"),
    text<&Call::message_banner_text>("messageBannerText", limits::message_banner_bytes)
        .unsettable()
        .added_in("3.2"),
    reference<&Call::active_speaker>("activeSpeaker", Kind::participant).hidden(),
};

}  // namespace curia
