#include "sim/world/event_queue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "model/base/prng.hpp"

namespace curia::sim {
namespace {

// The same queue as an ordered map: slow, and obviously right.
class Model {
 public:
  void push(std::int64_t time, std::uint64_t name, EventId id) {
    const std::pair place(std::max(time, now_), pushed_++);
    events_[place] = name;
    places_[id] = place;
  }
  bool cancel(EventId id) {
    const auto place = places_.find(id);
    return place != places_.end() && events_.erase(place->second) > 0;
  }
  bool pop(std::uint64_t& name) {
    if (events_.empty()) return false;
    now_ = events_.begin()->first.first;
    name = events_.begin()->second;
    events_.erase(events_.begin());
    return true;
  }
  std::int64_t now() const { return now_; }
  std::size_t size() const { return events_.size(); }

 private:
  std::map<std::pair<std::int64_t, std::uint64_t>, std::uint64_t> events_;
  std::map<EventId, std::pair<std::int64_t, std::uint64_t>> places_;
  std::uint64_t pushed_ = 0;
  std::int64_t now_ = 0;
};

// How far ahead events lie: equal times, near, far, and mixtures that no bucket width suits.
std::int64_t offset(Prng& prng, int shape) {
  switch (shape) {
    case 0:
      return prng.between(0, 3);
    case 1:
      return prng.between(0, 1'000'000);
    case 2:
      return prng.chance(1, 100) ? prng.between(0, 1'000'000'000'000) : prng.between(0, 1000);
    default:
      return std::int64_t{1} << prng.below(60);
  }
}

void play(std::uint64_t seed, int shape, std::size_t most) {
  Prng prng(seed);
  EventQueue queue;
  Model model;
  std::vector<EventId> ids;
  Event event;
  std::uint64_t name = 0, wanted = 0;
  // Grows to `most`, swings, and drains.
  for (std::size_t round = 0; round < most * 8; ++round) {
    const bool growing = round < most * 2 || (round < most * 6 && queue.size() < most);
    const bool push = growing ? !prng.chance(1, 4) : prng.chance(1, 4);
    if (push) {
      const std::int64_t at = model.now() + offset(prng, shape) - 1;
      ids.push_back(queue.push(Instant(Duration(at)), {nullptr, ++name, 0}));
      model.push(at, name, ids.back());
    } else if (prng.chance(1, 3) && !ids.empty()) {
      const EventId id = ids[prng.below(ids.size())];
      ASSERT_EQ(queue.cancel(id, nullptr, event), model.cancel(id));
    } else {
      ASSERT_EQ(queue.pop(event), model.pop(wanted));
      ASSERT_EQ(event.a, wanted) << "round " << round;
      ASSERT_EQ(queue.now(), Instant(Duration(model.now())));
    }
    ASSERT_EQ(queue.size(), model.size());
  }
  while (model.pop(wanted)) {
    ASSERT_TRUE(queue.pop(event));
    ASSERT_EQ(event.a, wanted);
  }
  EXPECT_FALSE(queue.pop(event));
}

TEST(EventQueue, DoesWhatAnOrderedMapDoes) {
  for (int shape = 0; shape < 4; ++shape)
    for (std::size_t most : {3u, 40u, 600u, 5000u}) {
      SCOPED_TRACE(testing::Message() << "shape " << shape << ", " << most << " pending");
      play(most + static_cast<std::size_t>(shape), shape, most);
    }
}

TEST(EventQueue, IgnoresIdsThatAreOldForeignOrNone) {
  EventQueue queue;
  struct : EventTarget {
    void on_event(std::uint64_t, std::uint64_t) override {}
  } mine, other;
  Event event;
  const EventId first = queue.push(Instant(1s), {&mine, 1, 0});
  EXPECT_FALSE(queue.cancel(first, &other, event));
  ASSERT_TRUE(queue.pop(event));
  EXPECT_FALSE(queue.cancel(first, &mine, event));
  queue.push(Instant(2s), {&mine, 2, 0});  // in the place of the first
  EXPECT_FALSE(queue.cancel(first, &mine, event));
  EXPECT_FALSE(queue.cancel(EventId::none, &mine, event));
  EXPECT_EQ(queue.size(), 1u);
}

TEST(EventQueue, NeitherForgetsTheEndOfTimeNorKeepsTheDead) {
  EventQueue queue;
  Event event;
  queue.push(never, {nullptr, 1, 0});
  for (int i = 0; i < 1'000'000; ++i)  // as timeouts that are always cancelled
    ASSERT_TRUE(queue.cancel(queue.push(Instant(1h), {}), nullptr, event));
  EXPECT_EQ(queue.size(), 1u);
  ASSERT_TRUE(queue.pop(event));
  EXPECT_EQ(event.a, 1u);
}

TEST(EventQueue, AdvancesOnlyUpToTheNextEvent) {
  EventQueue queue;
  queue.push(Instant(2s), {});
  queue.advance_to(Instant(1s));
  EXPECT_EQ(queue.now(), Instant(1s));
  EXPECT_EQ(queue.next_time(), Instant(2s));
  EXPECT_DEATH(queue.advance_to(Instant(3s)), "skips an event");
}

}  // namespace
}  // namespace curia::sim
