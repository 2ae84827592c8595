#include "model/schedule/series.hpp"

#include <gtest/gtest.h>

#include "model/base/limits.hpp"
#include "model/schedule/occurrences.hpp"
#include "model/schedule/testing/zones.hpp"

namespace curia::schedule {
namespace {

using testing::at;
using testing::utc;
using testing::written;

const auto berlin = testing::posix_zone("CET-1CEST,M3.5.0,M10.5.0/3");

std::vector<std::string> starts(const Series& series, sys_seconds from = sys_seconds::min(),
                                std::size_t most = 10) {
  std::vector<std::string> found;
  Occurrences occurrences(series, from);
  while (found.size() < most) {
    const auto next = occurrences.next();
    if (!next) break;
    found.push_back(written(local_at(count_of(next->start))));
  }
  return found;
}

using Texts = std::vector<std::string>;

TEST(Series, OneMeeting) {
  const auto series = *Series::make({.start = at("20260329T090000")}, berlin);
  EXPECT_EQ(starts(series), Texts{"20260329T070000"});
  EXPECT_TRUE(starts(series, utc("20260329T070001")).empty());
  EXPECT_EQ(series.last()->start, utc("20260329T070000"));
  EXPECT_FALSE(series.is_endless());
}

TEST(Series, KeepsItsLocalTimeAcrossChangesOfClocks) {
  const auto series = *Series::make(
      {.start = at("20260328T023000"), .rule = *parse_rule("FREQ=DAILY;COUNT=3")}, berlin);
  EXPECT_EQ(starts(series), (Texts{"20260328T013000", "20260329T013000", "20260330T003000"}));
  const auto autumn = *Series::make(
      {.start = at("20261024T023000"), .rule = *parse_rule("FREQ=DAILY;COUNT=3")}, berlin);
  EXPECT_EQ(starts(autumn), (Texts{"20261024T003000", "20261025T003000", "20261026T013000"}));
}

TEST(Series, SkippedTimesComeInOrderAndOnce) {
  const auto series = *Series::make(
      {.start = at("20260329T010000"), .rule = *parse_rule("FREQ=MINUTELY;INTERVAL=40;COUNT=7")},
      berlin);  // 1:00 1:40 [2:20 = 3:20] 3:00 3:40 4:20 5:00
  EXPECT_EQ(starts(series),
            (Texts{"20260329T000000", "20260329T004000", "20260329T010000", "20260329T012000",
                   "20260329T014000", "20260329T022000", "20260329T030000"}));
  EXPECT_EQ(starts(series, utc("20260329T012000"), 1), Texts{"20260329T012000"});
  const auto hourly = *Series::make(
      {.start = at("20260329T010000"), .rule = *parse_rule("FREQ=HOURLY;COUNT=4")}, berlin);
  EXPECT_EQ(starts(hourly), (Texts{"20260329T000000", "20260329T010000", "20260329T020000"}));
}

TEST(Series, UntilIsIncluded) {
  for (const char* until : {"20260103T080000Z", "20260103T090000", "20260103"}) {
    const auto rule = parse_rule("FREQ=DAILY;UNTIL=" + std::string(until));
    const auto series = *Series::make({.start = at("20260101T090000"), .rule = *rule}, berlin);
    EXPECT_EQ(starts(series).size(), 3u) << until;
    EXPECT_EQ(series.last()->start, utc("20260103T080000"));
  }
}

TEST(Series, DatesAndChanges) {
  SeriesSpec spec{.start = at("20260105T090000"), .rule = *parse_rule("FREQ=WEEKLY;COUNT=4")};
  spec.excluded = {at("20260112T090000")};
  spec.added = {at("20260107T100000"), at("20260105T090000")};
  spec.changes = {{utc("20260119T080000"), at("20260104T120000")},
                  {utc("20260107T090000"), std::nullopt}};
  const auto series = *Series::make(spec, berlin);
  EXPECT_EQ(starts(series), (Texts{"20260104T110000", "20260105T080000", "20260126T080000"}));
  EXPECT_EQ(starts(series, utc("20260104T110001")), (Texts{"20260105T080000", "20260126T080000"}));
  const auto moved = series.find(utc("20260119T080000"));
  ASSERT_TRUE(moved.has_value());
  EXPECT_TRUE(moved->changed);
  EXPECT_EQ(moved->start, utc("20260104T110000"));
  EXPECT_FALSE(series.find(utc("20260107T090000")).has_value());
  EXPECT_TRUE(series.find(utc("20260126T080000")).has_value());
  EXPECT_FALSE(series.find(utc("20260112T080000")).has_value());
  EXPECT_EQ(series.first()->start, utc("20260104T110000"));
  EXPECT_EQ(series.last(utc("20260126T080000"))->start, utc("20260105T080000"));
}

TEST(Series, RefusesChangesOfNothing) {
  SeriesSpec spec{.start = at("20260105T090000"), .rule = *parse_rule("FREQ=WEEKLY;COUNT=4")};
  spec.changes = {{utc("20260106T080000"), std::nullopt}};
  EXPECT_EQ(Series::make(spec, berlin).error().code, Errc::not_found);
  spec.changes = {{utc("20260112T080000"), std::nullopt}, {utc("20260112T080000"), std::nullopt}};
  EXPECT_EQ(Series::make(spec, berlin).error().code, Errc::duplicate);
}

TEST(Series, AllDay) {
  SeriesSpec spec{.start = at("20260301"),
                  .all_day = true,
                  .rule = *parse_rule("FREQ=MONTHLY;BYHOUR=9;UNTIL=20260501")};
  const auto series = *Series::make(spec, berlin);
  EXPECT_EQ(starts(series), (Texts{"20260228T230000", "20260331T220000", "20260430T220000"}));
  spec.start = at("20260301T000001");
  EXPECT_EQ(Series::make(spec, berlin).error().parameter, "start");
  spec.start = at("20260301");
  spec.rule = *parse_rule("FREQ=HOURLY");
  EXPECT_EQ(Series::make(spec, berlin).error().parameter, "FREQ");
}

TEST(Series, LastOfEndlessAndEmptyOnes) {
  const auto endless =
      *Series::make({.start = at("20260101T090000"), .rule = *parse_rule("FREQ=DAILY")}, berlin);
  EXPECT_TRUE(endless.is_endless());
  EXPECT_EQ(endless.last(utc("20660101T080000"))->start, utc("20651231T080000"));
  EXPECT_FALSE(endless.last(utc("20260101T080000")).has_value());
  EXPECT_EQ(endless.last()->local, at("99991231T090000"));
  const auto empty = *Series::make(
      {.start = at("20260101T090000"), .rule = *parse_rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")},
      berlin);
  EXPECT_FALSE(empty.first().has_value());
  EXPECT_FALSE(empty.last().has_value());
}

TEST(Series, Limits) {
  SeriesSpec spec{.start = at("20260105T090000")};
  spec.excluded.assign(limits::recurrence_dates + 1, at("20260105T090000"));
  EXPECT_EQ(Series::make(spec, berlin).error().code, Errc::limit_reached);
  const auto rare = parse_rule("FREQ=SECONDLY;COUNT=100000;INTERVAL=7;BYMINUTE=1;BYSECOND=1");
  const auto series = Series::make({.start = at("20260105T090000"), .rule = *rare}, berlin);
  ASSERT_FALSE(series.has_value());
  EXPECT_EQ(series.error().parameter, "COUNT");
}

}  // namespace
}  // namespace curia::schedule
