// RealTimers: a heap of our own over one Asio timer.
//
// 1. Equal deadlines fire in arming order: the heap is ordered by (deadline, number of arming).
// 2. A cancelled timer keeps its place in the heap until it comes to the top or the dead
//    outnumber the living; its task is destroyed at once.
// 3. The Asio timer is set only when something earlier than what it is set for is armed: an idle
//    timeout that is armed and cancelled per request costs no system call.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "impl/io/loop.hpp"

namespace curia::io {

class RealTimers final : public Timers {
 public:
  explicit RealTimers(Loop& loop);
  ~RealTimers() override;

  TimerId at(Instant deadline, Task task) override;
  void cancel(TimerId timer) override;

 private:
  struct Alarm;
  struct Slot {
    Task task;
    std::uint32_t generation = 0;
    bool armed = false;
  };
  struct Entry {
    Instant deadline;
    std::uint64_t order;
    std::uint32_t slot;
    std::uint32_t generation;
    // For the heap functions of the library, whose top is the greatest.
    bool operator<(const Entry& other) const {
      return deadline != other.deadline ? deadline > other.deadline : order > other.order;
    }
  };

  bool alive(const Entry& entry) const {
    const Slot& slot = slots_[entry.slot];
    return slot.armed && slot.generation == entry.generation;
  }
  Task take(std::uint32_t index);
  void drop_dead();
  void set_alarm();
  void fire();

  Loop& loop_;
  std::unique_ptr<Alarm> alarm_;
  Instant alarm_at_ = never;
  bool firing_ = false;
  std::uint64_t armed_count_ = 0;  // ever
  std::size_t living_ = 0;
  std::vector<Slot> slots_;
  std::vector<std::uint32_t> free_slots_;
  std::vector<Entry> heap_;
  std::vector<Entry> due_;
};

}  // namespace curia::io
