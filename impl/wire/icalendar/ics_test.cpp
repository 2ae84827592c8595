#include <gtest/gtest.h>

#include "impl/wire/icalendar/calendar.hpp"
#include "impl/wire/icalendar/lines.hpp"
#include "model/schedule/testing/zones.hpp"

namespace curia::ical {
namespace {

using schedule::local_time;

std::shared_ptr<const schedule::Zone> find_zone(std::string_view name) {
  if (name != "Europe/Paris") return nullptr;
  return std::make_shared<const schedule::Zone>(*schedule::Zone::parse(
      "Europe/Paris", schedule::testing::tzif({}, "CET-1CEST,M3.5.0,M10.5.0/3")));
}

Event sample() {
  Event event;
  event.uid = "3d5d9a5e-7d07-4f8a-9a0e-6a3a4a8f0c11";
  event.sequence = 4;
  event.stamp = 1774746000;
  event.start = {local_time({2026, 3, 27}, 9), false, "Europe/Paris"};
  event.end = {local_time({2026, 3, 27}, 10), false, "Europe/Paris"};
  event.rrule = "FREQ=WEEKLY;COUNT=5";
  event.excluded = {{local_time({2026, 4, 3}, 9), false, "Europe/Paris"}};
  event.summary = "Budget, \"2026\"; caf\xc3\xa9 \\ r\xc3\xa9sum\xc3\xa9";
  event.description = "Join:\nhttps://meet.example.com/1\n\n.";
  event.location = "https://meet.example.com/1";
  event.organizer = {"org@example.com", "Doe, Jane"};
  event.attendees = {{"ann@example.com", ""}, {"bob@example.com", "Bob: \xc3\x89"}};
  return event;
}

TEST(Ics, IsReadBackAsItWasWritten) {
  Calendar calendar{Method::request, {sample(), sample()}};
  Event& changed = calendar.events.back();
  changed.rrule.clear();
  changed.excluded.clear();
  changed.occurrence = Moment{local_time({2026, 4, 10}, 9), false, "Europe/Paris"};
  changed.cancelled = true;
  const auto text = to_ics(calendar, find_zone);
  ASSERT_TRUE(text) << text.error().message;
  const auto again = read_ics(*text);
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(*again, calendar);
  EXPECT_NE(text->find("RECURRENCE-ID;TZID=Europe/Paris:20260410T090000\r\n"), std::string::npos);
  EXPECT_NE(text->find("\r\nMETHOD:REQUEST\r\n"), std::string::npos);
}

TEST(Ics, WholeDaysAreDates) {
  Event event = sample();
  event.start = {local_time({2026, 3, 27}), true, "UTC"};
  event.end = {local_time({2026, 3, 28}), true, "UTC"};
  event.excluded.clear();
  const Calendar calendar{Method::cancel, {event}};
  const auto text = to_ics(calendar, find_zone);
  ASSERT_TRUE(text);
  EXPECT_NE(text->find("\r\nDTSTART;VALUE=DATE:20260327\r\nDTEND;VALUE=DATE:20260328\r\n"),
            std::string::npos);
  EXPECT_EQ(text->find("VTIMEZONE"), std::string::npos);
  EXPECT_EQ(*read_ics(*text), calendar);
}

TEST(Ics, NoLineIsLongerThan75Bytes) {
  Event event = sample();
  for (int i = 0; i < 200; ++i) event.description += i % 3 == 0 ? "\xe2\x82\xac" : "x";
  const auto text = to_ics({Method::request, {event}}, find_zone);
  ASSERT_TRUE(text);
  std::string_view rest = *text;
  while (!rest.empty()) {
    const std::size_t end = rest.find("\r\n");
    ASSERT_NE(end, std::string_view::npos);
    EXPECT_LE(end, 75u);
    EXPECT_TRUE(end == 0 || (static_cast<unsigned char>(rest[1]) & 0xc0) != 0x80 || rest[0] != ' ');
    rest.remove_prefix(end + 2);
  }
  EXPECT_EQ(read_ics(*text)->events.front(), event);
}

TEST(Ics, NothingFromOutsideEndsALine) {
  Event event = sample();
  event.summary = "a\r\nATTENDEE:mailto:evil@example.com";
  event.organizer.name = "b\"\r\nX:y";
  const auto text = to_ics({Method::request, {event}}, find_zone);
  ASSERT_TRUE(text);
  EXPECT_EQ(text->find("\nATTENDEE:mailto:evil"), std::string::npos);
  EXPECT_EQ(text->find("\nX:y"), std::string::npos);
  EXPECT_EQ(read_ics(*text)->events.front().attendees, event.attendees);
}

TEST(Ics, RefusesWhatIsNoCalendar) {
  for (const char* bad :
       {"", "BEGIN:VEVENT\r\nEND:VEVENT\r\n", "BEGIN:VCALENDAR\r\n", "hello",
        "BEGIN:VCALENDAR\r\nEND:VEVENT\r\n", "BEGIN:VCALENDAR\r\nX:\001\r\nEND:VCALENDAR\r\n",
        "BEGIN:VCALENDAR\r\nMETHOD:PUBLISH\r\nEND:VCALENDAR\r\n",
        "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"})
    EXPECT_FALSE(read_ics(bad)) << bad;
  std::string deep;
  for (int i = 0; i < 100; ++i) deep += "BEGIN:X\r\n";
  EXPECT_EQ(read_ics(deep).error().code, Errc::limit_reached);
}

TEST(Ics, NeedsItsZones) {
  Event event = sample();
  event.start.zone = "Nowhere/Here";
  EXPECT_EQ(to_ics({Method::request, {event}}, find_zone).error().code, Errc::not_found);
}

}  // namespace
}  // namespace curia::ical
