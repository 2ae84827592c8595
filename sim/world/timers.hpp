// SimTimers: the port Timers over the event queue; a world has one, and so has each incarnation
// of a host, so that a power cut drops its tasks and no others.
#pragma once

#include <cstdint>
#include <string>

#include "model/env/clock.hpp"
#include "sim/world/event_queue.hpp"
#include "sim/world/slab.hpp"
#include "sim/world/trace.hpp"

namespace curia::sim {

class SimTimers final : public Timers, public EventTarget {
 public:
  SimTimers(EventQueue& queue, SimTrace& trace, std::string owner);
  ~SimTimers() override;

  TimerId at(Instant deadline, Task task) override;
  void cancel(TimerId timer) override;
  // Drops every task; later at() and cancel() do nothing.
  void stop();

  void on_event(std::uint64_t slot, std::uint64_t number) override;

 private:
  struct Slot {
    Task task;
    EventId event = EventId::none;
  };
  EventQueue& queue_;
  SimTrace& trace_;
  std::string owner_;
  Slab<Slot> slots_;
  std::uint64_t armed_ = 0;
  bool stopped_ = false;
};

}  // namespace curia::sim
