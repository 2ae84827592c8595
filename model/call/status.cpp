#include "model/call/status.hpp"

#include <tuple>

#include "model/call/actions.hpp"
#include "model/call/roles.hpp"
#include "model/call/user_of.hpp"
#include "model/rules/call.hpp"
#include "model/rules/inheritance.hpp"

namespace curia::call {
namespace {

bool is_on(const LegLevels& levels, Flag CallLegSettings::* setting) {
  return in_force(levels, setting) == Flag::yes;
}

void add_call(const Change& change, const CallLeg& leg, const LegLevels& levels,
              LegStatus& status) {
  const Call* call = leg.call ? change.find<Call>(leg.call) : nullptr;
  if (call == nullptr) return;
  const auto call_levels = call_profile_levels(change, *call);
  if (!status.is_waiting && call->presenter_call_leg != leg.id &&
      in_force(levels, &CallLegSettings::presentation_viewing_allowed) != Flag::no)
    status.presentation = call->presenter_call_leg;
  if (call->message_duration != "0" && call->message_ends > change.now())
    status.message = call->message_text;
  status.banner = call->message_banner_text;
  if (status.banner.empty())
    status.banner = in_force(call_levels, &CallProfile::message_banner_text);
  status.is_recorded = call->recording_status == Flag::yes;
  status.is_streamed = call->streaming_status == Flag::yes;
}

}  // namespace

bool concerns_everybody(const Call& before, const Call& after) {
  const auto seen = [](const Call& call) {
    return std::tie(call.presenter_call_leg, call.message_text, call.message_duration,
                    call.message_ends, call.message_banner_text, call.recording_status,
                    call.streaming_status, call.allow_all_presentation_contribution);
  };
  return seen(before) != seen(after);
}

const std::string& label_of(const Participant* person, const CallLeg& leg) {
  if (!leg.name_label_override.empty()) return leg.name_label_override;
  if (person == nullptr) return leg.name;
  return person->name_label_override.empty() ? person->name : person->name_label_override;
}

LegStatus status_of(const Change& change, const CallLeg& leg, const LegLevels& levels) {
  const auto* person = change.find<Participant>(leg.participant);
  LegStatus status;
  status.state = leg.state;
  status.stage = leg.stage;
  status.is_waiting = leg.call && leg.stage == CallLegStage::call && leg.deactivated == Flag::yes;
  status.is_locked_out = status.is_waiting && leg.is_held_by_lock;
  status.rx_audio_muted = is_on(levels, &CallLegSettings::rx_audio_mute) ||
                          !may_take_part(change, leg, &UserProfile::audio_participation_allowed);
  status.tx_audio_muted = is_on(levels, &CallLegSettings::tx_audio_mute);
  status.rx_video_muted = is_on(levels, &CallLegSettings::rx_video_mute) ||
                          !may_take_part(change, leg, &UserProfile::video_participation_allowed);
  status.tx_video_muted = is_on(levels, &CallLegSettings::tx_video_mute);
  status.may_share = may(change, leg, levels, Action::share);
  status.has_raised_hand = leg.hand_status == HandStatus::raised;
  status.assigned_layout = assigned_layout_of(change, leg, levels).layout;
  status.has_picked_layout = leg.picked_layout != DefaultLayout::unset;
  status.layout = status.has_picked_layout ? leg.picked_layout : status.assigned_layout;
  status.has_layout_template = static_cast<bool>(drawn_template_of(change, levels));
  status.may_change_layout = in_force(levels, &CallLegSettings::change_layout_allowed) != Flag::no;
  status.role = role_of(change, leg).name();
  status.label = label_of(person, leg);
  status.has_labels = in_force(levels, &CallLegSettings::participant_labels) != Flag::no;
  add_call(change, leg, levels, status);
  return status;
}

}  // namespace curia::call
