// SimMachine: what a simulated computer says of itself; a scenario decides it.
//
//   host.machine().measure_disk([&] { return DiskSpace{.total = 100, .free = 1}; });
//   host.machine().set_busy(250);   // a quarter of one processor from now on
#pragma once

#include <cstdint>
#include <functional>

#include "model/env/machine.hpp"
#include "sim/world/event_queue.hpp"

namespace curia::sim {

class SimMachine final : public Machine {
 public:
  explicit SimMachine(const EventQueue& queue) : queue_(queue) {}

  void measure_disk(std::function<DiskSpace()> measure) { measure_ = std::move(measure); }
  void set_busy(std::int64_t permille);

  Result<DiskSpace> disk() override {
    return measure_ ? measure_() : DiskSpace{.total = endless, .free = endless};
  }
  Duration processor_time() override;

 private:
  static constexpr std::uint64_t endless = std::uint64_t{1} << 40;

  const EventQueue& queue_;
  std::function<DiskSpace()> measure_;
  std::int64_t busy_permille_ = 0;
  Duration used_{};  // until busy_since_
  Instant busy_since_{};
};

}  // namespace curia::sim
