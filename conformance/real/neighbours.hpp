// Neighbours: who stands beside a real server on its own loop: simulated people, and mail servers
// on real sockets of loopback. Called on the thread of the loop only.
#pragma once

#include "impl/service/scheduler/scheduler.hpp"
#include "sim/people/people.hpp"
#include "sim/scenario/sim_mail.hpp"

namespace curia::conformance {

class Neighbours {
 public:
  // The mail servers listen at once.
  Neighbours(const Env& env, const scenario::Settings& settings);

  // What the Scheduler of this number (from 1) is told of its surroundings.
  void introduce_to(scheduler::SchedulerOptions& options, int number);

  people::People& people() { return people_; }
  scenario::SimMail& mail() { return mail_; }
  void end();  // all go away
  bool is_idle() const { return mail_.is_idle(); }

 private:
  Env env_;
  bool has_mail_;
  people::People people_;
  scenario::SimMail mail_;
};

}  // namespace curia::conformance
