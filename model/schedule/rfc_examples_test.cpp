// The examples of RFC 5545 section 3.8.5.3 (facts: rules and dates), in the zone they are for.
#include <gtest/gtest.h>

#include <sstream>

#include "model/schedule/occurrences.hpp"
#include "model/schedule/testing/zones.hpp"

namespace curia::schedule {
namespace {

using testing::at;

// "1997 Sep 2 9 16 Oct 7 1998 Jan 1 @9:00,9:20": dates, and the times of each.
std::vector<std::string> dates(const std::string& text) {
  constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
  std::istringstream in(text);
  std::vector<CivilDate> days;
  std::vector<int> times;
  int year = 0, month = 0;
  for (std::string word; in >> word;) {
    if (word.front() == '@') {
      std::istringstream list(word.substr(1));
      for (std::string time; std::getline(list, time, ',');) {
        const auto colon = time.find(':');
        times.push_back(std::stoi(time) * 3600 + std::stoi(time.substr(colon + 1)) * 60);
      }
    } else if (const auto found = months.find(word); found != months.npos && word.size() == 3) {
      month = static_cast<int>(found / 3) + 1;
    } else if (word.size() == 4) {
      year = std::stoi(word);
    } else {
      days.push_back({year, month, std::stoi(word)});
    }
  }
  if (times.empty()) times.push_back(9 * 3600);
  std::vector<std::string> all;
  for (const CivilDate& day : days)
    for (const int time : times) all.push_back(testing::written(local_time(day, 0, 0, time)));
  return all;
}

struct Example {
  std::string start;
  std::string rule;
  std::string expected;
  bool goes_on = false;  // the RFC lists only the beginning
};

void PrintTo(const Example& example, std::ostream* out) { *out << example.rule; }

class RfcExample : public ::testing::TestWithParam<Example> {};

TEST_P(RfcExample, Holds) {
  const Example& example = GetParam();
  const auto rule = parse_rule(example.rule);
  ASSERT_TRUE(rule.has_value()) << rule.error().message;
  const auto zone = testing::new_york_of_1997();
  const auto series = Series::make({.start = at(example.start), .rule = *rule}, zone);
  ASSERT_TRUE(series.has_value()) << series.error().message;
  const std::vector<std::string> expected = dates(example.expected);
  Occurrences occurrences(*series);
  std::vector<std::string> found;
  while (found.size() < expected.size() + (example.goes_on ? 0 : 1)) {
    const auto occurrence = occurrences.next();
    if (!occurrence) break;
    EXPECT_EQ(zone->to_local(occurrence->start), occurrence->local);
    found.push_back(testing::written(occurrence->local));
  }
  EXPECT_EQ(found, expected);
  EXPECT_EQ(occurrences.end(), example.goes_on ? End::open : End::finished);
}

const std::string september = "19970902T090000";

const Example by_days_and_weeks[] = {
    {september, "FREQ=DAILY;COUNT=10", "1997 Sep 2 3 4 5 6 7 8 9 10 11"},
    {september, "FREQ=DAILY;UNTIL=19971224T000000Z",
     "1997 Sep 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 "
     "Oct 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 "
     "Nov 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 "
     "Dec 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23"},
    {september, "FREQ=DAILY;INTERVAL=2", "1997 Sep 2 4 6 8 10 12 14 16 18 20 22 24 26 28 30 Oct 2",
     true},
    {september, "FREQ=DAILY;INTERVAL=10;COUNT=5", "1997 Sep 2 12 22 Oct 2 12"},
    {"19980101T090000", "FREQ=YEARLY;UNTIL=19980131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
     "1998 Jan 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 "
     "31"},
    {"19980101T090000", "FREQ=DAILY;UNTIL=19980131T140000Z;BYMONTH=1",
     "1998 Jan 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 "
     "31"},
    {september, "FREQ=WEEKLY;COUNT=10", "1997 Sep 2 9 16 23 30 Oct 7 14 21 28 Nov 4"},
    {september, "FREQ=WEEKLY;UNTIL=19971224T000000Z",
     "1997 Sep 2 9 16 23 30 Oct 7 14 21 28 Nov 4 11 18 25 Dec 2 9 16 23"},
    {september, "FREQ=WEEKLY;INTERVAL=2;WKST=SU",
     "1997 Sep 2 16 30 Oct 14 28 Nov 11 25 Dec 9 23 1998 Jan 6 20 Feb 3 17", true},
    {september, "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
     "1997 Sep 2 4 9 11 16 18 23 25 30 Oct 2"},
    {september, "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH",
     "1997 Sep 2 4 9 11 16 18 23 25 30 Oct 2"},
    {"19970901T090000", "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
     "1997 Sep 1 3 5 15 17 19 29 Oct 1 3 13 15 17 27 29 31 Nov 10 12 14 24 26 28 Dec 8 10 12 22"},
    {september, "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
     "1997 Sep 2 4 16 18 30 Oct 2 14 16"},
    {"19970805T090000", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
     "1997 Aug 5 10 19 24"},
    {"19970805T090000", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
     "1997 Aug 5 17 19 31"},
};
INSTANTIATE_TEST_SUITE_P(DaysAndWeeks, RfcExample, ::testing::ValuesIn(by_days_and_weeks));

const Example by_months[] = {
    {"19970905T090000", "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
     "1997 Sep 5 Oct 3 Nov 7 Dec 5 1998 Jan 2 Feb 6 Mar 6 Apr 3 May 1 Jun 5"},
    {"19970905T090000", "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR",
     "1997 Sep 5 Oct 3 Nov 7 Dec 5"},
    {"19970907T090000", "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
     "1997 Sep 7 28 Nov 2 30 1998 Jan 4 25 Mar 1 29 May 3 31"},
    {"19970922T090000", "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
     "1997 Sep 22 Oct 20 Nov 17 Dec 22 1998 Jan 19 Feb 16"},
    {"19970928T090000", "FREQ=MONTHLY;BYMONTHDAY=-3",
     "1997 Sep 28 Oct 29 Nov 28 Dec 29 1998 Jan 29 Feb 26", true},
    {september, "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
     "1997 Sep 2 15 Oct 2 15 Nov 2 15 Dec 2 15 1998 Jan 2 15"},
    {"19970930T090000", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
     "1997 Sep 30 Oct 1 31 Nov 1 30 Dec 1 31 1998 Jan 1 31 Feb 1"},
    {"19970910T090000", "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
     "1997 Sep 10 11 12 13 14 15 1999 Mar 10 11 12 13"},
    {september, "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
     "1997 Sep 2 9 16 23 30 Nov 4 11 18 25 1998 Jan 6 13 20 27 Mar 3 10 17 24 31", true},
    {"19971113T090000", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
     "1998 Feb 13 Mar 13 Nov 13 1999 Aug 13 2000 Oct 13", true},
    {"19970913T090000", "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
     "1997 Sep 13 Oct 11 Nov 8 Dec 13 1998 Jan 10 Feb 7 Mar 7 Apr 11 May 9 Jun 13", true},
    {"19970904T090000", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997 Sep 4 Oct 7 Nov 6"},
    {"19970929T090000", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
     "1997 Sep 29 Oct 30 Nov 27 Dec 30 1998 Jan 29 Feb 26 Mar 30", true},
    {"20070115T090000", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5", "2007 Jan 15 30 Feb 15 Mar 15 30"},
};
INSTANTIATE_TEST_SUITE_P(Months, RfcExample, ::testing::ValuesIn(by_months));

const Example by_years[] = {
    {"19970610T090000", "FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
     "1997 Jun 10 Jul 10 1998 Jun 10 Jul 10 1999 Jun 10 Jul 10 2000 Jun 10 Jul 10 "
     "2001 Jun 10 Jul 10"},
    {"19970310T090000", "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
     "1997 Mar 10 1999 Jan 10 Feb 10 Mar 10 2001 Jan 10 Feb 10 Mar 10 2003 Jan 10 Feb 10 Mar 10"},
    {"19970101T090000", "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
     "1997 Jan 1 Apr 10 Jul 19 2000 Jan 1 Apr 9 Jul 18 2003 Jan 1 Apr 10 Jul 19 2006 Jan 1"},
    {"19970519T090000", "FREQ=YEARLY;BYDAY=20MO", "1997 May 19 1998 May 18 1999 May 17", true},
    {"19970512T090000", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO", "1997 May 12 1998 May 11 1999 May 17",
     true},
    {"19970313T090000", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
     "1997 Mar 13 20 27 1998 Mar 5 12 19 26 1999 Mar 4 11 18 25", true},
    {"19970605T090000", "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
     "1997 Jun 5 12 19 26 Jul 3 10 17 24 31 Aug 7 14 21 28 1998 Jun 4 11 18 25 Jul 2 9 16 23 30 "
     "Aug 6 13 20 27",
     true},
    {"19961105T090000", "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
     "1996 Nov 5 2000 Nov 7 2004 Nov 2", true},
};
INSTANTIATE_TEST_SUITE_P(Years, RfcExample, ::testing::ValuesIn(by_years));

const Example by_times[] = {
    {september, "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z", "1997 Sep 2 @9:00,12:00,15:00"},
    {september, "FREQ=MINUTELY;INTERVAL=15;COUNT=6", "1997 Sep 2 @9:00,9:15,9:30,9:45,10:00,10:15"},
    {september, "FREQ=MINUTELY;INTERVAL=90;COUNT=4", "1997 Sep 2 @9:00,10:30,12:00,13:30"},
    {september, "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40;COUNT=48",
     "1997 Sep 2 3 @9:00,9:20,9:40,10:00,10:20,10:40,11:00,11:20,11:40,12:00,12:20,12:40,13:00,"
     "13:20,13:40,14:00,14:20,14:40,15:00,15:20,15:40,16:00,16:20,16:40"},
    {september, "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16;COUNT=48",
     "1997 Sep 2 3 @9:00,9:20,9:40,10:00,10:20,10:40,11:00,11:20,11:40,12:00,12:20,12:40,13:00,"
     "13:20,13:40,14:00,14:20,14:40,15:00,15:20,15:40,16:00,16:20,16:40"},
};
INSTANTIATE_TEST_SUITE_P(Times, RfcExample, ::testing::ValuesIn(by_times));

TEST(RfcExamples, FridayTheThirteenthWithoutItsStart) {
  const auto series = Series::make({.start = at("19970902T090000"),
                                    .rule = *parse_rule("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13"),
                                    .excluded = {at("19970902T090000")}},
                                   testing::new_york_of_1997());
  ASSERT_TRUE(series.has_value());
  EXPECT_EQ(series->first()->local, at("19980213T090000"));
}

}  // namespace
}  // namespace curia::schedule
