// SimClock: the port Clock of a host. Its wall clock may be set, or jumps by itself when the
// options of the world say so; the jumps depend on the seed and the time alone.
#pragma once

#include <cstdint>

#include "model/base/prng.hpp"
#include "model/env/clock.hpp"
#include "sim/world/event_queue.hpp"
#include "sim/world/options.hpp"

namespace curia::sim {

class SimClock final : public Clock {
 public:
  SimClock(const EventQueue& queue, const Options& options, std::uint64_t seed);

  Instant now() const override { return queue_.now(); }
  WallTime wall() const override;
  void jump(Duration by) { offset_ += by; }

 private:
  void catch_up() const;

  const EventQueue& queue_;
  const Options& options_;
  // Jumps are drawn when somebody looks: a world without a look at its clocks has no events.
  mutable Prng chance_;
  mutable Instant next_jump_ = never;
  mutable Duration offset_{};
};

}  // namespace curia::sim
