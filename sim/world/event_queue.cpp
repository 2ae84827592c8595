#include "sim/world/event_queue.hpp"

namespace curia::sim {

EventQueue::EventQueue() { grow(); }

bool EventQueue::cancel(EventId id, Event& event) {
  const auto low = static_cast<std::uint64_t>(id);
  const std::size_t slot = low & slot_mask;
  if (low == 0 || slot >= slots_.size() || slots_[slot].id != low) return false;
  event = slots_[slot].event;
  free_slot(slot);
  --live_;
  constexpr std::size_t worth_it = 64;  // below this a rebuild costs more than it saves
  if (end_ - root > worth_it && live_ < (end_ - root) / 2) drop_dead_keys();
  return true;
}

Instant EventQueue::next_time() {
  while (!no_keys()) {
    const Wide key = top();
    if (slots_[slot_of(key)].id == static_cast<std::uint64_t>(key))
      return Instant(Duration(static_cast<std::int64_t>(key >> 64)));
    remove_top();
  }
  return never;
}

void EventQueue::advance_to(Instant time) {
  const Instant next = next_time();
  check(time >= now() && time <= next, "the clock neither goes back nor skips an event");
  now_ = static_cast<std::uint64_t>(time.time_since_epoch().count());
}

std::size_t EventQueue::new_slot() {
  check(slots_.size() <= slot_mask, "more events are pending than the queue has slots");
  slots_.push_back({});
  return slots_.size() - 1;
}

void EventQueue::grow() {
  Line empty;
  for (Wide& key : empty.keys) key = last_of_all;
  lines_.resize(lines_.empty() ? 16 : lines_.size() * 2, empty);
}

void EventQueue::drop_dead_keys() {
  if (hole_) fill_hole();
  std::vector<Wide> alive;
  alive.reserve(live_);
  for (std::size_t i = root; i < end_; ++i) {
    const Wide key = keys()[i];
    if (slots_[slot_of(key)].id == static_cast<std::uint64_t>(key)) alive.push_back(key);
    keys()[i] = last_of_all;
  }
  end_ = root;
  for (Wide key : alive) insert(key);
}

}  // namespace curia::sim
