#include "sim/world/timers.hpp"

#include <utility>

namespace curia::sim {

SimTimers::SimTimers(EventQueue& queue, SimTrace& trace, std::string owner)
    : queue_(queue), trace_(trace), owner_(std::move(owner)) {}

SimTimers::~SimTimers() { stop(); }

TimerId SimTimers::at(Instant deadline, Task task) {
  if (stopped_ || deadline == never) return TimerId{0};
  const std::uint32_t slot = slots_.take();
  slots_[slot].task = std::move(task);
  slots_[slot].event = queue_.push(deadline, {this, slot, ++armed_});
  return static_cast<TimerId>(slots_[slot].event);
}

void SimTimers::cancel(TimerId timer) {
  Event event;
  // Another owner's timer is left alone: its id means nothing here.
  if (stopped_ || !queue_.cancel(static_cast<EventId>(timer), this, event)) return;
  const auto slot = static_cast<std::uint32_t>(event.a);
  slots_[slot].event = EventId::none;
  const Task dropped = std::move(slots_[slot].task);  // its destructor may arm timers
  slots_.give(slot);
}

void SimTimers::stop() {
  stopped_ = true;
  Event event;
  for (std::uint32_t slot = 0; slot < slots_.size(); ++slot) {
    if (slots_[slot].event == EventId::none) continue;
    queue_.cancel(std::exchange(slots_[slot].event, EventId::none), this, event);
    const Task dropped = std::move(slots_[slot].task);
  }
}

void SimTimers::on_event(std::uint64_t slot_number, std::uint64_t number) {
  const auto slot = static_cast<std::uint32_t>(slot_number);
  trace_.step(queue_.now(), owner_, "timer", number, 0);
  slots_[slot].event = EventId::none;
  Task task = std::move(slots_[slot].task);
  slots_.give(slot);
  task();
}

}  // namespace curia::sim
