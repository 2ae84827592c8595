// CallChecks: looks at every call of a simulated server after every event that changed it.
//
// 1. Hears of every change as an observer, and judges between events: look() after each.
// 2. Besides the rules of a state (call_rules.hpp) there are rules of a step: what one change may
//    do to two legs at once, or to one that is lost or found. And there are rules of what people
//    were told and shown (picture_rules.hpp), once a switchboard has nothing left to tell.
// 3. The first violation is kept; nothing is looked at after it.
//
//   CallChecks checks(registry);     // registered before the calls are settled
//   ...                              // an event happens
//   checks.look(now);
//   if (checks.violation()) ...
#pragma once

#include <optional>
#include <set>
#include <string>

#include "impl/service/calls/switchboard.hpp"
#include "model/base/time.hpp"
#include "model/registry/registry.hpp"

namespace curia::checks {

struct Violation {
  std::string invariant;
  std::string objects;
  Instant time;

  std::string text() const;
};

// Without calls nobody waits for anything; empty when all is well.
std::string timer_without_call(const Registry& registry, bool has_timer);
// Nor does anybody for a call, or a leg in none, that is not there: beside live calls an idle
// coSpace costs no timer either.
std::string waits_for_nothing(const Registry& registry, const Guid& id, bool waits);

class CallChecks final : public Observer {
 public:
  // `registry` outlives the checks.
  explicit CallChecks(Registry& registry);
  CallChecks(const CallChecks&) = delete;
  CallChecks& operator=(const CallChecks&) = delete;

  // Which tells people of the calls in the registry; it outlives the checks or is taken away: null.
  void attach(const calls::Switchboard* board);
  void applied(std::span<const Event> events) override;
  // Between events.
  void look(Instant now);
  // The calls and legs of the last look, those that are gone as well.
  const std::set<Guid>& looked_at() const { return looked_at_; }
  const std::optional<Violation>& violation() const { return violation_; }
  std::uint64_t looks() const { return looks_; }  // at one call or one leg

 private:
  void note(const Object& object);
  void note_calls_of(const std::string& jid);
  void note_calls_in(const Guid& space);
  void note_all();
  void judge_step(std::span<const Event> events);
  void look_at(const Guid& id, Instant now);
  void look_at_pictures(const Guid& call, Instant now);
  void complain(std::string_view invariant, std::string objects, Instant now);

  Registry& registry_;
  const calls::Switchboard* board_ = nullptr;
  calls::Templates templates_;
  std::set<Guid> dirty_;  // calls, and legs
  std::set<Guid> looked_at_;
  std::set<Guid> to_tell_;  // calls that people have still to be told of
  std::string widened_;     // of the steps since the last look
  std::string not_restored_;
  std::optional<Violation> violation_;
  std::uint64_t looks_ = 0;
};

}  // namespace curia::checks
