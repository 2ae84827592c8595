#include "model/objects/call_leg.hpp"

#include "model/base/check.hpp"
#include "model/base/text.hpp"
#include "model/call/call_machine.hpp"
#include "model/objects/access_method.hpp"
#include "model/objects/co_space_user.hpp"
#include "model/objects/user.hpp"
#include "model/registry/registry.hpp"
#include "model/rules/call.hpp"
#include "model/rules/inheritance.hpp"

namespace curia {
namespace {

const User* user_dialled(const Change& change, const CallLeg& leg) {
  const auto users = change.holders(Index::jid, fold_case(leg.remote_party));
  return users.empty() ? nullptr : static_cast<const User*>(users.front());
}

// Whoever is dialled as a member of the coSpace takes part as one.
Guid member_dialled(const Change& change, const Call& call, const CallLeg& leg) {
  const User* user = user_dialled(change, leg);
  if (user == nullptr || !call.co_space) return {};
  for (const Object* member : change.children_of(Kind::co_space_user, call.co_space))
    if (static_cast<const CoSpaceUser*>(member)->user == user->id) return member->id;
  return {};
}

// POST /calls/<id>/callLegs dials somebody who is not in the call yet, or one who is: a second leg
// is no second participant (api-conventions 8).
void add_participant(SaveContext& save, CallLeg& leg, const Call& call) {
  const std::string jid = user_jid_of(save.change, leg);
  if (const auto* there = participant_with(save.change, call, jid))
    return join_participant(save.change, leg, *there);
  check_participant_limits(save.change, call, Guid{}, save.failures);
  auto& participant = save.change.create<Participant>();
  participant.name = leg.name;
  participant.call = call.id;
  participant.tenant = call.tenant;
  participant.uri = leg.remote_party;
  participant.original_uri = leg.remote_party;
  participant.user_jid = jid;
  participant.name_label_override = leg.name_label_override;
  leg.participant = participant.id;
}

// A leg that gets another access method gets its importance too (release notes 2.9).
void settle_access_method(SaveContext& save, const CallLeg& leg) {
  if (save.find("accessMethod") == nullptr) return;
  const Call* call = save.change.find<Call>(leg.call);
  const auto* method =
      leg.access_method ? save.change.find<AccessMethod>(leg.access_method) : nullptr;
  // Whoever is still asked where to go is in no call yet, and has no role to change.
  if (method != nullptr && (call == nullptr || method->parent != call->co_space))
    return save.fail("accessMethodDoesNotExist");
  set_access_method(save.change, leg, method);
}

// What a leg shows of its call; whoever is at a menu or a passcode prompt has none.
std::string shown_of_call(const View& view, const Object& leg, Flag Call::* status) {
  const Call* call = view.registry.find<Call>(static_cast<const CallLeg&>(leg).call);
  return call != nullptr && call->*status == Flag::yes ? "true" : "false";
}

}  // namespace

std::string user_jid_of(const Change& change, const CallLeg& leg) {
  const User* user = user_dialled(change, leg);
  return user == nullptr ? "" : user->user_jid;
}

void set_access_method(Change& change, const CallLeg& leg, const AccessMethod* method) {
  auto& changed = change.modify(leg);
  changed.access_method = method != nullptr ? method->id : Guid{};
  changed.member_role = Guid{};
  if (leg.service != LegService::none) return;  // a machine has no participant
  auto& participant = change.modify(*change.find<Participant>(leg.participant));
  participant.access_method = leg.co_space_user ? Guid{} : changed.access_method;
  participant.importance = method != nullptr ? method->importance : std::nullopt;
}

void set_layout(CallLeg& leg, std::string_view text) {
  for (const FieldSpec& field : call_leg_fields)
    if (field.name == "defaultLayout" && field.is_parameter())
      check(set_from_text(field, leg, text).has_value(), "layout was checked like defaultLayout");
  leg.picked_layout = DefaultLayout::unset;
}

void settle_layout(SaveContext& save, CallLeg& leg) {
  const bool has_default = save.find("defaultLayout") != nullptr;
  if (has_default || save.find("chosenLayout") != nullptr) leg.picked_layout = DefaultLayout::unset;
  const std::string_view* layout = save.find("layout");
  if (layout != nullptr && !has_default) set_layout(leg, *layout);
}

void count_call_legs(Change& change, const Call& call) {
  const auto legs = static_cast<std::int64_t>(call_legs_of(change, call).size());
  if (legs > call.max_call_legs.value_or(0)) change.modify(call).max_call_legs = legs;
}

void begin_call_leg(Change& change, CallLeg& leg, const Call& call) {
  leg.call = call.id;
  leg.tenant = call.tenant;
  leg.name = leg.remote_party;
  leg.original_remote_party = leg.remote_party;
  leg.type = CallLegType::sip;
  leg.direction = Direction::outgoing;
  leg.state = CallLegState::initial;
  leg.can_move = Flag::yes;
  leg.co_space_user = member_dialled(change, call, leg);
  leg.deactivated = flag_of(
      in_force(call_leg_levels(change, leg), &CallLegSettings::needs_activation) == Flag::yes);
  leg.started = change.now();
  leg.group_id = new_guid(change.random());
  count_call_legs(change, call);
}

void play_keys(CallLeg& leg, std::string_view keys) {
  leg.keys_played = keys;
  ++leg.keys_count;
}

bool can_raise_hands(const Change& change, const Call& call) {
  return in_force(call_profile_levels(change, call), &CallProfile::raise_hand_enabled) != Flag::no;
}

void set_hand(Change& change, const Participant& participant, HandStatus status) {
  change.modify(participant).hand_status = status;
  for (const Object* leg : call_legs_of(change, participant))
    static_cast<CallLeg&>(change.modify(*leg)).hand_status = status;
}

void take_hand(SaveContext& save, const Participant& participant, HandStatus status) {
  const auto* call = save.change.find<Call>(participant.call);
  if (status == HandStatus::raised && call != nullptr && !can_raise_hands(save.change, *call))
    return save.fail(parameter_error("handStatus", "invalidValue"));
  set_hand(save.change, participant, status);
}

void save_call_leg(SaveContext& save) {
  auto& leg = static_cast<CallLeg&>(save.after);
  if (const auto* keys = save.find("dtmfSequence")) play_keys(leg, *keys);
  settle_layout(save, leg);
  if (save.before != nullptr) {
    if (leg.service != LegService::none)
      leg.hand_status = static_cast<const CallLeg*>(save.before)->hand_status;
    else if (save.find("handStatus") != nullptr)
      take_hand(save, *save.change.find<Participant>(leg.participant), leg.hand_status);
    return settle_access_method(save, leg);
  }
  const Call& call = *save.change.find<Call>(leg.call);
  begin_call_leg(save.change, leg, call);
  add_participant(save, leg, call);
}

void drop_if_without_legs(Change& change, const Guid& id) {
  const auto* participant = id ? change.find<Participant>(id) : nullptr;
  if (participant == nullptr) return;
  using enum call::PersonPlace;
  const bool has_legs = !call_legs_of(change, *participant).empty();
  if (next(call::person_transitions, present, call::PersonEvent::leg_ended,
           {.has_legs = has_legs}) == gone)
    change.erase(*participant);
}

void end_call_leg(Change& change, const CallLeg& leg, std::string_view why) {
  const Guid participant = leg.participant;
  change.erase(leg, why);
  drop_if_without_legs(change, participant);
}

void erase_call_leg(EraseContext& erase) {
  drop_if_without_legs(erase.change, static_cast<const CallLeg&>(erase.object).participant);
}

std::string call_leg_duration_seconds(const View& view, const Object& leg) {
  const auto time = view.now - static_cast<const CallLeg&>(leg).started;
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(time).count());
}

// That of a member is no role of his, and not shown (api-conventions 9).
std::string call_leg_access_method(const View&, const Object& object) {
  const auto& leg = static_cast<const CallLeg&>(object);
  return leg.access_method && !leg.co_space_user ? to_string(leg.access_method) : "";
}

std::string call_leg_recording(const View& view, const Object& leg) {
  return shown_of_call(view, leg, &Call::recording_status);
}

std::string call_leg_streaming(const View& view, const Object& leg) {
  return shown_of_call(view, leg, &Call::streaming_status);
}

std::string call_leg_layout(const View& view, const Object& object) {
  const auto& leg = static_cast<const CallLeg&>(object);
  const auto layout = layout_in_force(view.registry, leg, call_leg_levels(view.registry, leg));
  return std::string(default_layout_names[static_cast<std::size_t>(layout) - 1]);
}

std::string call_leg_layout_template(const View& view, const Object& object) {
  const Guid used = in_force(call_leg_levels(view.registry, static_cast<const CallLeg&>(object)),
                             &CallLegSettings::layout_template);
  return used ? to_string(used) : "";
}

}  // namespace curia
