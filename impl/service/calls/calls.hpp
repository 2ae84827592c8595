// Calls: keeps every call settled, and is the door by which endpoints take part.
//
// 1. After every change that may concern a call - of its own objects, or of a profile, a coSpace, a
//    membership above it - the call is settled in the same event, before anybody is answered.
//    Settling is idempotent, so what it changes of objects that are there needs no second look.
// 2. One timer for all calls, set only while one of them waits for time: an idle coSpace costs
//    nothing.
// 3. Endpoints (simulated people, later SIP and the web app) come and act by the functions of
//    model/call through act(); their changes are live and need no disk unless a role of a member is
//    changed.
//
//   Calls calls(env, registry);            // registered last of all observers
//   calls.act([&](Change& change) { leg = call::arrive(change, arrival); });
#pragma once

#include <functional>
#include <map>
#include <set>
#include <vector>

#include "model/env/env.hpp"
#include "model/registry/registry.hpp"

namespace curia::calls {

class Calls final : public Observer {
 public:
  // `registry` outlives the Calls, which observes it.
  Calls(const Env& env, Registry& registry);
  ~Calls() override;

  // Applies what `prepare` puts into the change; what the store refuses later is undone there.
  void act(const std::function<void(Change&)>& prepare);
  void applied(std::span<const Event> events) override;
  // `settled` is told of each call, and each leg that is in none, that something may have changed
  // for; inside the change, so whoever is told looks later. `concerns_all`: not only for the legs
  // and participants that changed themselves, but possibly for everybody in the call.
  using Settled = std::function<void(const Guid&, bool concerns_all)>;
  void watch(Settled settled) { watchers_.push_back(std::move(settled)); }
  bool waits_for(const Guid& id) const { return deadlines_.contains(id); }
  bool has_timer() const { return timer_at_ != never; }
  // No timer fires any more.
  void stop();

 private:
  void note(const Object& object);
  void note_call(const Event& event);
  bool is_own_edit(const Event& event) const;
  void note_users(std::span<const Event> events);
  void note_calls_in(const Guid& space);
  void note_all();
  bool has_legs(const Guid& call) const;
  void settle_dirty();
  void settle_one(const Guid& id, bool concerns_all);
  void remember(const Guid& id, Instant deadline);
  void set_timer();
  void wake();

  Env env_;
  Registry& registry_;
  // Calls, and legs that are in none; whether what changed concerns everybody there.
  std::map<Guid, bool> dirty_;
  std::map<Guid, Instant> deadlines_;         // of the same
  std::set<std::pair<Instant, Guid>> order_;  // the same the other way round
  Instant timer_at_ = never;
  TimerId timer_{};
  Guid settling_;              // the call that is settled now
  bool concerns_all_ = false;  // an edit of it that settling made
  std::vector<Settled> watchers_;
  bool is_settling_ = false;
  bool is_stopped_ = false;
};

}  // namespace curia::calls
