// Component: a part of the server that is enabled, disabled and restarted by commands.
//
// 1. The configuration decides: start() and stop() are told of it by whoever changed it.
// 2. `done` comes in a later event, or at once when nothing had to be waited for.
#pragma once

#include <string>

#include "model/admin/configuration.hpp"
#include "model/base/result.hpp"
#include "model/env/clock.hpp"

namespace curia::mmp {

class Component {
 public:
  virtual ~Component() = default;
  // Takes what the configuration says now; one that runs goes on with it. Errors: whatever keeps
  // it from running, as a sentence for the administrator.
  virtual void start(Done<Result<>> done) = 0;
  virtual void stop(Done<Result<>> done) = 0;
  virtual bool is_running() const = 0;
  // Whether start() could use what the configuration says now: what runs goes on when not.
  // Errors: as start(), but for what only a start tells, such as a port that somebody has.
  virtual Result<> check() const { return {}; }
  // What does not run although the component does, as a sentence; empty: nothing.
  virtual std::string trouble() const { return {}; }
  // Lines for `NAME status` beside the state; may be empty.
  virtual std::string status() const { return {}; }
};

}  // namespace curia::mmp
