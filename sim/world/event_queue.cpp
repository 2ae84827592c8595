#include "sim/world/event_queue.hpp"

#include <algorithm>
#include <bit>

namespace curia::sim {
namespace {

constexpr std::size_t keys_per_bucket = 32;  // about: small enough for the L1 cache
constexpr std::size_t most_buckets = 1 << 14;
constexpr std::size_t sample_size = 63;

// The median time of a sample spread evenly over `keys`, as (time << 64).
Wide sampled_median(const std::vector<Wide>& keys) {
  std::vector<Wide> sample;
  const std::size_t step = keys.size() / sample_size + 1;
  for (std::size_t i = 0; i < keys.size(); i += step) sample.push_back(keys[i]);
  const auto middle = sample.begin() + static_cast<std::ptrdiff_t>(sample.size() / 2);
  std::nth_element(sample.begin(), middle, sample.end());
  return *middle;
}

}  // namespace

bool EventQueue::cancel(EventId id, const EventTarget* target, Event& event) {
  const auto low = static_cast<std::uint64_t>(id);
  const std::size_t slot = low & slot_mask;
  if (low == 0 || slot >= slots_.size() || slots_[slot].id != low ||
      slots_[slot].event.target != target)
    return false;
  event = slots_[slot].event;
  free_slot(slot);
  --live_;
  constexpr std::size_t worth_it = 64;  // fewer dead keys cost nothing
  if (++dead_ > worth_it && dead_ > live_) spill();
  return true;
}

void EventQueue::advance_to(Instant time) {
  const Instant next = next_time();
  check(time >= now() && time <= next, "the clock neither goes back nor skips an event");
  now_ = time.time_since_epoch().count();
}

std::size_t EventQueue::new_slot() {
  check(slots_.size() <= slot_mask, "more events are pending than the queue has slots");
  slots_.push_back({});
  return slots_.size() - 1;
}

bool EventQueue::refill() {
  for (;;) {
    while (next_bucket_ < bucket_count_) {
      std::vector<Wide>& bucket = buckets_[next_bucket_++];
      near_end_ = buckets_start_ + (static_cast<std::uint64_t>(next_bucket_) << bucket_shift_);
      if (bucket.empty()) continue;
      take_bucket(bucket);
      return true;
    }
    if (far_.empty()) {
      near_end_ = no_end;
      spill_at_ = heap_alone;
      return false;
    }
    divide_far();
    if (!near_.empty()) return true;
  }
}

void EventQueue::take_bucket(std::vector<Wide>& bucket) {
  // The slots lie anywhere in memory and are all needed soon.
  for (Wide key : bucket) __builtin_prefetch(&slots_[slot_of(key)]);
  for (Wide key : bucket) near_.push(key);
  bucket.clear();
}

// The earlier half of `far_` goes into buckets; the later stays, so that one event in the distant
// future does not make the buckets too wide for all others.
void EventQueue::divide_far() {
  std::erase_if(far_, [&](Wide key) { return !alive(key); });
  dead_ = 0;
  if (far_.size() <= heap_alone / 2) {
    near_end_ = no_end;
    spill_at_ = heap_alone;
    buckets_end_ = bucket_count_ = next_bucket_ = 0;
    take_bucket(far_);
    return;
  }
  const std::uint64_t first = unsigned_time(*std::min_element(far_.begin(), far_.end()));
  const std::uint64_t span = 2 * (unsigned_time(sampled_median(far_)) - first) + 1;
  const std::size_t wanted = std::min(far_.size() / keys_per_bucket + 1, most_buckets);
  bucket_shift_ = static_cast<unsigned>(std::bit_width(span / wanted));
  bucket_count_ = static_cast<std::size_t>(span >> bucket_shift_) + 1;
  next_bucket_ = 0;
  if (buckets_.size() < bucket_count_) buckets_.resize(bucket_count_);
  buckets_start_ = near_end_ = first;
  buckets_end_ = first + (static_cast<std::uint64_t>(bucket_count_) << bucket_shift_);
  spill_at_ = std::max(heap_alone * 2, far_.size());
  std::erase_if(far_, [&](Wide key) {
    if (unsigned_time(key) >= buckets_end_) return false;
    buckets_[(unsigned_time(key) - buckets_start_) >> bucket_shift_].push_back(key);
    return true;
  });
}

// The heap has become large, or half of the keys are dead: everything is divided anew.
void EventQueue::spill() {
  near_.move_to(far_);
  for (; next_bucket_ < bucket_count_; ++next_bucket_) {
    std::vector<Wide>& bucket = buckets_[next_bucket_];
    far_.insert(far_.end(), bucket.begin(), bucket.end());
    bucket.clear();
  }
  divide_far();
}

}  // namespace curia::sim
