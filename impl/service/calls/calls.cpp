#include "impl/service/calls/calls.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/base/check.hpp"
#include "model/base/text.hpp"
#include "model/call/entry.hpp"
#include "model/call/membership.hpp"
#include "model/call/settle.hpp"
#include "model/call/status.hpp"
#include "model/objects/call.hpp"
#include "model/objects/call_leg.hpp"
#include "model/objects/catalog.hpp"
#include "model/objects/participant.hpp"
#include "model/objects/user.hpp"

namespace curia::calls {
namespace {

// A call settles in two or three rounds; more would be two rules that undo each other for ever.
constexpr int max_rounds = 100;

// What may stand above any call and says how it behaves.
bool is_above_all_calls(Kind kind) {
  switch (kind) {
    case Kind::tenant:
    case Kind::call_leg_profile:
    case Kind::call_profile:
    case Kind::user_profile:
    case Kind::layout_template:
    case Kind::profiles:
      return true;
    default:
      return false;
  }
}

}  // namespace

Calls::Calls(const Env& env, Registry& registry) : env_(env), registry_(registry) {
  registry_.observe(*this);
}

Calls::~Calls() { stop(); }

void Calls::stop() {
  is_stopped_ = true;
  if (timer_at_ != never) env_.timers.cancel(timer_);
  timer_at_ = never;
}

void Calls::act(const std::function<void(Change&)>& prepare) {
  Change change(registry_, env_.random, env_.clock.now());
  prepare(change);
  if (change.empty()) return;
  registry_.apply(std::move(change), [this](Result<> stored) {
    if (!stored)
      env_.trace.log(Severity::error,
                     "what was done in a call could not be stored: " + stored.error().message);
  });
}

void Calls::applied(std::span<const Event> events) {
  note_users(events);
  for (const Event& event : events) {
    const Object& object = event.after != nullptr ? *event.after : *event.before;
    if (is_own_edit(event)) {
      concerns_all_ |= object.kind == Kind::call &&
                       call::concerns_everybody(static_cast<const Call&>(*event.before),
                                                static_cast<const Call&>(*event.after));
      continue;
    }
    if (object.kind == Kind::call) {
      note_call(event);
      continue;
    }
    if (event.before != nullptr) note(*event.before);
    if (event.after != nullptr) note(*event.after);
  }
  if (!is_settling_ && !is_stopped_) settle_dirty();
}

bool Calls::is_own_edit(const Event& event) const {
  if (!settling_ || event.before == nullptr || event.after == nullptr) return false;
  const auto is_in = [&](const Object& object) {
    if (object.kind == Kind::call) return object.id == settling_;
    if (object.kind == Kind::call_leg) return static_cast<const CallLeg&>(object).call == settling_;
    return object.kind == Kind::participant &&
           static_cast<const Participant&>(object).call == settling_;
  };
  return is_in(*event.before) && is_in(*event.after);
}

void Calls::note_call(const Event& event) {
  const auto* before = static_cast<const Call*>(event.before);
  const auto* after = static_cast<const Call*>(event.after);
  if (before == nullptr || after == nullptr)
    dirty_[(after != nullptr ? after : before)->id] = true;
  else
    dirty_[after->id] |= call::concerns_everybody(*before, *after);
}

void Calls::note(const Object& object) {
  if (object.kind == Kind::participant) {
    if (const Guid& call = static_cast<const Participant&>(object).call)
      dirty_.try_emplace(call, false);
  } else if (object.kind == Kind::call_leg) {
    const auto& leg = static_cast<const CallLeg&>(object);
    dirty_.try_emplace(leg.call ? leg.call : leg.id, false);
  } else if (object.kind == Kind::co_space) {
    note_calls_in(object.id);
  } else if (object.kind == Kind::access_method || object.kind == Kind::co_space_user) {
    note_calls_in(object.parent);
  } else if (is_above_all_calls(object.kind)) {
    note_all();
  }
}

// A user's profile says what he takes part with. All of one import are looked for together.
void Calls::note_users(std::span<const Event> events) {
  if (registry_.table(Kind::participant).size() == 0) return;
  std::set<std::string> jids;
  for (const Event& event : events)
    for (const Object* object : {event.before, event.after})
      if (object != nullptr && object->kind == Kind::user)
        jids.insert(ascii_lower(static_cast<const User*>(object)->user_jid));
  if (jids.empty()) return;
  const Table& people = registry_.table(Kind::participant);
  people.all().visit_from(0, [&](std::uint32_t slot) {
    const auto& person = static_cast<const Participant&>(people.at(slot));
    if (person.call && jids.contains(ascii_lower(person.user_jid))) dirty_[person.call] = true;
    return true;
  });
}

void Calls::note_calls_in(const Guid& space) {
  const Table& calls = registry_.table(Kind::call);
  const SlotSet& slots = calls.referring(field_of(Kind::call, "coSpace"), space);
  slots.visit_from(0, [&](std::uint32_t slot) {
    dirty_[calls.at(slot).id] = true;
    return true;
  });
}

void Calls::note_all() {
  const Table& calls = registry_.table(Kind::call);
  calls.all().visit_from(0, [&](std::uint32_t slot) {
    dirty_[calls.at(slot).id] = true;
    return true;
  });
}

bool Calls::has_legs(const Guid& call) const {
  return !registry_.table(Kind::call_leg).referring(field_of(Kind::call_leg, "call"), call).empty();
}

void Calls::settle_dirty() {
  is_settling_ = true;
  for (int round = 0; !dirty_.empty(); ++round) {
    check(round < max_rounds, "a call comes to rest");
    // Where the last one was moved away, the call he is in now tells of him before the old one
    // ends.
    std::vector<std::pair<Guid, bool>> due(dirty_.begin(), dirty_.end());
    dirty_.clear();
    std::ranges::stable_partition(due, [&](const auto& one) { return has_legs(one.first); });
    for (const auto& [id, concerns_all] : due) settle_one(id, concerns_all);
  }
  is_settling_ = false;
  set_timer();
}

void Calls::settle_one(const Guid& id, bool concerns_all) {
  Instant deadline = never;
  settling_ = id;
  concerns_all_ = false;
  act([&](Change& change) {
    const auto* leg = change.find<CallLeg>(id);
    if (leg == nullptr) {
      if (concerns_all) call::follow_members(change, id);
      deadline = call::settle(change, id);
      return;
    }
    if (const Instant blank = call::blank_due(change, *leg); blank <= change.now())
      (void)call::enter_passcode(change, *leg, "");  // refused or let in: the leg says it
    else
      deadline = std::min(blank, call::settle_leg(change, id));
  });
  settling_ = Guid{};
  remember(id, deadline);
  for (const auto& settled : watchers_) settled(id, concerns_all || concerns_all_);
}

void Calls::remember(const Guid& id, Instant deadline) {
  if (const auto at = deadlines_.find(id); at != deadlines_.end()) {
    order_.erase({at->second, id});
    deadlines_.erase(at);
  }
  if (deadline == never) return;
  deadlines_[id] = deadline;
  order_.insert({deadline, id});
}

void Calls::set_timer() {
  const Instant next = order_.empty() ? never : order_.begin()->first;
  if (next == timer_at_ || is_stopped_) return;
  if (timer_at_ != never) env_.timers.cancel(timer_);
  timer_at_ = next;
  if (next != never) timer_ = env_.timers.at(next, [this] { wake(); });
}

void Calls::wake() {
  timer_at_ = never;
  while (!order_.empty() && order_.begin()->first <= env_.clock.now()) {
    const Guid id = order_.begin()->second;
    remember(id, never);
    dirty_[id] = true;  // what is shown may depend on the time, as messages do
  }
  settle_dirty();
}

}  // namespace curia::calls
