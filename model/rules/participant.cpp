#include "model/objects/participant.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/call/call_machine.hpp"
#include "model/call/leg_machine.hpp"
#include "model/call/reasons.hpp"
#include "model/layout/choice.hpp"
#include "model/objects/call_bridge.hpp"
#include "model/objects/call_bridge_group.hpp"
#include "model/objects/catalog.hpp"
#include "model/registry/registry.hpp"
#include "model/rules/call.hpp"
#include "model/rules/call_bridge.hpp"
#include "model/rules/inheritance.hpp"

namespace curia {
namespace {

// A participant may be asked for on one bridge or one group; only this server can take it.
void check_place(SaveContext& save, const Participant& participant) {
  const CallBridge* own = own_call_bridge(save.change.registry());
  if (participant.call_bridge && (own == nullptr || own->id != participant.call_bridge))
    return save.fail("callBridgeUnavailable");
  const std::string_view* group_id = save.find("callBridgeGroup");
  if (group_id == nullptr) return;
  const auto* group = save.change.find<CallBridgeGroup>(*parse_guid(*group_id));
  if (group->load_balance_outgoing_calls != Flag::yes) return save.fail("loadBalancingDisabled");
  if (own == nullptr || own->call_bridge_group != group->id)
    save.fail("callBridgeGroupUnavailable");
}

// Settings of the connection that the request gives go to the leg.
void set_call_leg(SaveContext& save, CallLeg& leg) {
  for (const auto& [given, text] : save.given)
    for (const FieldSpec& field : call_leg_fields)
      if (field.is_parameter() && field.is_stored() && field.name == given->name)
        check(set_from_text(field, leg, text).has_value(), "a leg takes what a participant took");
}

// `deactivated` of a request: true waits in the lobby, until somebody says false: is let in.
void admit(CallLeg& leg, std::string_view deactivated) {
  leg.is_kept_out = parse_flag(deactivated).value_or(false);
  leg.is_admitted = !leg.is_kept_out;
  leg.deactivated = flag_of(leg.is_kept_out);
}

void dial(SaveContext& save, Participant& participant, const Call& call) {
  check_participant_limits(save.change, call, participant.id, save.failures);
  auto& leg = save.change.create<CallLeg>();
  set_call_leg(save, leg);
  settle_layout(save, leg);
  begin_call_leg(save.change, leg, call);
  leg.participant = participant.id;
  if (const std::string_view* given = save.find("deactivated")) admit(leg, *given);
  participant.name = leg.name;
  participant.uri = leg.remote_party;
  participant.original_uri = leg.remote_party;
  participant.user_jid = user_jid_of(save.change, leg);
}

// A leg that goes on as another one. The old one ends; endpoints follow by moved_call_leg.
CallLeg& moved_leg(Change& change, const CallLeg& old) {
  auto& leg = change.create<CallLeg>();
  const Object made = leg;
  leg = old;
  static_cast<Object&>(leg) = made;
  leg.moved_call_leg = old.id;
  if (old.group_id == old.id) leg.group_id = leg.id;
  leg.started = change.now();
  if (leg.connected != Instant{}) leg.connected = change.now();
  change.erase(old, call::reason::call_moved);
  return leg;
}

// He comes to the other call like anybody who joins by the name of its coSpace, past the prompt
// where he may have been. What he shared stays behind (platform-facts 3).
void enter(Change& change, CallLeg& leg, const Call& call, const Guid& member) {
  leg.call = call.id;
  leg.tenant = call.tenant;
  leg.access_method = leg.initial_access_method = leg.member_role = Guid{};
  leg.is_entered = leg.is_admitted = leg.is_kept_out = leg.is_held_by_lock = false;
  leg.is_sharing = false;
  leg.shared = Instant{};
  leg.spoke = 0;
  leg.co_space_user = member;
  if (const auto place = call::next_place({leg.state, leg.stage}, call::LegEvent::moved)) {
    leg.state = place->state;
    leg.stage = place->stage;
    leg.connected = change.now();
    leg.dialled.clear();
    leg.dialled_space = Guid{};
    leg.keys.clear();
  }
}

// What is known of a person goes with him, unless the request says otherwise.
void take_over(SaveContext& save, Participant& participant, const Participant& old) {
  participant.name = old.name;
  participant.uri = old.uri;
  participant.original_uri = old.original_uri;
  participant.user_jid = old.user_jid;
  participant.hand_status = old.hand_status;
  participant.moved_participant = old.id;
  if (save.find("nameLabelOverride") == nullptr)
    participant.name_label_override = old.name_label_override;
  if (participant.call != old.call) return;
  participant.access_method = old.access_method;
  if (save.find("importance") == nullptr) participant.importance = old.importance;
}

// The connections go over to the new participant, the old one goes.
void move(SaveContext& save, Participant& participant, const Call& call, const Participant& old) {
  if (old.call != call.id)
    check_participant_limits(save.change, call, participant.id, save.failures);
  take_over(save, participant, old);
  const auto* space = call.co_space ? save.change.find<CoSpace>(call.co_space) : nullptr;
  const auto* member =
      space != nullptr ? member_of(save.change, *space, participant.user_jid) : nullptr;
  for (const Object* object : call_legs_of(save.change, old)) {
    CallLeg& leg = moved_leg(save.change, static_cast<const CallLeg&>(*object));
    leg.participant = participant.id;
    const bool is_elsewhere = old.call != call.id;
    if (is_elsewhere) enter(save.change, leg, call, member != nullptr ? member->id : Guid{});
    set_call_leg(save, leg);
    settle_layout(save, leg);
    // What he sees goes with him (platform-facts 3), whatever is assigned there.
    if (is_elsewhere)
      leg.picked_over = assigned_layout_of(save.change, leg, call_leg_levels(save.change, leg));
    if (const std::string_view* given = save.find("deactivated")) admit(leg, *given);
  }
  count_call_legs(save.change, call);
  if (next(call::person_transitions, call::PersonPlace::present, call::PersonEvent::moved, {}) ==
      call::PersonPlace::gone)
    save.change.erase(old, call::reason::call_moved);
}

// What is said of somebody holds for all his connections.
void set_call_legs(SaveContext& save, const Participant& participant) {
  const std::string_view* keys = save.find("dtmfSequence");
  const std::string_view* deactivated = save.find("deactivated");
  const bool has_label = save.find("nameLabelOverride") != nullptr;
  if (save.find("handStatus") != nullptr) take_hand(save, participant, participant.hand_status);
  if (keys == nullptr && deactivated == nullptr && !has_label) return;
  for (const Object* object : call_legs_of(save.change, participant)) {
    auto& leg = static_cast<CallLeg&>(save.change.modify(*object));
    if (keys != nullptr) play_keys(leg, *keys);
    if (deactivated != nullptr) admit(leg, *deactivated);
    if (has_label) leg.name_label_override = participant.name_label_override;
  }
}

const CallLeg* first_leg(const View& view, const Object& participant) {
  const Table& legs = view.registry.table(Kind::call_leg);
  const SlotSet& slots = legs.referring(field_of(Kind::call_leg, "participant"), participant.id);
  return slots.empty() ? nullptr : static_cast<const CallLeg*>(&legs.at(*slots.nth(0)));
}

}  // namespace

void save_participant(SaveContext& save) {
  auto& participant = static_cast<Participant&>(save.after);
  if (save.before != nullptr) return set_call_legs(save, participant);
  const Call& call = *save.change.find<Call>(participant.call);
  participant.tenant = call.tenant;
  check_place(save, participant);
  if (!save.failures.empty()) return;
  participant.call_bridge = Guid{};  // shown only of those that are elsewhere
  if (const std::string_view* moved = save.find("movedParticipant"))
    return move(save, participant, call, *save.change.find<Participant>(*parse_guid(*moved)));
  if (save.find("remoteParty") == nullptr)
    return save.fail(parameter_error("remoteParty", "valueMissing"));
  dial(save, participant, call);
}

std::string num_participant_call_legs(const View& view, const Object& participant) {
  const Table& legs = view.registry.table(Kind::call_leg);
  return std::to_string(
      legs.referring(field_of(Kind::call_leg, "participant"), participant.id).size());
}

// Who needs no activation and is let in activates those who do.
std::string participant_is_activator(const View& view, const Object& participant) {
  const CallLeg* leg = first_leg(view, participant);
  if (leg == nullptr) return "";
  if (leg->is_held_by_lock || leg->is_kept_out) return "false";
  const Flag needs =
      in_force(call_leg_levels(view.registry, *leg), &CallLegSettings::needs_activation);
  return needs == Flag::yes ? "false" : "true";
}

std::string participant_can_move(const View& view, const Object& participant) {
  const CallLeg* leg = first_leg(view, participant);
  return leg != nullptr && leg->can_move == Flag::yes ? "true" : "false";
}

std::string participant_state(const View& view, const Object& participant) {
  const CallLeg* leg = first_leg(view, participant);
  if (leg == nullptr || leg->state == CallLegState::unset) return "";
  return std::string(call_leg_state_names[static_cast<std::size_t>(leg->state) - 1]);
}

std::string participant_default_layout(const View& view, const Object& participant) {
  const CallLeg* leg = first_leg(view, participant);
  if (leg == nullptr) return "";
  const Registry& state = view.registry;
  return std::string(layout::name_of(default_layout_of(state, *leg, call_leg_levels(state, *leg))));
}

std::string participant_layout_template(const View& view, const Object& participant) {
  const CallLeg* leg = first_leg(view, participant);
  return leg == nullptr ? "" : call_leg_layout_template(view, *leg);
}

}  // namespace curia
