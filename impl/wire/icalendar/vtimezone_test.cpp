#include "impl/wire/icalendar/vtimezone.hpp"

#include <gtest/gtest.h>

#include "impl/wire/icalendar/vtimezone_testing.hpp"
#include "model/schedule/testing/zones.hpp"

namespace curia::ical {
namespace {

using schedule::sys_at;
using schedule::sys_seconds;
using schedule::Zone;

constexpr std::int64_t day = schedule::day_seconds;

sys_seconds at(int year, int month, int d) {
  return sys_at(schedule::day_number(year, month, d) * day);
}

Zone zone_of(const std::string& rule) {
  return *Zone::parse("Test/Zone", schedule::testing::tzif({}, rule));
}

Component parsed(const Zone& zone, sys_seconds begin, std::optional<sys_seconds> end) {
  std::string text = "BEGIN:VCALENDAR\r\n";
  append_vtimezone(text, zone, begin, end);
  const auto calendar = parse_component(text + "END:VCALENDAR\r\n");
  check(calendar.has_value(), "what is written is read");
  return calendar->children.front();
}

TEST(Vtimezone, SaysARuleAsARule) {
  const Zone zone = zone_of("CET-1CEST,M3.5.0,M10.5.0/3");
  std::string text;
  append_vtimezone(text, zone, at(2026, 1, 30), std::nullopt);
  EXPECT_EQ(text,
            "BEGIN:VTIMEZONE\r\nTZID:Test/Zone\r\n"
            "BEGIN:DAYLIGHT\r\nDTSTART:20250330T020000\r\n"
            "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
            "TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\nEND:DAYLIGHT\r\n"
            "BEGIN:STANDARD\r\nDTSTART:20251026T030000\r\n"
            "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"
            "TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\nEND:STANDARD\r\n"
            "END:VTIMEZONE\r\n");
}

TEST(Vtimezone, SaysTheSameAsTheZone) {
  for (const char* rule :
       {"CET-1CEST,M3.5.0,M10.5.0/3", "AEST-10AEDT,M10.1.0,M4.1.0/3", "IST-2IDT,M3.4.4/26,M10.5.0",
        "<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "EET-2EEST,M4.5.5/0,M10.5.4/24",
        "IST-1GMT0,M10.5.0,M3.5.0/1", "<+0545>-5:45", "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
        "AAA3BBB,J60,J300"}) {
    const Zone zone = zone_of(rule);
    for (const bool endless : {true, false}) {
      const auto begin = at(2026, 5, 1);
      const auto end = at(2066, 1, 1);
      const VtimezoneReader reader(parsed(zone, begin, endless ? std::nullopt : std::optional(end)),
                                   end);
      for (auto t = begin; t < end; t += schedule::seconds(day / 3))
        ASSERT_EQ(reader.offset_at(t), zone.at(t).offset.count())
            << rule << " at " << schedule::count_of(t);
    }
  }
}

TEST(Vtimezone, ListsWhatCameBeforeTheRule) {
  schedule::testing::TzifBlock block;
  block.types = {{3600, false, 0}, {7200, true, 4}, {10800, false, 9}};
  block.names = std::string("CET\0CEST\0MSK\0", 13);
  // In July 2026 the zone goes from CEST to MSK, and in 2028 back to the rule.
  block.times = {1774746000, 1782864000, 1830297600 + 28 * day};
  block.kinds = {1, 2, 0};
  const Zone zone =
      *Zone::parse("Test/Odd", schedule::testing::tzif(block, "CET-1CEST,M3.5.0,M10.5.0/3"));
  const auto begin = at(2026, 5, 1);
  const auto end = at(2040, 1, 1);
  const VtimezoneReader reader(parsed(zone, begin, std::nullopt), end);
  for (auto t = begin; t < end; t += schedule::seconds(day / 3))
    ASSERT_EQ(reader.offset_at(t), zone.at(t).offset.count()) << schedule::count_of(t);
}

}  // namespace
}  // namespace curia::ical
