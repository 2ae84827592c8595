// Notices: who sends the mails that a change of a meeting calls for. They go into the same Change
// as the meeting: both are stored, or neither is.
#pragma once

#include <optional>

#include "impl/service/scheduler/problem.hpp"
#include "model/registry/change.hpp"
#include "model/schedule/meeting.hpp"

namespace curia::scheduler {

class Notices {
 public:
  virtual ~Notices() = default;

  // Whether anybody is there who sends: without, nothing is ordered.
  virtual bool has_senders() const = 0;
  // `before` null: a new meeting; `after` null: the meeting goes. Refusals: too many mails wait.
  virtual Answer<> meeting_changed(Change& change, const schedule::Meeting* before,
                                   const schedule::Meeting* after) = 0;
  // The invitation again to all, of the meeting or of one recurrence.
  virtual Answer<> refresh(Change& change, const schedule::Meeting& meeting,
                           std::optional<schedule::sys_seconds> recurrence) = 0;
};

}  // namespace curia::scheduler
