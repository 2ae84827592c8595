#include "sim/checks/call_checks.hpp"

#include <algorithm>
#include <utility>

#include "model/base/text.hpp"
#include "model/objects/catalog.hpp"
#include "model/objects/participant.hpp"
#include "model/objects/user.hpp"
#include "sim/checks/call_rules.hpp"
#include "sim/checks/picture_rules.hpp"

namespace curia::checks {
namespace {

constexpr std::string_view activation_rule = "activation widens nobody's role";
constexpr std::string_view reconnect_rule = "a reconnect restores role and lobby state";
constexpr std::string_view timer_rule = "an idle coSpace costs no timer";

bool is_activated(const Event& event) {
  if (event.before == nullptr || event.after == nullptr || event.after->kind != Kind::call_leg)
    return false;
  return static_cast<const CallLeg*>(event.before)->deactivated == Flag::yes &&
         static_cast<const CallLeg*>(event.after)->deactivated == Flag::no;
}

// The connection is lost, or is there again.
bool is_lost_or_found(const Event& event) {
  if (event.before == nullptr || event.after == nullptr || event.after->kind != Kind::call_leg)
    return false;
  return (static_cast<const CallLeg*>(event.before)->lost == never) !=
         (static_cast<const CallLeg*>(event.after)->lost == never);
}

bool is_in_another_place(const Event& event) {
  const auto& before = *static_cast<const CallLeg*>(event.before);
  const auto& after = *static_cast<const CallLeg*>(event.after);
  return before.call != after.call || before.participant != after.participant ||
         before.deactivated != after.deactivated || before.is_entered != after.is_entered ||
         before.is_admitted != after.is_admitted ||
         before.is_held_by_lock != after.is_held_by_lock || before.stage != after.stage ||
         before.state != after.state;
}

// What says who somebody is in a meeting.
bool has_another_role(const Event& event) {
  if (event.before == nullptr || event.after == nullptr || event.after->kind != Kind::call_leg)
    return false;
  const auto& before = *static_cast<const CallLeg*>(event.before);
  const auto& after = *static_cast<const CallLeg*>(event.after);
  // Whoever is moved to another call leaves the role of the old one behind.
  return before.call == after.call && (before.access_method != after.access_method ||
                                       before.co_space_user != after.co_space_user ||
                                       before.call_leg_profile != after.call_leg_profile ||
                                       before.needs_activation != after.needs_activation);
}

// In its call since this step, in place of a leg that was lost.
bool has_returned(const Event& event) {
  if (event.after == nullptr || event.after->kind != Kind::call_leg) return false;
  const auto* before = static_cast<const CallLeg*>(event.before);
  const auto& after = *static_cast<const CallLeg*>(event.after);
  return after.returns_from && after.call && (before == nullptr || !before->call);
}

// The leg in whose place it comes, as that was; null when nobody in this call had such a leg.
const CallLeg* lost_leg(std::span<const Event> events, const CallLeg& newcomer) {
  for (const auto& [before, after, why] : events) {
    if (before == nullptr) continue;
    if (before->id == newcomer.returns_from) {
      const auto* leg = static_cast<const CallLeg*>(before);
      return leg->call == newcomer.call && leg->is_entered ? leg : nullptr;
    }
    if (before->id != newcomer.call) continue;
    for (const auto& absence : static_cast<const Call*>(before)->absences)
      if (absence->leg.id == newcomer.returns_from) return &absence->leg;
  }
  return nullptr;
}

// What was set for him is set, but for what was erased meanwhile; a raised hand is none of it.
bool has_other_settings(const CallLeg& was, const CallLeg& is) {
  return std::ranges::any_of(call_leg_fields, [&](const FieldSpec& field) {
    const bool is_his = field.section == "configuration" || field.name == "callLegProfile" ||
                        field.name == "accessMethod";
    if (!is_his || !field.is_stored() || field.name == "handStatus") return false;
    if (field.target != Kind::none && !is_set(field, is)) return false;
    return to_text(field, was) != to_text(field, is);
  });
}

bool is_another(const CallLeg& was, const CallLeg& is) {
  return has_other_settings(was, is) || was.picked_layout != is.picked_layout ||
         was.deactivated != is.deactivated || was.is_admitted != is.is_admitted ||
         was.is_kept_out != is.is_kept_out || was.is_held_by_lock != is.is_held_by_lock;
}

}  // namespace

std::string timer_without_call(const Registry& registry, bool has_timer) {
  const bool is_idle =
      registry.table(Kind::call).size() == 0 && registry.table(Kind::call_leg).size() == 0;
  return is_idle && has_timer ? "there is no call, and a timer waits" : "";
}

std::string waits_for_nothing(const Registry& registry, const Guid& id, bool waits) {
  const bool is_there = registry.find<Call>(id) != nullptr || registry.find<CallLeg>(id) != nullptr;
  return waits && !is_there ? to_string(id) + " is gone, and a timer waits for it" : "";
}

std::string Violation::text() const {
  const auto at = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch());
  return "invariant broken: " + invariant + "\nat " + std::to_string(at.count()) +
         " ms of the world\n" + objects;
}

CallChecks::CallChecks(Registry& registry) : registry_(registry), templates_(registry) {
  registry_.observe(*this);
}

void CallChecks::attach(const calls::Switchboard* board) {
  board_ = board;
  to_tell_.clear();
}

void CallChecks::applied(std::span<const Event> events) {
  if (violation_) return;
  judge_step(events);
  for (const Event& event : events) {
    if (event.before != nullptr) note(*event.before);
    if (event.after != nullptr) note(*event.after);
  }
}

// Roles are changed by those who change roles, and never in the step in which somebody is let in,
// or whose connection breaks or comes back, be it as another leg.
void CallChecks::judge_step(std::span<const Event> events) {
  for (const Event& event : events) {
    if (is_lost_or_found(event) && (has_another_role(event) || is_in_another_place(event)))
      not_restored_ = name_of(*static_cast<const CallLeg*>(event.after)) +
                      " is somebody or somewhere else after it was lost or found";
    if (!has_returned(event)) continue;
    const auto& leg = *static_cast<const CallLeg*>(event.after);
    const CallLeg* was = lost_leg(events, leg);
    if (was != nullptr && is_another(*was, leg))
      not_restored_ = name_of(leg) + " comes in place of another leg and is not what that was";
  }
  const auto activated = std::ranges::find_if(events, is_activated);
  const auto widened = std::ranges::find_if(events, has_another_role);
  if (activated == events.end() || widened == events.end()) return;
  widened_ = name_of(*static_cast<const CallLeg*>(widened->after)) + " got another role when " +
             name_of(*static_cast<const CallLeg*>(activated->after)) + " was let in";
}

void CallChecks::note(const Object& object) {
  switch (object.kind) {
    case Kind::call:
      dirty_.insert(object.id);
      break;
    case Kind::participant:
      if (const Guid& call = static_cast<const Participant&>(object).call) dirty_.insert(call);
      break;
    case Kind::call_leg:
      dirty_.insert(object.id);
      if (const Guid& call = static_cast<const CallLeg&>(object).call) dirty_.insert(call);
      break;
    case Kind::co_space:
      note_calls_in(object.id);
      break;
    case Kind::access_method:
    case Kind::co_space_user:
      note_calls_in(object.parent);
      break;
    case Kind::user:
      note_calls_of(static_cast<const User&>(object).user_jid);
      break;
    case Kind::tenant:
    case Kind::call_leg_profile:
    case Kind::call_profile:
    case Kind::user_profile:
    case Kind::layout_template:
    case Kind::profiles:
      note_all();
      break;
    default:
      break;
  }
}

void CallChecks::note_calls_of(const std::string& jid) {
  const Table& people = registry_.table(Kind::participant);
  people.all().visit_from(0, [&](std::uint32_t slot) {
    const auto& person = static_cast<const Participant&>(people.at(slot));
    if (person.call && equal_ignoring_ascii_case(person.user_jid, jid)) dirty_.insert(person.call);
    return true;
  });
}

void CallChecks::note_calls_in(const Guid& space) {
  const Table& calls = registry_.table(Kind::call);
  calls.referring(field_of(Kind::call, "coSpace"), space).visit_from(0, [&](std::uint32_t slot) {
    dirty_.insert(calls.at(slot).id);
    return true;
  });
}

void CallChecks::note_all() {
  const Table& calls = registry_.table(Kind::call);
  calls.all().visit_from(0, [&](std::uint32_t slot) {
    dirty_.insert(calls.at(slot).id);
    return true;
  });
}

void CallChecks::look(Instant now) {
  if (violation_) return;
  if (!widened_.empty()) complain(activation_rule, std::exchange(widened_, {}), now);
  if (!not_restored_.empty()) complain(reconnect_rule, std::exchange(not_restored_, {}), now);
  looked_at_ = std::exchange(dirty_, {});
  for (const Guid& id : looked_at_) {
    look_at(id, now);
    to_tell_.insert(id);
  }
  if (board_ == nullptr || !board_->is_at_rest()) return;
  if (auto wrong = timer_without_call(registry_, board_->has_timer()); !wrong.empty())
    complain(timer_rule, std::move(wrong), now);
  for (const Guid& id : std::exchange(to_tell_, {})) {
    if (auto wrong = waits_for_nothing(registry_, id, board_->waits_for(id)); !wrong.empty())
      complain(timer_rule, std::move(wrong), now);
    look_at_pictures(id, now);
  }
}

void CallChecks::look_at_pictures(const Guid& id, Instant now) {
  const auto* call = registry_.find<Call>(id);
  if (call == nullptr || violation_) return;
  const CallState state = state_of(registry_, *call, now);
  SeenCall seen{state, {}, [this](const Guid& drawn) { return templates_.find(drawn); }};
  for (const auto& [leg, settings] : state.legs)
    seen.legs.push_back({leg, &settings, board_->told(leg->id), board_->shown(leg->id)});
  for (const auto& [name, rule] : picture_rules())
    if (auto wrong = rule(seen); !wrong.empty()) return complain(name, std::move(wrong), now);
}

void CallChecks::look_at(const Guid& id, Instant now) {
  if (violation_) return;
  ++looks_;
  if (const auto* leg = registry_.find<CallLeg>(id)) {
    for (const auto& [name, rule] : leg_rules())
      if (auto wrong = rule(registry_, *leg); !wrong.empty())
        return complain(name, std::move(wrong), now);
    return;
  }
  const auto* call = registry_.find<Call>(id);
  if (call == nullptr) return;
  const CallState state = state_of(registry_, *call, now);
  for (const auto& [name, rule] : call_rules())
    if (auto wrong = rule(state); !wrong.empty()) return complain(name, std::move(wrong), now);
}

void CallChecks::complain(std::string_view invariant, std::string objects, Instant now) {
  if (!violation_) violation_ = Violation{std::string(invariant), std::move(objects), now};
}

}  // namespace curia::checks
