#include "sim/checks/call_checks.hpp"

#include <algorithm>
#include <utility>

#include "model/objects/catalog.hpp"
#include "model/objects/participant.hpp"
#include "sim/checks/call_rules.hpp"

namespace curia::checks {
namespace {

constexpr std::string_view activation_rule = "activation widens nobody's role";

bool is_activated(const Event& event) {
  if (event.before == nullptr || event.after == nullptr || event.after->kind != Kind::call_leg)
    return false;
  return static_cast<const CallLeg*>(event.before)->deactivated == Flag::yes &&
         static_cast<const CallLeg*>(event.after)->deactivated == Flag::no;
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

}  // namespace

std::string Violation::text() const {
  const auto at = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch());
  return "invariant broken: " + invariant + "\nat " + std::to_string(at.count()) +
         " ms of the world\n" + objects;
}

CallChecks::CallChecks(Registry& registry) : registry_(registry) { registry_.observe(*this); }

void CallChecks::applied(std::span<const Event> events) {
  if (violation_) return;
  judge_step(events);
  for (const Event& event : events) {
    if (event.before != nullptr) note(*event.before);
    if (event.after != nullptr) note(*event.after);
  }
}

// Roles are changed by those who change roles, and never in the step in which somebody is let in.
void CallChecks::judge_step(std::span<const Event> events) {
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
    case Kind::tenant:
    case Kind::call_leg_profile:
    case Kind::call_profile:
    case Kind::user_profile:
    case Kind::profiles:
      note_all();
      break;
    default:
      break;
  }
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
  for (const Guid& id : std::exchange(dirty_, {})) look_at(id, now);
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
