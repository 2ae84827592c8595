// Component: a part of the server that is enabled, disabled and restarted by commands.
//
// 1. The configuration decides: start() and stop() are told of it by whoever changed it.
// 2. `done` comes in a later event, or at once when nothing had to be waited for.
// 3. A restart is check(), stop(), start(), and resume() when start() fails nevertheless: what runs
//    goes on when what is configured now cannot.
#pragma once

#include <optional>
#include <string>

#include "model/admin/configuration.hpp"
#include "model/base/result.hpp"
#include "model/env/clock.hpp"
#include "model/env/net.hpp"

namespace curia::mmp {

class Component {
 public:
  virtual ~Component() = default;
  // Takes what the configuration says now; one that runs goes on with it. Errors: whatever keeps
  // it from running, as a sentence for the administrator.
  virtual void start(Done<Result<>> done) = 0;
  virtual void stop(Done<Result<>> done) = 0;
  virtual bool is_running() const = 0;
  // Whether start() could use what the configuration says now, as far as can be told while it runs.
  // Errors: as start().
  virtual Result<> check() const { return {}; }
  // After stop(): as it last ran, whatever the configuration says now. Errors: as start().
  virtual void resume(Done<Result<>> done) { start(std::move(done)); }
  // What does not run although the component does, as a sentence; empty: nothing.
  virtual std::string trouble() const { return {}; }
  // Lines for `NAME status` beside the state; may be empty.
  virtual std::string status() const { return {}; }
};

// Whether who listens at `now` could listen at `wanted` instead. A port of its own that is in the
// way, as that of 0.0.0.0 is for every other address, is no obstacle. Errors: those of
// Net::listen().
Result<> can_listen(Net& net, const Endpoint& wanted, const std::optional<Endpoint>& now);

}  // namespace curia::mmp
