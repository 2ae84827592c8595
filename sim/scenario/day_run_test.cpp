#include "sim/scenario/day_run.hpp"

#include <gtest/gtest.h>

#include "model/base/testing/asked.hpp"

namespace curia::scenario {
namespace {

constexpr std::int64_t everyday_seeds = 3;

DayFile office(std::uint64_t seed) {
  DayFile day;
  day.name = "an office";
  day.seed = seed;
  day.options = {.people = 24, .meetings = 6, .length = 1h};
  return day;
}

TEST(DayFile, IsRead) {
  const auto day = parse_day(
      "# a comment\nday \"a small office\"\nseed 7\npeople 24\nmeetings 6\nlength 2h\n"
      "crashes 2\nchanges 10\n",
      "office.day");
  ASSERT_TRUE(day) << day.error().message;
  EXPECT_EQ(day->name, "a small office");
  EXPECT_EQ(day->seed, 7u);
  EXPECT_EQ(day->options, (crowd::DayOptions{.people = 24, .meetings = 6, .length = 2h}));
  EXPECT_EQ(day->crashes, 2u);
  EXPECT_EQ(day->changes, 10u);
  EXPECT_FALSE(parse_day("people many\n", "office.day"));
  EXPECT_FALSE(parse_day("weather fine\n", "office.day"));
  EXPECT_FALSE(parse_day("people 0\n", "office.day"));
}

TEST(Days, PeopleMeetAndGoHome) {
  const auto report = run_day(office(3), {});
  EXPECT_EQ(report.problem, "");
  EXPECT_GE(report.tally.joins, 12u);
  EXPECT_GE(report.tally.turns, 100u);
  EXPECT_EQ(report.tally.cut_off, 0u);
  EXPECT_EQ(report.tally.here, 0u);
  EXPECT_GT(report.looks, 4 * report.tally.joins);
}

TEST(Days, AreTheSameTwiceAndOthersForOtherSeeds) {
  DayFile day = office(4);
  day.crashes = 1;
  day.changes = 5;
  const auto report = run_day_twice(day);
  EXPECT_EQ(report.problem, "");
  EXPECT_NE(report.digest, run_day(office(5), {}).digest);
}

TEST(Days, PeopleComeAgainAfterACrash) {
  DayFile day = office(6);
  day.crashes = 3;
  const auto report = run_day(day, {});
  EXPECT_EQ(report.problem, "");
  EXPECT_GT(report.tally.cut_off, 0u);
  EXPECT_GT(report.tally.joins, run_day(office(6), {}).tally.joins);
}

TEST(Days, GuestsWaitForSomebodyOfTheHouse) {
  DayFile day = office(8);
  day.options = {.people = 200, .meetings = 20, .length = 2h};
  const auto report = run_day(day, {});
  EXPECT_EQ(report.problem, "");
  EXPECT_GT(report.tally.waited, 0u);
  EXPECT_GT(report.tally.shared, 0u);
  EXPECT_GT(report.tally.gaps, 0u);
}

TEST(Days, ManyInOneMeeting) {
  DayFile day = office(9);
  day.options = {.people = 150, .meetings = 1, .length = 15min, .is_one_meeting = true};
  const auto report = run_day(day, {});
  EXPECT_EQ(report.problem, "");
  EXPECT_GT(report.tally.most, 130u);
}

// Random days with crashes and an administrator. CURIA_DAYS=1..5000 asks for more than every day.
TEST(Days, HoldTheInvariantsWhateverHappens) {
  const auto [first, last] = asked_seeds("CURIA_DAYS", everyday_seeds);
  for (auto seed = first; seed <= last; ++seed) {
    Prng prng(static_cast<std::uint64_t>(seed), "days");
    DayFile day = office(static_cast<std::uint64_t>(seed));
    day.options.people = static_cast<std::uint32_t>(prng.between(8, 60));
    day.options.meetings = static_cast<std::uint32_t>(prng.between(2, 10));
    day.options.is_one_meeting = prng.chance(1, 5);
    day.crashes = static_cast<std::uint32_t>(prng.below(4));
    day.changes = static_cast<std::uint32_t>(prng.below(40));
    const auto report = run_day(day, {});
    ASSERT_EQ(report.problem, "") << "seed " << seed;
  }
}

}  // namespace
}  // namespace curia::scenario
