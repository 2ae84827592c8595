#include "sim/checks/call_rules.hpp"

#include <algorithm>

#include "model/base/text.hpp"
#include "model/objects/catalog.hpp"
#include "model/objects/co_space_user.hpp"
#include "model/objects/user.hpp"
#include "model/registry/change.hpp"
#include "sim/checks/no_random.hpp"

namespace curia::checks {
namespace {

using call::Action;

bool is_in_call(const CallLeg& leg) {
  return leg.stage == CallLegStage::call &&
         (leg.state == CallLegState::connected || leg.state == CallLegState::on_hold);
}

bool needs_activation(const LegState& one) {
  return one.leg->service == LegService::none &&
         held(one.settings, &CallLegSettings::needs_activation) == Flag::yes;
}

std::string leg_without_call(const Registry& registry, const CallLeg& leg) {
  if (leg.call)
    return registry.find<Call>(leg.call) == nullptr ? name_of(leg) + " is in a call that is gone"
                                                    : "";
  const bool asks = leg.stage == CallLegStage::ivr || leg.stage == CallLegStage::passcode;
  return asks ? "" : name_of(leg) + " is in no call, at no menu and asked for no passcode";
}

std::string leg_without_participant(const Registry& registry, const CallLeg& leg) {
  if (leg.service != LegService::none)
    return leg.participant ? name_of(leg) + " is a machine, and a participant" : "";
  const auto* person = registry.find<Participant>(leg.participant);
  if (person == nullptr) return name_of(leg) + " belongs to nobody";
  return person->call == leg.call ? "" : name_of(leg) + " and its participant are in two calls";
}

std::string participant_without_leg(const CallState& state) {
  const Table& people = state.registry.table(Kind::participant);
  const Table& legs = state.registry.table(Kind::call_leg);
  std::string wrong;
  people.referring(field_of(Kind::participant, "call"), state.call.id)
      .visit_from(0, [&](std::uint32_t slot) {
        const Object& person = people.at(slot);
        if (legs.referring(field_of(Kind::call_leg, "participant"), person.id).empty())
          wrong = "participant " + to_string(person.id) + " has no leg";
        return wrong.empty();
      });
  return wrong;
}

// What may be done, by which setting, and whether it may when nobody says so
// (docs/decisions/0062-calls.md).
struct Permission {
  Action action;
  Flag CallLegSettings::* setting;  // null: only the call profile says it
  bool otherwise;
  Flag CallProfile::* of_all = nullptr;  // where it says no, nobody may
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
    {Action::change_role, &CallLegSettings::change_role_allowed, false},
    {Action::allow_all_mute_self, &CallLegSettings::allow_all_mute_self_allowed, false},
    {Action::allow_all_share, &CallLegSettings::allow_all_presentation_contribution_allowed, false},
    {Action::mute_newcomers, &CallLegSettings::change_join_audio_mute_override_allowed, false},
    {Action::chat, &CallLegSettings::chat_contribution_allowed, true, &CallProfile::chat_allowed},
    {Action::raise_hand, nullptr, true, &CallProfile::raise_hand_enabled},
};

bool is_refused_to_all(const CallState& state, const Permission& permission) {
  return permission.of_all != nullptr &&
         held_by_profile(state.registry, state.call, permission.of_all) == Flag::no;
}

// Where it is not refused to all.
bool may_do(const CallState& state, const LegState& one, const Permission& permission) {
  const auto& [leg, settings] = one;
  if (!is_in_call(*leg) || leg->deactivated == Flag::yes || leg->service != LegService::none)
    return false;
  const Call& call = state.call;
  if (permission.action == Action::share &&
      !user_lets(state.registry, *leg, &UserProfile::presentation_participation_allowed))
    return false;
  if (permission.setting == nullptr) return permission.otherwise;
  if (permission.action == Action::mute_self_audio && call.allow_all_mute_self == Flag::yes)
    return true;
  if (permission.action == Action::share && call.allow_all_presentation_contribution == Flag::yes)
    return true;
  const Flag said = held(settings, permission.setting);
  return said == Flag::unset ? permission.otherwise : said == Flag::yes;
}

bool is_attended(const CallState& state) {
  return std::ranges::any_of(state.legs, [](const LegState& one) {
    return is_in_call(*one.leg) && !one.leg->is_held_by_lock && !one.leg->is_kept_out &&
           one.leg->service == LegService::none && !needs_activation(one);
  });
}

// Without an activator one who was let in stays for a while, or for good: as his mode says.
bool may_remain(const CallState& state, const LegState& one) {
  if (held(one.settings, &CallLegSettings::deactivation_mode) == DeactivationMode::remain_activated)
    return true;
  const auto seconds = held(one.settings, &CallLegSettings::deactivation_mode_time);
  return state.call.unattended != never &&
         state.call.unattended + std::chrono::seconds(seconds.value_or(0)) > state.now;
}

std::string lobby_differs(const CallState& state) {
  const bool attended = is_attended(state);
  if (attended != (state.call.unattended == never))
    return name_of(state.call) + (attended ? " counts as unattended" : " counts as attended");
  for (const LegState& one : state.legs) {
    const CallLeg* leg = one.leg;
    if (!is_in_call(*leg)) continue;
    const bool waits = leg->deactivated == Flag::yes;
    const bool is_held = leg->is_held_by_lock || leg->is_kept_out;
    const bool free = !is_held && (leg->is_admitted || attended || !needs_activation(one));
    if (!leg->is_entered) return name_of(*leg) + " was never judged";
    if (waits && free) return name_of(*leg) + " waits although nothing keeps it";
    if (!waits && !free && (is_held || !may_remain(state, one)))
      return name_of(*leg) + " is inside although it has to wait";
  }
  return "";
}

// By the JID of the participant, from the users table up.
std::string member_differs(const CallState& state) {
  for (const auto& [leg, settings] : state.legs) {
    const auto* person = state.registry.find<Participant>(leg->participant);
    if (person == nullptr) continue;
    Guid member;
    if (state.call.co_space && !person->user_jid.empty())
      for (const Object* object :
           state.registry.table(Kind::co_space_user).children_of(state.call.co_space)) {
        const auto& one = static_cast<const CoSpaceUser&>(*object);
        const auto* user = state.registry.find<User>(one.user);
        if (user != nullptr && equal_ignoring_ascii_case(user->user_jid, person->user_jid))
          member = one.id;
      }
    if (member != leg->co_space_user)
      return name_of(*leg) + " is not the member that its participant is";
  }
  return "";
}

std::string presenter_differs(const CallState& state) {
  constexpr Permission sharing{Action::share, &CallLegSettings::presentation_contribution_allowed,
                               true};
  const CallLeg* last = nullptr;
  for (const LegState& one : state.legs) {
    const CallLeg* leg = one.leg;
    const bool is_sending =
        leg->is_sharing && leg->state == CallLegState::connected && leg->lost == never;
    if (is_sending && may_do(state, one, sharing) &&
        (last == nullptr || leg->shared > last->shared))
      last = leg;
  }
  const Guid expected = last != nullptr ? last->id : Guid{};
  if (state.call.presenter_call_leg == expected) return "";
  return name_of(state.call) + " shows " + to_string(state.call.presenter_call_leg) +
         ", and not the last who is there, shares and may, " + to_string(expected);
}

std::string hand_is_up(const CallState& state) {
  if (held_by_profile(state.registry, state.call, &CallProfile::raise_hand_enabled) != Flag::no)
    return "";
  for (const auto& [leg, settings] : state.legs)
    if (leg->hand_status == HandStatus::raised) return name_of(*leg) + " has a raised hand";
  return "";
}

std::string overstays(const CallState& state) {
  for (const auto& [leg, settings] : state.legs) {
    const auto seconds = held(settings, &CallLegSettings::max_call_duration_time);
    if (is_in_call(*leg) && seconds && leg->connected + std::chrono::seconds(*seconds) < state.now)
      return name_of(*leg) + " is there longer than it may";
  }
  return "";
}

std::string levels_are_wrong(const CallState& state) {
  return levels_differ(state, call_leg_levels<Registry>);
}

std::string permissions_are_wrong(const CallState& state) {
  return permissions_differ(state, call::may);
}

constexpr NamedCallRule all_call_rules[] = {
    {"every participant has a leg", participant_without_leg},
    {"the levels asked are those above the leg", levels_are_wrong},
    {"permissions equal a fresh evaluation of the hierarchy", permissions_are_wrong},
    {"the lobby holds those whom it has to hold, and nobody else", lobby_differs},
    {"who is a member takes part as one", member_differs},
    {"the last who is there, shares and may is seen", presenter_differs},
    {"no hand is up where none can be raised", hand_is_up},
    {"nobody stays longer than he may", overstays},
};
constexpr NamedLegRule all_leg_rules[] = {
    {"no leg without a call", leg_without_call},
    {"a leg and its participant are in one call", leg_without_participant},
};

}  // namespace

std::string levels_differ(const CallState& state, AskLevels ask) {
  for (const auto& [leg, settings] : state.legs) {
    const auto levels = ask(state.registry, *leg);
    if (!std::ranges::equal(settings, levels, {}, {}, &CallLegLevel::settings))
      return name_of(*leg) + ": other levels are asked than those above it";
  }
  return "";
}

std::string permissions_differ(const CallState& state, AskMay ask) {
  NoRandom random;
  const Change asked(state.registry, random, state.now);
  std::vector<const Permission*> refused;
  for (const Permission& permission : permissions)
    if (is_refused_to_all(state, permission)) refused.push_back(&permission);
  for (const LegState& one : state.legs) {
    const CallLeg& leg = *one.leg;
    if (leg.state == CallLegState::on_hold) continue;  // whoever is on hold does nothing
    const LegLevels levels = call_leg_levels(asked, leg);
    for (const Permission& permission : permissions) {
      const bool is_refused = std::ranges::find(refused, &permission) != refused.end();
      const bool may = !is_refused && may_do(state, one, permission);
      if (ask(asked, leg, levels, permission.action) != may)
        return name_of(leg) + ": action " + std::to_string(static_cast<int>(permission.action)) +
               " is not as the hierarchy says";
    }
  }
  return "";
}

CallState state_of(const Registry& registry, const Call& call, Instant now) {
  CallState state{registry, call, {}, now};
  const Table& legs = registry.table(Kind::call_leg);
  legs.referring(field_of(Kind::call_leg, "call"), call.id).visit_from(0, [&](std::uint32_t slot) {
    const auto& leg = static_cast<const CallLeg&>(legs.at(slot));
    state.legs.push_back({&leg, settings_above(registry, leg)});
    return true;
  });
  return state;
}

std::span<const NamedCallRule> call_rules() { return all_call_rules; }
std::span<const NamedLegRule> leg_rules() { return all_leg_rules; }

std::string name_of(const CallLeg& leg) {
  return "leg " + to_string(leg.id) + " (" + leg.remote_party + ")";
}

std::string name_of(const Call& call) {
  return "call " + to_string(call.id) + " (" + call.name + ")";
}

}  // namespace curia::checks
