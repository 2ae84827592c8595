// EventQueue: what happens next. The clock of a world is the time of the event popped last.
//
// 1. Events come out by (time, order of push). Times never go back: a push in the past is an
//    event of now.
// 2. An event is a target and two words: no allocation, no task object per event. Events later
//    than the year 146 of the world happen then.
// 3. cancel() is constant time; ids are never reused, so a stale id does nothing.
//
// Keys are 128-bit numbers: time, then order and slot. A ladder of three steps keeps the part
// that is sorted small: `near_` (a heap) holds what is due before near_end_; `buckets_` split the
// time from there to buckets_end_ evenly, unsorted; `far_` holds the rest, unsorted. An empty
// step is refilled from the next. A queue of a few events is the heap alone.
// bench/sim_events.cpp compares it with the schedulers of ns-3.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/base/check.hpp"
#include "model/base/time.hpp"
#include "sim/world/digest.hpp"
#include "sim/world/key_heap.hpp"

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

  Instant now() const { return Instant(Duration(now_)); }
  std::size_t size() const { return live_; }
  bool empty() const { return live_ == 0; }

  EventId push(Instant at, const Event& event) {
    const std::int64_t wanted = std::min(at.time_since_epoch().count(), end_of_time);
    const auto time = static_cast<std::uint64_t>(std::max(wanted, now_));
    const std::uint64_t slot = take_slot();
    const std::uint64_t low = ++pushed_ << slot_bits | slot;
    slots_[slot] = {low, event};
    place(static_cast<Wide>(time) << 64 | low);
    ++live_;
    return EventId{low};
  }

  // True when an event of that target was pending; `event` is then what it was.
  bool cancel(EventId id, const EventTarget* target, Event& event);

  // The time of the next event; `never` when there is none.
  Instant next_time() { return surface() ? Instant(Duration(time_of(near_.top()))) : never; }

  // Takes the next event and sets the clock to its time. False when there is none.
  bool pop(Event& event) {
    if (!surface()) return false;
    const Wide key = near_.top();
    near_.pop();
    now_ = time_of(key);
    event = slots_[slot_of(key)].event;
    free_slot(slot_of(key));
    --live_;
    return true;
  }

  // Moves the clock without an event; nothing earlier may be pending.
  void advance_to(Instant time);

 private:
  struct Slot {
    std::uint64_t id;  // 0 when free
    Event event;
  };
  static constexpr std::uint64_t slot_mask = (std::uint64_t{1} << slot_bits) - 1;
  static constexpr std::uint64_t no_end = ~std::uint64_t{0};
  // 146 years: sums of two times and the width of all buckets stay within 64 bits.
  static constexpr std::int64_t end_of_time = std::int64_t{1} << 62;
  static constexpr std::size_t heap_alone = 512;  // up to here a heap in the L1 cache wins

  static std::size_t slot_of(Wide key) { return static_cast<std::uint64_t>(key) & slot_mask; }
  static std::uint64_t unsigned_time(Wide key) { return static_cast<std::uint64_t>(key >> 64); }
  static std::int64_t time_of(Wide key) { return static_cast<std::int64_t>(key >> 64); }
  bool alive(Wide key) const { return slots_[slot_of(key)].id == static_cast<std::uint64_t>(key); }

  void place(Wide key) {
    const std::uint64_t time = unsigned_time(key);
    if (time < near_end_) {
      near_.push(key);
      if (near_.size() > spill_at_) [[unlikely]]
        spill();
    } else if (time < buckets_end_) {
      buckets_[(time - buckets_start_) >> bucket_shift_].push_back(key);
    } else {
      far_.push_back(key);
    }
  }

  // Brings the next live event to the top of `near_`; false when there is none.
  bool surface() {
    for (;;) {
      if (near_.empty()) [[unlikely]]
        if (!refill()) return false;
      if (alive(near_.top())) [[likely]]
        return true;
      near_.pop();
    }
  }

  std::size_t take_slot() {
    if (free_ == 0) [[unlikely]]
      return new_slot();
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
  bool refill();
  void take_bucket(std::vector<Wide>& bucket);
  void divide_far();
  void spill();

  KeyHeap near_;
  std::vector<std::vector<Wide>> buckets_;
  std::vector<Wide> far_;
  std::uint64_t near_end_ = no_end;
  std::uint64_t buckets_start_ = 0;
  std::uint64_t buckets_end_ = 0;
  unsigned bucket_shift_ = 0;    // a bucket is 2^shift nanoseconds wide
  std::size_t next_bucket_ = 0;  // the first that is not yet in `near_`
  std::size_t bucket_count_ = 0;
  std::size_t spill_at_ = heap_alone;

  std::vector<Slot> slots_;
  std::size_t live_ = 0;    // events that are not cancelled
  std::size_t dead_ = 0;    // keys of cancelled events, at most
  std::uint64_t free_ = 0;  // first free slot + 1; 0 = none
  std::uint64_t pushed_ = 0;
  std::int64_t now_ = 0;
};

}  // namespace curia::sim
