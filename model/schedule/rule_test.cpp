#include "model/schedule/rule.hpp"

#include <gtest/gtest.h>

#include "model/base/limits.hpp"
#include "model/schedule/rule_cursor.hpp"
#include "model/schedule/testing/zones.hpp"

namespace curia::schedule {
namespace {

using testing::at;

TEST(Rule, WritesWhatItRead) {
  for (const char* text :
       {"FREQ=DAILY", "FREQ=WEEKLY;COUNT=10;INTERVAL=2;BYDAY=MO,WE;WKST=SU",
        "FREQ=MONTHLY;UNTIL=20261231T235959Z;BYDAY=MO,-1FR,2TU;BYSETPOS=-1,1",
        "FREQ=YEARLY;UNTIL=20261231;BYMONTHDAY=-31,-1,1,31;BYMONTH=1,12",
        "FREQ=YEARLY;BYDAY=SU;BYWEEKNO=-53,1,53", "FREQ=SECONDLY;BYSECOND=0,59;BYYEARDAY=-366,366",
        "FREQ=HOURLY;UNTIL=20261231T235959;BYMINUTE=0,30;BYHOUR=0,23"}) {
    const auto rule = parse_rule(text);
    ASSERT_TRUE(rule.has_value()) << text << ": " << rule.error().message;
    EXPECT_EQ(to_text(*rule), text);
  }
}

TEST(Rule, TakesWhatCalendarsWrite) {
  const std::string canonical = "FREQ=WEEKLY;COUNT=3;BYDAY=MO,TU";
  for (const char* text :
       {"RRULE:FREQ=WEEKLY;COUNT=3;BYDAY=MO,TU", "FREQ=WEEKLY; COUNT=3; BYDAY=MO,TU",
        " freq=weekly;byday=tu, mo,mo;count=03 ", "BYDAY=TU,MO;COUNT=3;FREQ=WEEKLY;",
        "FREQ=WEEKLY;COUNT=3;BYDAY=MO,TU;WKST=MO;INTERVAL=1"}) {
    const auto rule = parse_rule(text);
    ASSERT_TRUE(rule.has_value()) << text << ": " << rule.error().message;
    EXPECT_EQ(to_text(*rule), canonical) << text;
  }
  EXPECT_EQ(to_text(*parse_rule("FREQ=DAILY;BYSECOND=60")), "FREQ=DAILY;BYSECOND=59");
  EXPECT_EQ(to_text(*parse_rule("FREQ=MONTHLY;BYDAY=+1MO")), "FREQ=MONTHLY;BYDAY=1MO");
}

TEST(Rule, NamesThePartAtFault) {
  const std::pair<const char*, const char*> cases[] = {
      {"", ""},
      {"DAILY", "DAILY"},
      {"COUNT=3", "FREQ"},
      {"FREQ=OFTEN", "FREQ"},
      {"FREQ=DAILY;FREQ=DAILY", "FREQ"},
      {"FREQ=DAILY;COUNT=0", "COUNT"},
      {"FREQ=DAILY;COUNT=-1", "COUNT"},
      {"FREQ=DAILY;COUNT=3;UNTIL=20260101", "COUNT"},
      {"FREQ=DAILY;UNTIL=20260230", "UNTIL"},
      {"FREQ=DAILY;UNTIL=20260101T250000Z", "UNTIL"},
      {"FREQ=DAILY;INTERVAL=0", "INTERVAL"},
      {"FREQ=DAILY;BYSECOND=61", "BYSECOND"},
      {"FREQ=DAILY;BYMINUTE=60", "BYMINUTE"},
      {"FREQ=DAILY;BYHOUR=-1", "BYHOUR"},
      {"FREQ=DAILY;BYHOUR=", "BYHOUR"},
      {"FREQ=DAILY;BYMONTH=13", "BYMONTH"},
      {"FREQ=DAILY;BYMONTH=1,,2", "BYMONTH"},
      {"FREQ=DAILY;BYDAY=XX", "BYDAY"},
      {"FREQ=DAILY;BYDAY=1MO", "BYDAY"},
      {"FREQ=WEEKLY;BYDAY=-1MO", "BYDAY"},
      {"FREQ=MONTHLY;BYDAY=0MO", "BYDAY"},
      {"FREQ=YEARLY;BYDAY=54MO", "BYDAY"},
      {"FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO", "BYDAY"},
      {"FREQ=MONTHLY;BYWEEKNO=1", "BYWEEKNO"},
      {"FREQ=YEARLY;BYWEEKNO=0", "BYWEEKNO"},
      {"FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY"},
      {"FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY"},
      {"FREQ=DAILY;BYYEARDAY=1", "BYYEARDAY"},
      {"FREQ=YEARLY;BYYEARDAY=367", "BYYEARDAY"},
      {"FREQ=YEARLY;BYSETPOS=1", "BYSETPOS"},
      {"FREQ=YEARLY;BYMONTH=1;BYSETPOS=0", "BYSETPOS"},
      {"FREQ=DAILY;WKST=XX", "WKST"},
      {"FREQ=DAILY;RSCALE=CHINESE", "RSCALE"},
  };
  for (const auto& [text, parameter] : cases) {
    const auto rule = parse_rule(text);
    ASSERT_FALSE(rule.has_value()) << text;
    EXPECT_EQ(rule.error().parameter, parameter) << text;
    EXPECT_FALSE(rule.error().message.empty());
  }
  EXPECT_EQ(parse_rule("FREQ=DAILY;COUNT=100001").error().code, Errc::limit_reached);
  EXPECT_EQ(parse_rule("FREQ=DAILY;INTERVAL=1000000001").error().code, Errc::limit_reached);
  EXPECT_EQ(parse_rule(std::string(limits::recurrence_rule_bytes + 1, ' ')).error().code,
            Errc::value_too_long);
}

// What the cursor says of a rule that makes nothing, and how many periods it looked at for that.
std::pair<End, std::uint64_t> search(const char* text) {
  const Rule rule = *parse_rule(text);
  RuleCursor cursor(rule, at("20260101T090000"));
  EXPECT_FALSE(cursor.next().has_value()) << text;
  return {cursor.end(), cursor.periods()};
}

TEST(RuleCursor, EndsWhereNothingComes) {
  for (const auto& [text, most] : std::initializer_list<std::pair<const char*, std::uint64_t>>{
           {"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", 500},
           {"FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", 5000},
           {"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", 150000},
           {"FREQ=DAILY;BYMONTH=4;BYMONTHDAY=31;INTERVAL=3", 150000},
           {"FREQ=WEEKLY;INTERVAL=7;BYMONTH=3;BYSETPOS=8", 21000},
           {"FREQ=HOURLY;INTERVAL=24;BYHOUR=8", 150010},
           {"FREQ=SECONDLY;INTERVAL=60;BYSECOND=30", 150010},
           {"FREQ=MINUTELY;BYMINUTE=5;BYSETPOS=2", 150010},
           {"FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=4,6,9,11", 500}}) {
    const auto [end, periods] = search(text);
    EXPECT_EQ(end, End::finished) << text;
    EXPECT_LE(periods, most) << text;
  }
  const auto [end, periods] =
      search("FREQ=SECONDLY;INTERVAL=7;BYSECOND=1;BYSETPOS=-2,-1;BYMONTH=2;BYMONTHDAY=30");
  EXPECT_NE(end, End::open);
  EXPECT_LE(periods, limits::recurrence_barren_periods + 1);
}

TEST(RuleCursor, SeekEqualsReplay) {
  for (const char* text :
       {"FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1,2", "FREQ=YEARLY;BYWEEKNO=1,-1;INTERVAL=3",
        "FREQ=HOURLY;INTERVAL=5;BYMINUTE=0,30", "FREQ=YEARLY;BYDAY=-1FR,20MO;BYHOUR=1,2"}) {
    const Rule rule = *parse_rule(text);
    RuleCursor all(rule, at("20260101T090000"));
    std::vector<local_seconds> times;
    while (times.size() < 300) times.push_back(*all.next());
    RuleCursor cursor(rule, at("20260101T090000"));
    for (std::size_t i = 0; i + 1 < times.size(); i += 7) {
      cursor.seek(times[i]);
      EXPECT_EQ(cursor.next(), times[i]) << text;
      EXPECT_EQ(cursor.next(), times[i + 1]) << text;
      cursor.seek(times[i] + seconds(1));
      EXPECT_EQ(cursor.next(), times[i + 1]) << text;
    }
  }
}

TEST(RuleCursor, WeeksBelongToTheYearTheyAreNumberedIn) {
  const Rule rule = *parse_rule("FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO,SU");
  RuleCursor cursor(rule, at("20240101T090000"));
  for (const char* expected : {"20240101T090000", "20240107T090000", "20241230T090000",
                               "20250105T090000", "20251229T090000", "20260104T090000"})
    EXPECT_EQ(cursor.next(), at(expected));
}

}  // namespace
}  // namespace curia::schedule
