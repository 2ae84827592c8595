#include "model/call/actions.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/call/reasons.hpp"
#include "model/call/user_of.hpp"
#include "model/objects/catalog.hpp"
#include "model/rules/call.hpp"
#include "model/rules/inheritance.hpp"
#include "model/rules/rules.hpp"

namespace curia::call {
namespace {

struct Permission {
  Action action;
  Flag CallLegSettings::* setting;  // null: the call profile says it
  bool is_allowed_unset;
};

constexpr Permission permissions[] = {
    {Action::mute_self_audio, &CallLegSettings::mute_self_allowed, true},
    {Action::mute_self_video, &CallLegSettings::video_mute_self_allowed, true},
    {Action::mute_others_audio, &CallLegSettings::mute_others_allowed, false},
    {Action::mute_others_video, &CallLegSettings::video_mute_others_allowed, false},
    {Action::share, &CallLegSettings::presentation_contribution_allowed, true},
    {Action::lock, &CallLegSettings::call_lock_allowed, false},
    {Action::end_call, &CallLegSettings::end_call_allowed, false},
    {Action::disconnect_others, &CallLegSettings::disconnect_others_allowed, false},
    {Action::add_participant, &CallLegSettings::add_participant_allowed, false},
    {Action::set_importance, &CallLegSettings::set_importance_allowed, false},
    {Action::change_layout, &CallLegSettings::change_layout_allowed, true},
    {Action::switch_recording, &CallLegSettings::recording_control_allowed, false},
    {Action::switch_streaming, &CallLegSettings::streaming_control_allowed, false},
    {Action::allow_all_mute_self, &CallLegSettings::allow_all_mute_self_allowed, false},
    {Action::allow_all_share, &CallLegSettings::allow_all_presentation_contribution_allowed, false},
    {Action::mute_newcomers, &CallLegSettings::change_join_audio_mute_override_allowed, false},
    {Action::chat, &CallLegSettings::chat_contribution_allowed, true},
    {Action::change_role, &CallLegSettings::change_role_allowed, false},
};

bool is_inside(const CallLeg& leg) {
  return leg.call && leg.state == CallLegState::connected && leg.stage == CallLegStage::call &&
         leg.deactivated != Flag::yes && leg.service == LegService::none;
}

// What the call itself says, whatever the leg's settings are.
bool is_allowed_to_all(const Call& call, Action action) {
  return (action == Action::mute_self_audio && call.allow_all_mute_self == Flag::yes) ||
         (action == Action::share && call.allow_all_presentation_contribution == Flag::yes);
}

bool is_refused_to_all(const Change& change, const Call& call, Action action) {
  if (action != Action::raise_hand && action != Action::chat) return false;
  const auto setting =
      action == Action::chat ? &CallProfile::chat_allowed : &CallProfile::raise_hand_enabled;
  return in_force(call_profile_levels(change, call), setting) == Flag::no;
}

const Call& call_of(const Change& change, const CallLeg& leg) {
  const Call* call = change.find<Call>(leg.call);
  check(call != nullptr, "a leg inside has a call");
  return *call;
}

}  // namespace

bool may(const Change& change, const CallLeg& leg, Action action) {
  return may(change, leg, call_leg_levels(change, leg), action);
}

bool may(const Change& change, const CallLeg& leg, const LegLevels& levels, Action action) {
  if (!is_inside(leg)) return false;
  const Call& call = call_of(change, leg);
  if (is_refused_to_all(change, call, action)) return false;
  if (action == Action::share &&
      !may_take_part(change, leg, &UserProfile::presentation_participation_allowed))
    return false;
  if (is_allowed_to_all(call, action)) return true;
  const auto* permission = std::ranges::find(permissions, action, &Permission::action);
  if (permission == std::end(permissions)) return true;
  const Flag said = in_force(levels, permission->setting);
  return said == Flag::unset ? permission->is_allowed_unset : said == Flag::yes;
}

bool mute(Change& change, const CallLeg& leg, const CallLeg& whom, bool audio, bool muted) {
  const bool is_self = leg.id == whom.id;
  const Action action = audio ? (is_self ? Action::mute_self_audio : Action::mute_others_audio)
                              : (is_self ? Action::mute_self_video : Action::mute_others_video);
  if (leg.call != whom.call || !may(change, leg, action)) return false;
  auto& changed = change.modify(whom);
  (audio ? changed.rx_audio_mute : changed.rx_video_mute) = flag_of(muted);
  return true;
}

// What somebody sends who may not show it is kept in mind: it is seen as soon as he may.
bool share(Change& change, const CallLeg& leg, bool on) {
  auto& changed = change.modify(leg);
  changed.is_sharing = on;
  changed.shared = change.now();
  return !on || may(change, leg, Action::share);
}

bool lock(Change& change, const CallLeg& leg, bool on) {
  if (!may(change, leg, Action::lock)) return false;
  change.modify(call_of(change, leg)).locked = flag_of(on);
  return true;
}

bool end_call(Change& change, const CallLeg& leg) {
  if (!may(change, leg, Action::end_call)) return false;
  change.erase(call_of(change, leg), reason::call_ended);
  return true;
}

bool disconnect(Change& change, const CallLeg& leg, const CallLeg& whom) {
  if (leg.call != whom.call || !may(change, leg, Action::disconnect_others)) return false;
  end_call_leg(change, whom, reason::client_teardown);
  return true;
}

bool choose_layout(Change& change, const CallLeg& leg, DefaultLayout layout) {
  if (!may(change, leg, Action::change_layout)) return false;
  auto& changed = change.modify(leg);
  changed.picked_layout = layout;
  changed.picked_over = assigned_layout_of(change, leg, call_leg_levels(change, leg));
  return true;
}

bool set_importance(Change& change, const CallLeg& leg, const Participant& whom,
                    std::optional<std::int64_t> importance) {
  if (leg.call != whom.call || !may(change, leg, Action::set_importance)) return false;
  change.modify(whom).importance = importance;
  return true;
}

bool record(Change& change, const CallLeg& leg, bool on) {
  if (!may(change, leg, Action::switch_recording)) return false;
  const Call& call = call_of(change, leg);
  const auto mode = in_force(call_profile_levels(change, call), &CallProfile::recording_mode);
  if (mode != RecordingMode::unset && mode != RecordingMode::manual) return false;
  change.modify(call).recording = flag_of(on);
  return true;
}

bool stream(Change& change, const CallLeg& leg, bool on) {
  if (!may(change, leg, Action::switch_streaming)) return false;
  const Call& call = call_of(change, leg);
  const auto mode = in_force(call_profile_levels(change, call), &CallProfile::streaming_mode);
  if (mode != StreamingMode::unset && mode != StreamingMode::manual) return false;
  change.modify(call).streaming = flag_of(on);
  return true;
}

bool add_participant(Change& change, const CallLeg& leg, std::string_view address) {
  if (!may(change, leg, Action::add_participant)) return false;
  const FieldSpec& call = field_of(Kind::participant, "call");
  return create_object(change, spec_of(Kind::participant), {},
                       {{"remoteParty", std::string(address)}}, {&call, leg.call})
      .has_value();
}

bool raise_hand(Change& change, const CallLeg& leg, const CallLeg& whose, bool up) {
  const bool is_self = leg.id == whose.id;
  if (leg.call != whose.call || (up && !is_self) || !is_inside(leg)) return false;
  if (up && !may(change, leg, Action::raise_hand)) return false;
  if (!is_self && !may(change, leg, Action::mute_others_audio)) return false;
  set_hand(change, *change.find<Participant>(whose.participant),
           up ? HandStatus::raised : HandStatus::lowered);
  return true;
}

}  // namespace curia::call
