// EventQueue: what happens next. The clock of a world is the time of the event popped last.
//
// 1. Events come out by (time, order of push). Times never go back: a push in the past is an
//    event of now.
// 2. An event is a target and two words: no allocation, no task object per event.
// 3. cancel() is constant time; ids are never reused, so a stale id does nothing.
//
// A 4-ary implicit heap of 16-byte keys (time, then order and slot in one word). Four siblings
// share one cache line and the smallest is found without a branch; bench/sim_events.cpp compares
// it with the schedulers of ns-3. A cancelled key stays until it surfaces, or until half of the
// keys are dead and the heap is rebuilt.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/base/check.hpp"
#include "model/base/time.hpp"
#include "sim/world/digest.hpp"

namespace curia::sim {

class EventTarget {
 public:
  virtual ~EventTarget() = default;
  virtual void on_event(std::uint64_t a, std::uint64_t b) = 0;
};

enum class EventId : std::uint64_t { none = 0 };

struct Event {
  EventTarget* target = nullptr;
  std::uint64_t a = 0;
  std::uint64_t b = 0;
};

class EventQueue {
 public:
  static constexpr unsigned slot_bits = 24;  // events pending at once: 16,777,216

  EventQueue();

  Instant now() const { return Instant(Duration(static_cast<std::int64_t>(now_))); }
  std::size_t size() const { return live_; }
  bool empty() const { return live_ == 0; }

  EventId push(Instant at, const Event& event) {
    const std::uint64_t slot = take_slot();
    const std::uint64_t low = ++pushed_ << slot_bits | slot;
    slots_[slot] = {low, event};
    const auto wanted = static_cast<std::uint64_t>(at.time_since_epoch().count());
    // A negative time is huge as an unsigned number, hence the signed comparison.
    const bool past = static_cast<std::int64_t>(wanted) < static_cast<std::int64_t>(now_);
    insert(static_cast<Wide>(past ? now_ : wanted) << 64 | low);
    ++live_;
    return EventId{low};
  }

  // True when it was pending; `event` is then what it was.
  bool cancel(EventId id, Event& event);

  // The time of the next event; `never` when there is none.
  Instant next_time();

  // Takes the next event and sets the clock to its time. False when there is none.
  bool pop(Event& event) {
    while (!no_keys()) {
      const Wide key = top();
      remove_top();
      Slot& slot = slots_[slot_of(key)];
      if (slot.id != static_cast<std::uint64_t>(key)) continue;  // cancelled
      now_ = static_cast<std::uint64_t>(key >> 64);
      event = slot.event;
      free_slot(slot_of(key));
      --live_;
      return true;
    }
    return false;
  }

  // Moves the clock without an event; nothing earlier may be pending.
  void advance_to(Instant time);

 private:
  struct Slot {
    std::uint64_t id;  // 0 or the next free slot + 1 when free: never equal to a live key
    Event event;
  };
  struct alignas(64) Line {
    Wide keys[4];
  };
  static constexpr Wide last_of_all = ~static_cast<Wide>(0);
  static constexpr std::size_t root = 3;  // so that the children of any node fill one line
  static constexpr std::uint64_t slot_mask = (std::uint64_t{1} << slot_bits) - 1;

  static std::size_t slot_of(Wide key) { return static_cast<std::uint64_t>(key) & slot_mask; }
  // Positions: node i (from `root`) has its children at first_child(i) to +3.
  static std::size_t first_child(std::size_t i) { return 4 * (i - root) + 4; }
  static std::size_t parent(std::size_t i) { return (i - 4) / 4 + root; }

  Wide* keys() { return lines_.data()->keys; }
  bool no_keys() const { return end_ == root + (hole_ ? 1 : 0); }
  Wide top() {
    if (hole_) fill_hole();
    return keys()[root];
  }
  // Leaves a hole that the next push fills in passing: pop-then-push is the common pair.
  void remove_top() { hole_ = true; }

  void insert(Wide key) {
    if (hole_) {
      hole_ = false;
      sink(key);
      return;
    }
    if (end_ / 4 + 1 >= lines_.size()) grow();
    rise(end_++, key);
  }
  void fill_hole() {
    hole_ = false;
    const Wide key = keys()[--end_];
    keys()[end_] = last_of_all;
    if (end_ > root) sink(key);
  }
  void rise(std::size_t i, Wide key) {
    Wide* const k = keys();
    while (i > root && key < k[parent(i)]) {
      k[i] = k[parent(i)];
      i = parent(i);
    }
    k[i] = key;
  }
  // From the root to a leaf along the smallest children, then up again: a key from the end
  // mostly belongs near the leaves, so comparing it on the way down would be wasted.
  void sink(Wide key) {
    Wide* const k = keys();
    std::size_t i = root;
    for (std::size_t child = first_child(i); child < end_; child = first_child(i)) {
      const std::size_t left = k[child + 1] < k[child] ? child + 1 : child;
      const std::size_t right = k[child + 3] < k[child + 2] ? child + 3 : child + 2;
      const std::size_t least = k[right] < k[left] ? right : left;
      k[i] = k[least];
      i = least;
    }
    rise(i, key);
  }
  std::size_t take_slot() {
    if (free_ == 0) return new_slot();
    const std::size_t slot = free_ - 1;
    free_ = slots_[slot].event.a;
    return slot;
  }
  void free_slot(std::size_t slot) {
    slots_[slot].id = 0;
    slots_[slot].event.a = free_;
    free_ = slot + 1;
  }
  std::size_t new_slot();
  void grow();
  void drop_dead_keys();

  std::vector<Line> lines_;
  std::vector<Slot> slots_;
  std::size_t end_ = root;  // one past the last key; keys from here on are last_of_all
  std::size_t live_ = 0;    // keys that are not cancelled
  std::uint64_t free_ = 0;  // first free slot + 1; 0 = none
  std::uint64_t pushed_ = 0;
  std::uint64_t now_ = 0;
  bool hole_ = false;
};

}  // namespace curia::sim
