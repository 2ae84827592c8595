// Histories that are known to be right or wrong: a checker that cannot fail proves nothing.
#include "conformance/linear/checker.hpp"

#include <gtest/gtest.h>

#include "conformance/linear/objects.hpp"

namespace curia::linear {
namespace {

Operation read(std::int64_t begun, std::int64_t ended, const std::string& value) {
  return register_read(begun, ended, value);
}
Operation write(std::int64_t begun, std::int64_t ended, const std::string& value) {
  return register_write(begun, ended, value);
}

bool holds(const History& history, const std::string& initial = "a") {
  return check_history(history, initial).is_linearizable;
}

TEST(Linearizability, OneAfterTheOther) {
  EXPECT_TRUE(holds({}));
  EXPECT_TRUE(holds({read(0, 1, "a"), write(2, 3, "b"), read(4, 5, "b")}));
  EXPECT_FALSE(holds({read(0, 1, "b")}));
}

TEST(Linearizability, ReadsBesideAWriteMayShowEither) {
  EXPECT_TRUE(holds({write(0, 10, "b"), read(1, 2, "a"), read(3, 4, "b")}));
  EXPECT_TRUE(holds({write(0, 10, "b"), read(1, 9, "a"), read(2, 8, "b")}));
}

// The new value was seen, and after that the old one.
TEST(Linearizability, NoWayBack) {
  EXPECT_FALSE(holds({write(0, 10, "b"), read(1, 2, "b"), read(3, 4, "a")}));
}

TEST(Linearizability, NoStaleRead) { EXPECT_FALSE(holds({write(0, 1, "b"), read(2, 3, "a")})); }

TEST(Linearizability, NoLostUpdate) {
  const History history{write(0, 5, "b"), write(1, 6, "c"), read(7, 8, "a")};
  EXPECT_FALSE(holds(history));
}

// Two readers must agree on the order of two writes.
TEST(Linearizability, OneOrderForAll) {
  EXPECT_FALSE(holds(
      {write(0, 20, "b"), write(0, 20, "c"), read(1, 2, "b"), read(3, 4, "c"), read(5, 6, "b")}));
  EXPECT_TRUE(holds({write(0, 20, "b"), write(0, 20, "c"), read(1, 2, "b"), read(3, 4, "c")}));
}

TEST(Linearizability, WhatHadNoAnswerMayHaveHappened) {
  Operation lost = write(0, 0, "b");
  lost.is_lost = true;
  EXPECT_TRUE(holds({lost, read(5, 6, "a")}));
  EXPECT_TRUE(holds({lost, read(5, 6, "a"), read(7, 8, "b")}));
  EXPECT_FALSE(holds({lost, read(5, 6, "b"), read(7, 8, "a")}));
}

TEST(Linearizability, WhatIsGoneStaysGone) {
  EXPECT_TRUE(holds({register_erase(0, 5, true), read(1, 2, "a"), register_read(6, 7, gone)}));
  EXPECT_FALSE(holds({register_erase(0, 1, true), read(2, 3, "a")}));
  EXPECT_FALSE(holds({register_erase(0, 1, true), register_erase(2, 3, true)}));
  EXPECT_TRUE(holds({register_erase(0, 9, true), register_erase(1, 8, false)}));
}

TEST(Linearizability, ARefusedWriteLeavesNothingBehind) {
  EXPECT_TRUE(holds({refused_write(0, 5), read(1, 2, "a")}));
  EXPECT_FALSE(holds({refused_write(0, 5), read(1, 2, "b")}));
}

TEST(Linearizability, PagesAndTotals) {
  const auto add_x = list_add(0, 10, "x"), add_y = list_add(0, 10, "y");
  EXPECT_TRUE(holds({add_x, add_y, list_page(11, 12, 0, 20, 2, {"y", "x"})}, ""));
  EXPECT_FALSE(holds({add_x, add_y, list_page(11, 12, 0, 20, 1, {"y", "x"})}, ""));
  EXPECT_FALSE(holds({add_x, add_y, list_page(11, 12, 0, 20, 2, {"y"})}, ""));
  // Two pages, two orders.
  EXPECT_FALSE(holds(
      {add_x, add_y, list_page(11, 12, 0, 1, 2, {"y"}), list_page(13, 14, 0, 1, 2, {"x"})}, ""));
  EXPECT_TRUE(holds({add_x, list_remove(11, 20, "x", true), list_page(12, 13, 0, 20, 0, {})}, ""));
  EXPECT_FALSE(
      holds({add_x, list_remove(11, 12, "x", true), list_page(13, 14, 0, 20, 1, {"x"})}, ""));
}

}  // namespace
}  // namespace curia::linear
