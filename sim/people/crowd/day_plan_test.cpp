#include "sim/people/crowd/day_plan.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace curia::crowd {
namespace {

DayPlan plan_of(const DayOptions& options, std::uint64_t seed = 1) {
  return plan_day(options, Prng(seed, "day"));
}

TEST(DayPlan, HasTheMeetingsAskedForWithPeopleInThem) {
  const auto plan = plan_of({.people = 1000, .meetings = 400});
  EXPECT_EQ(plan.meetings.size(), 400u);
  EXPECT_EQ(plan.spaces, 125u);
  std::size_t attendances = 0, late = 0, guests = 0, gaps = 0;
  for (const auto& meeting : plan.meetings) {
    ASSERT_FALSE(meeting.people.empty());
    EXPECT_LT(meeting.space, plan.spaces);
    EXPECT_LE(meeting.ends, Duration(8h));
    for (const auto& one : meeting.people) {
      ++attendances;
      late += one.comes >= meeting.begins + 119s ? 1 : 0;
      guests += one.part == Part::guest ? 1 : 0;
      gaps += one.gap ? 1 : 0;
    }
  }
  // Eight to a meeting, one in twenty late, and so on.
  EXPECT_NEAR(static_cast<int>(attendances), 3200, 700);
  EXPECT_GT(late, attendances / 40);
  EXPECT_LT(late, attendances / 8);
  EXPECT_GT(guests, attendances / 20);
  EXPECT_GT(gaps, attendances / 60);
}

TEST(DayPlan, NobodyIsAskedToTwoMeetingsAtATime) {
  const auto plan = plan_of({.people = 60, .meetings = 200}, 5);
  std::map<PersonNumber, Duration> until;
  for (const auto& meeting : plan.meetings)
    for (const auto& one : meeting.people) {
      EXPECT_LE(until[one.person], meeting.begins);
      until[one.person] = meeting.ends;
    }
}

TEST(DayPlan, TimesFollowEachOther) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed)
    for (const auto& meeting : plan_of({.people = 40, .meetings = 30, .length = 2h}, seed).meetings)
      for (const auto& one : meeting.people) {
        EXPECT_GE(one.comes, Duration{});
        EXPECT_LT(one.comes, one.goes);
        for (const auto& time : {one.gap, one.shares}) {
          if (!time) continue;
          EXPECT_LE(one.comes, time->from);
          EXPECT_LT(time->from, time->to);
          EXPECT_LE(time->to, one.goes);
        }
      }
}

TEST(DayPlan, OneMeetingOfAll) {
  const auto plan = plan_of({.people = 1000, .meetings = 1, .length = 1h, .is_one_meeting = true});
  ASSERT_EQ(plan.meetings.size(), 1u);
  std::set<PersonNumber> people;
  for (const auto& one : plan.meetings[0].people) people.insert(one.person);
  EXPECT_EQ(people.size(), 1000u);
}

TEST(DayPlan, IsTheSameForTheSameSeed) {
  const DayOptions options{.people = 100, .meetings = 40};
  const auto times = [&](std::uint64_t seed) {
    std::vector<Duration> all;
    for (const auto& meeting : plan_of(options, seed).meetings)
      for (const auto& one : meeting.people) all.push_back(one.comes);
    return all;
  };
  EXPECT_EQ(times(3), times(3));
  EXPECT_NE(times(3), times(4));
}

}  // namespace
}  // namespace curia::crowd
