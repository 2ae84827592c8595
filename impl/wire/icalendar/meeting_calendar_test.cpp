#include "impl/wire/icalendar/meeting_calendar.hpp"

#include <gtest/gtest.h>

#include "model/schedule/testing/zones.hpp"

namespace curia::ical {
namespace {

using schedule::testing::at;
using schedule::testing::utc;

std::shared_ptr<const schedule::Zone> zone_of_meeting(std::string_view name) {
  if (name == "UTC") return std::make_shared<const schedule::Zone>(schedule::Zone::utc());
  if (name == "Europe/Paris") return schedule::testing::posix_zone("CET-1CEST,M3.5.0,M10.5.0/3");
  return nullptr;
}

// One event: of a series when there is a rule and no `occurrence`.
Event made(schedule::MeetingTime time, const std::string& rrule,
           std::optional<schedule::sys_seconds> occurrence = std::nullopt) {
  schedule::Notice notice;
  notice.series = time;
  schedule::NoticeEvent event;
  event.occurrence = occurrence;
  if (!occurrence) {
    event.time = time;
    event.rrule = rrule;
  }
  notice.events = {event};
  return calendar_of(notice, {.sender = "x@example.com"}, zone_of_meeting).value().events[0];
}

schedule::MeetingTime paris(const char* start, const char* end) {
  return {at(start), at(end), false, "Europe/Paris"};
}

TEST(MeetingCalendar, BeginsWithTheFirstTimeThatTheRuleMakes) {
  const auto time = paris("20260302T090000", "20260302T100000");
  const Event event = made(time, "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=3");
  EXPECT_EQ(event.start, (Moment{at("20260303T090000"), false, "Europe/Paris"}));
  EXPECT_EQ(event.end, (Moment{at("20260303T100000"), false, "Europe/Paris"}));
  EXPECT_EQ(event.rrule, "FREQ=WEEKLY;COUNT=3;INTERVAL=2;BYDAY=TU");
  const Event day =
      made({at("20260302"), at("20260303"), true, "Europe/Paris"}, "FREQ=WEEKLY;BYDAY=TU");
  EXPECT_EQ(day.start, (Moment{at("20260303"), true, "UTC"}));
  EXPECT_EQ(day.end, (Moment{at("20260304"), true, "UTC"}));
}

TEST(MeetingCalendar, SaysTimesThatClocksShow) {
  const auto time = paris("20260329T023000", "20260329T030000");
  EXPECT_EQ(made(time, "").start.local, at("20260329T033000"));
  EXPECT_EQ(made(time, "").end.local, at("20260329T040000"));
  // A rule goes on from what was asked for.
  EXPECT_EQ(made(time, "FREQ=DAILY").start.local, at("20260329T023000"));
  EXPECT_EQ(made(time, "FREQ=DAILY").end.local, at("20260329T040000"));
}

TEST(MeetingCalendar, ARecurrenceLastsAsLongAsTheFirstToTheSecond) {
  const auto time = paris("20261024T000000", "20261024T023000");
  const auto id = utc("20261024T220000");
  const Event event = made(time, "", id);
  EXPECT_EQ(event.start.local, at("20261025T000000"));
  EXPECT_EQ(event.end, (Moment{at("20261025T023000"), false, "Europe/Paris"}));
  // Clocks show 02:30 twice that night; of the second time only UTC can speak.
  const auto longer = paris("20261024T000000", "20261024T033000");
  EXPECT_EQ(made(longer, "", id).end, (Moment{at("20261025T013000"), false, "UTC"}));
}

}  // namespace
}  // namespace curia::ical
