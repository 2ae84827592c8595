#include "model/registry/slot_set.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

namespace curia {
namespace {

std::vector<std::uint32_t> members(const SlotSet& set, std::size_t first = 0) {
  std::vector<std::uint32_t> out;
  set.visit_from(first, [&](std::uint32_t slot) {
    out.push_back(slot);
    return true;
  });
  return out;
}

// Slots near chunk borders, so that few steps meet many chunks.
std::uint32_t draw_slot() {
  return *rc::gen::inRange<std::uint32_t>(0, 4) * 65536u + *rc::gen::inRange<std::uint32_t>(0, 40);
}

RC_GTEST_PROP(SlotSet, BehavesLikeASet, ()) {
  SlotSet set;
  std::set<std::uint32_t> model;
  const int steps = *rc::gen::inRange(0, 200);
  for (int i = 0; i < steps; ++i) {
    const std::uint32_t slot = draw_slot();
    if (*rc::gen::arbitrary<bool>())
      RC_ASSERT(set.insert(slot) == model.insert(slot).second);
    else
      RC_ASSERT(set.erase(slot) == (model.erase(slot) == 1));
    RC_ASSERT(set.contains(slot) == model.contains(slot));
    RC_ASSERT(set.size() == model.size());
  }
  RC_ASSERT(members(set) == std::vector<std::uint32_t>(model.begin(), model.end()));
  for (std::size_t rank = 0; rank <= model.size(); ++rank) {
    const auto found = set.nth(rank);
    RC_ASSERT(found.has_value() == (rank < model.size()));
    if (found) RC_ASSERT(*found == *std::next(model.begin(), static_cast<std::ptrdiff_t>(rank)));
  }
}

// Every way in which two chunks can meet: both sparse, both dense, one of each.
TEST(SlotSet, IntersectsAndAddsDenseAndSparseChunks) {
  for (std::uint32_t step_a : {1u, 50u})
    for (std::uint32_t step_b : {1u, 64u}) {
      SlotSet a, b;
      std::set<std::uint32_t> both, either;
      for (std::uint32_t slot = 0; slot < 70'000; ++slot) {
        const bool in_a = slot % step_a == 0, in_b = slot % step_b == 0;
        if (in_a) a.insert(slot);
        if (in_b) b.insert(slot);
        if (in_a && in_b) both.insert(slot);
        if (in_a || in_b) either.insert(slot);
      }
      const SlotSet common = intersection(a, b);
      EXPECT_EQ(members(common), std::vector<std::uint32_t>(both.begin(), both.end()));
      EXPECT_EQ(common.size(), both.size());
      a.add_all(b);
      EXPECT_EQ(members(a), std::vector<std::uint32_t>(either.begin(), either.end()));
      EXPECT_EQ(a.size(), either.size());
    }
}

TEST(SlotSet, TurnsSparseAgainWhenItEmpties) {
  SlotSet set;
  for (std::uint32_t slot = 0; slot < 10'000; ++slot) set.insert(slot);
  for (std::uint32_t slot = 0; slot < 9'990; ++slot) set.erase(slot);
  EXPECT_EQ(members(set, 8), (std::vector<std::uint32_t>{9'998, 9'999}));
  for (std::uint32_t slot = 9'990; slot < 10'000; ++slot) set.erase(slot);
  EXPECT_TRUE(set.empty());
  EXPECT_FALSE(set.nth(0));
}

}  // namespace
}  // namespace curia
