#include "model/call/keys.hpp"

#include <string>
#include <utility>

#include "model/base/check.hpp"
#include "model/call/actions.hpp"
#include "model/call/entry.hpp"
#include "model/call/leg_machine.hpp"
#include "model/call/limits.hpp"
#include "model/layout/choice.hpp"
#include "model/objects/dtmf_profile.hpp"
#include "model/objects/profiles.hpp"
#include "model/objects/tenant.hpp"
#include "model/rules/call.hpp"
#include "model/rules/inheritance.hpp"

namespace curia::call {
namespace {

// Everybody else's audio; whoever may not changes nobody's.
void mute_all_others(Change& change, const CallLeg& leg, bool muted) {
  const Call& call = *change.find<Call>(leg.call);
  for (const Object* other : call_legs_of(change, call))
    if (other->id != leg.id) mute(change, leg, static_cast<const CallLeg&>(*other), true, muted);
}

template <bool muted>
void mute_self(Change& change, const CallLeg& leg) {
  mute(change, leg, leg, true, muted);
}
void toggle_mute_self(Change& change, const CallLeg& leg) {
  const Flag muted = in_force(call_leg_levels(change, leg), &CallLegSettings::rx_audio_mute);
  mute(change, leg, leg, true, muted != Flag::yes);
}
template <bool on>
void lock_call(Change& change, const CallLeg& leg) {
  lock(change, leg, on);
}
template <bool muted>
void mute_others(Change& change, const CallLeg& leg) {
  mute_all_others(change, leg, muted);
}
void end(Change& change, const CallLeg& leg) { end_call(change, leg); }
template <DefaultLayout (*step)(DefaultLayout)>
void step_layout(Change& change, const CallLeg& leg) {
  choose_layout(change, leg, step(layout_in_force(change, leg, call_leg_levels(change, leg))));
}
template <bool on>
void switch_recording(Change& change, const CallLeg& leg) {
  record(change, leg, on);
}
template <bool on>
void switch_streaming(Change& change, const CallLeg& leg) {
  stream(change, leg, on);
}
template <Action action, Flag Call::* setting, Flag value>
void set_for_all(Change& change, const CallLeg& leg) {
  if (may(change, leg, action)) change.modify(*change.find<Call>(leg.call)).*setting = value;
}
template <Flag value>
void mute_new(Change& change, const CallLeg& leg) {
  set_for_all<Action::mute_newcomers, &Call::join_audio_mute_override, value>(change, leg);
}
template <bool muted>
void mute_new_and_others(Change& change, const CallLeg& leg) {
  mute_all_others(change, leg, muted);
  mute_new<muted ? Flag::yes : Flag::no>(change, leg);
}
// The number is spoken to the caller, which is the voice prompts' to do.
void say_count(Change&, const CallLeg&) {}

struct Sequence {
  std::string DtmfProfile::* keys;
  void (*act)(Change&, const CallLeg&);
};

constexpr auto allow_mute = &Call::allow_all_mute_self;
constexpr auto allow_share = &Call::allow_all_presentation_contribution;
constexpr Sequence sequences[] = {
    {&DtmfProfile::mute_self_audio, mute_self<true>},
    {&DtmfProfile::unmute_self_audio, mute_self<false>},
    {&DtmfProfile::toggle_mute_self_audio, toggle_mute_self},
    {&DtmfProfile::lock_call, lock_call<true>},
    {&DtmfProfile::unlock_call, lock_call<false>},
    {&DtmfProfile::mute_all_except_self_audio, mute_others<true>},
    {&DtmfProfile::unmute_all_except_self_audio, mute_others<false>},
    {&DtmfProfile::end_call, end},
    {&DtmfProfile::next_layout, step_layout<layout::next_layout>},
    {&DtmfProfile::previous_layout, step_layout<layout::previous_layout>},
    {&DtmfProfile::start_recording, switch_recording<true>},
    {&DtmfProfile::stop_recording, switch_recording<false>},
    {&DtmfProfile::start_streaming, switch_streaming<true>},
    {&DtmfProfile::stop_streaming, switch_streaming<false>},
    {&DtmfProfile::allow_all_mute_self,
     set_for_all<Action::allow_all_mute_self, allow_mute, Flag::yes>},
    {&DtmfProfile::cancel_allow_all_mute_self,
     set_for_all<Action::allow_all_mute_self, allow_mute, Flag::no>},
    {&DtmfProfile::allow_all_presentation_contribution,
     set_for_all<Action::allow_all_share, allow_share, Flag::yes>},
    {&DtmfProfile::cancel_allow_all_presentation_contribution,
     set_for_all<Action::allow_all_share, allow_share, Flag::no>},
    {&DtmfProfile::mute_all_new_audio, mute_new<Flag::yes>},
    {&DtmfProfile::unmute_all_new_audio, mute_new<Flag::no>},
    {&DtmfProfile::default_mute_all_new_audio, mute_new<Flag::unset>},
    {&DtmfProfile::mute_all_new_and_all_except_self_audio, mute_new_and_others<true>},
    {&DtmfProfile::unmute_all_new_and_all_except_self_audio, mute_new_and_others<false>},
    {&DtmfProfile::get_total_participant_count, say_count},
};

const DtmfProfile* profile_of(const Change& change, const CallLeg& leg) {
  const auto* tenant = leg.tenant ? change.find<Tenant>(leg.tenant) : nullptr;
  Guid id = tenant != nullptr ? tenant->dtmf_profile : Guid{};
  if (!id) id = change.singleton<Profiles>().dtmf_profile;
  return id ? change.find<DtmfProfile>(id) : nullptr;
}

const Sequence* longest_ending(const DtmfProfile& profile, std::string_view keys) {
  const Sequence* best = nullptr;
  for (const Sequence& sequence : sequences) {
    const std::string& wanted = profile.*sequence.keys;
    if (wanted.empty() || !keys.ends_with(wanted)) continue;
    if (best == nullptr || wanted.size() > (profile.*best->keys).size()) best = &sequence;
  }
  return best;
}

// Any key will do: somebody is there.
void confirm(CallLeg& leg, Instant now) {
  const auto place = next_place({leg.state, leg.stage}, LegEvent::confirmed);
  check(place.has_value(), "who is asked may confirm");
  leg.state = place->state;
  leg.stage = place->stage;
  leg.connected = now;
}

void press_at_prompt(Change& change, const CallLeg& leg, char key) {
  auto& changed = change.modify(leg);
  if (changed.stage == CallLegStage::confirmation) return confirm(changed, change.now());
  if (key == '*') {
    changed.keys.clear();
  } else if (key != '#') {
    if (changed.keys.size() < limits::remembered_keys) changed.keys += key;
    changed.asked = change.now();  // who presses keys is not silent
  } else {
    const std::string entered = std::exchange(changed.keys, {});
    // A refusal has ended the leg, which the leg's end tells.
    if (changed.stage == CallLegStage::ivr)
      (void)enter_call_id(change, changed, entered);
    else
      (void)enter_passcode(change, changed, entered);
  }
}

void press_in_call(Change& change, const CallLeg& leg, char key) {
  const DtmfProfile* profile = profile_of(change, leg);
  if (profile == nullptr) return;
  auto& changed = change.modify(leg);
  changed.keys += key;
  if (changed.keys.size() > limits::remembered_keys) changed.keys.erase(0, 1);
  if (const Sequence* meant = longest_ending(*profile, changed.keys)) {
    changed.keys.clear();
    meant->act(change, changed);
  }
}

}  // namespace

void press(Change& change, const Guid& id, std::string_view keys) {
  for (const char key : keys) {
    const auto* leg = change.find<CallLeg>(id);
    if (leg == nullptr) return;  // what came before has ended it
    if (leg->stage != CallLegStage::call)
      press_at_prompt(change, *leg, key);
    else if (leg->call && leg->state == CallLegState::connected && leg->deactivated != Flag::yes)
      press_in_call(change, *leg, key);
  }
}

}  // namespace curia::call
