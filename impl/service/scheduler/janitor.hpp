// Janitor: deletes the coSpaces that were made for a meeting, 24 hours after its last recurrence
// has ended, at 01:15 UTC.
//
// 1. deadline() of a coSpace is the first 01:15 UTC that lies 24 hours or more behind the end of
//    every meeting there and behind the last time that somebody took a meeting away from it.
// 2. It is deleted when the wall clock has reached its deadline: by the job of that night, or by
//    the next look when the Scheduler did not run then. Never before; never when a meeting there
//    has no end. What is looked at and what is deleted is one event: no later change comes between.
// 3. A wall clock that jumps, and one that has only begun to run, is believed after
//    limits::clock_trust without another jump.
// 4. Its meetings go with a coSpace (those that own it); so do those whose coSpace somebody else
//    deleted, when their own time has come.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "impl/service/scheduler/book.hpp"
#include "impl/service/scheduler/door.hpp"
#include "model/base/limits_scheduler.hpp"
#include "model/env/env.hpp"

namespace curia::scheduler {

// The first 01:15 UTC at least 24 hours after `end`; max() when there is none.
sys_seconds deadline(sys_seconds end);

class Janitor {
 public:
  // All outlive it.
  Janitor(const Env& env, Registry& registry, const Book& book, Door& door);
  ~Janitor() { stop(); }

  void start();
  void stop();

 private:
  void tick();
  bool is_clock_steady();
  sys_seconds now() const;
  void look();
  void next();
  void step();
  void give_up();
  void delete_space(const Guid& co_space);
  void forget_meetings(const Guid& co_space);
  bool is_due(const TemporarySpace& space) const;

  Env env_;
  Registry& registry_;
  const Book& book_;
  Door& door_;
  std::optional<TimerId> timer_;
  std::optional<TimerId> step_;
  std::optional<Duration> offset_;  // of the wall clock from the monotonic one
  Instant steady_since_{};
  std::optional<sys_seconds> next_job_;  // nothing: as soon as the clock can be believed
  std::vector<Guid> waiting_;            // coSpaces that were due when they were looked at
  bool is_busy_ = false;
  std::shared_ptr<bool> alive_;  // answers may come when it is gone
};

}  // namespace curia::scheduler
