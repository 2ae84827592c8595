#include "impl/io/timers.hpp"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <utility>

namespace curia::io {
namespace {

// Below this many entries the heap is not worth cleaning.
constexpr std::size_t small_heap = 64;

}  // namespace

struct RealTimers::Alarm {
  explicit Alarm(Loop& loop) : timer(loop.context()) {}
  boost::asio::steady_timer timer;
};

RealTimers::RealTimers(Loop& loop) : loop_(loop), alarm_(std::make_unique<Alarm>(loop)) {}

RealTimers::~RealTimers() = default;

TimerId RealTimers::at(Instant deadline, Task task) {
  std::uint32_t index = 0;
  if (free_slots_.empty()) {
    index = static_cast<std::uint32_t>(slots_.size());
    slots_.emplace_back();
  } else {
    index = free_slots_.back();
    free_slots_.pop_back();
  }
  Slot& slot = slots_[index];
  slot.task = std::move(task);
  slot.armed = true;
  ++living_;
  heap_.push_back({deadline, armed_count_++, index, slot.generation});
  std::push_heap(heap_.begin(), heap_.end());
  if (!firing_ && deadline < alarm_at_) set_alarm();
  return TimerId{std::uint64_t{slot.generation} << 32 | index};
}

void RealTimers::cancel(TimerId timer) {
  const auto number = static_cast<std::uint64_t>(timer);
  const auto index = static_cast<std::uint32_t>(number);
  if (index >= slots_.size()) return;
  if (!slots_[index].armed || slots_[index].generation != number >> 32) return;
  const Task dropped = take(index);  // destroyed last: its captures may come back here
  if (heap_.size() > small_heap && living_ < heap_.size() / 2) drop_dead();
}

Task RealTimers::take(std::uint32_t index) {
  Slot& slot = slots_[index];
  Task task = std::move(slot.task);
  slot.task = nullptr;
  slot.armed = false;
  ++slot.generation;
  --living_;
  free_slots_.push_back(index);
  return task;
}

void RealTimers::drop_dead() {
  std::erase_if(heap_, [this](const Entry& entry) { return !alive(entry); });
  std::make_heap(heap_.begin(), heap_.end());
}

void RealTimers::set_alarm() {
  while (!heap_.empty() && !alive(heap_.front())) {
    std::pop_heap(heap_.begin(), heap_.end());
    heap_.pop_back();
  }
  const Instant next = heap_.empty() ? never : heap_.front().deadline;
  if (next == never || next >= alarm_at_) return;
  alarm_at_ = next;
  alarm_->timer.expires_at(std::chrono::steady_clock::time_point(next.time_since_epoch()));
  alarm_->timer.async_wait([this](const boost::system::error_code& error) {
    if (!error) fire();
  });
}

void RealTimers::fire() {
  alarm_at_ = never;
  firing_ = true;
  const Instant now(std::chrono::steady_clock::now().time_since_epoch());
  while (!heap_.empty() && heap_.front().deadline <= now) {
    std::pop_heap(heap_.begin(), heap_.end());
    if (alive(heap_.back())) due_.push_back(heap_.back());
    heap_.pop_back();
  }
  // A task may cancel a later one of this round, and what it arms belongs to the next round.
  for (const Entry& entry : due_) {
    if (!alive(entry)) continue;
    Task task = take(entry.slot);
    loop_.event(task);
  }
  due_.clear();
  firing_ = false;
  set_alarm();
}

}  // namespace curia::io
