#include "model/schedule/timetable.hpp"

#include <gtest/gtest.h>

#include "model/schedule/meeting_edit.hpp"
#include "model/schedule/testing/zones.hpp"

namespace curia::schedule {
namespace {

using testing::at;
using testing::utc;

Result<std::shared_ptr<const Zone>> zones(std::string_view name) {
  if (name == "UTC") return std::make_shared<const Zone>(Zone::utc());
  if (name == "Europe/Paris") return testing::posix_zone("CET-1CEST,M3.5.0,M10.5.0/3");
  return fail(Errc::not_found, "there is no such zone");
}

Timetable made(const Meeting& meeting) { return Timetable::make(meeting, zones).value(); }

Meeting daily(std::string_view rule = "FREQ=DAILY") {
  Meeting meeting;
  meeting.time = {at("20260327T010000"), at("20260327T040000"), false, "Europe/Paris"};
  meeting.rrule = rule;
  return meeting;
}

std::vector<Recurrence> listed(const Timetable& timetable, sys_seconds from, std::size_t most) {
  std::vector<Recurrence> all;
  auto walk = timetable.from(from);
  while (all.size() < most) {
    const auto next = walk.next();
    if (!next) break;
    all.push_back(*next);
  }
  return all;
}

TEST(Timetable, LastsAsLongAsTheFirst) {
  const auto all = listed(made(daily()), utc("20260328T000000"), 3);
  ASSERT_EQ(all.size(), 3u);
  // The night of the change has an hour less: by the clock this one ends at five.
  EXPECT_EQ(all[0],
            (Recurrence{utc("20260328T000000"), utc("20260328T000000"), utc("20260328T030000")}));
  EXPECT_EQ(all[1].end, utc("20260329T030000"));
  EXPECT_EQ(all[2].start, utc("20260329T230000"));
}

TEST(Timetable, AStartThatClocksSkipLastsAsLongAsItWasMeant) {
  Meeting meeting = daily();
  meeting.time = {at("20260329T023000"), at("20260329T030000"), false, "Europe/Paris"};
  const auto all = listed(made(meeting), sys_seconds::min(), 2);
  EXPECT_EQ(all[0].start, utc("20260329T013000"));  // shown as 03:30
  EXPECT_EQ(all[0].end, utc("20260329T020000"));
  EXPECT_EQ(all[1].end - all[1].start, seconds(1800));
  meeting.rrule = "FREQ=DAILY;COUNT=1";
  EXPECT_EQ(made(meeting).last_end(), utc("20260329T020000"));
  Meeting moved = daily();
  moved.exceptions = {{.id = utc("20260327T000000"), .time = meeting.time}};
  EXPECT_EQ(made(moved).find(utc("20260327T000000"))->end, utc("20260329T020000"));
}

TEST(Timetable, ARecurrenceMovesToATimeThatClocksShow) {
  Meeting meeting = daily();
  const MeetingEdit edit{.start = at("20260329T023000"), .end = at("20260329T030000")};
  ASSERT_TRUE(apply_to_recurrence(edit, utc("20260327T000000"), zones, meeting));
  const MeetingTime& time = meeting.exceptions.at(0).time.value();
  EXPECT_EQ(time.start, at("20260329T033000"));
  EXPECT_EQ(time.end, at("20260329T040000"));
}

TEST(Timetable, HasAllDayMeetingsFromMidnightToMidnight) {
  Meeting meeting = daily();
  meeting.time = {at("20260328"), at("20260329"), true, "Europe/Paris"};
  const auto all = listed(made(meeting), utc("20260329T120000"), 2);
  EXPECT_EQ(all[0].start, utc("20260328T230000"));
  EXPECT_EQ(all[0].end, utc("20260329T220000"));  // 23 hours
  EXPECT_EQ(all[1].end, utc("20260330T220000"));
}

TEST(Timetable, ReadsFromWhatHasNotEnded) {
  const Timetable timetable = made(daily());
  EXPECT_EQ(listed(timetable, utc("20260327T025959"), 1)[0].start, utc("20260327T000000"));
  EXPECT_EQ(listed(timetable, utc("20260327T030000"), 1)[0].start, utc("20260328T000000"));
  EXPECT_EQ(timetable.last_end(), sys_seconds::max());
}

TEST(Timetable, HasExceptionsWhereTheyAre) {
  Meeting meeting = daily("FREQ=DAILY;COUNT=4");
  meeting.exceptions = {{.id = utc("20260327T000000"),
                         .time = MeetingTime{at("20260401"), at("20260402"), true, "UTC"}},
                        {.id = utc("20260328T000000"), .cancelled = true},
                        {.id = utc("20260329T000000"), .summary = "Else"}};
  const Timetable timetable = made(meeting);
  std::vector<sys_seconds> starts;
  for (const Recurrence& each : listed(timetable, sys_seconds::min(), 9))
    starts.push_back(each.start);
  EXPECT_EQ(starts,
            (std::vector{utc("20260329T000000"), utc("20260329T230000"), utc("20260401T000000")}));
  EXPECT_EQ(timetable.last_end(), utc("20260402T000000"));
  EXPECT_EQ(timetable.find(utc("20260327T000000"))->start, utc("20260401T000000"));
  EXPECT_EQ(timetable.in_series(utc("20260327T000000"))->start, utc("20260327T000000"));
  EXPECT_FALSE(timetable.find(utc("20260327T010000")));
}

TEST(Timetable, EndsNeverOrNowhere) {
  Meeting meeting = daily("FREQ=DAILY;COUNT=2");
  EXPECT_EQ(made(meeting).last_end(), utc("20260328T030000"));
  meeting.exceptions = {{.id = utc("20260328T000000"), .cancelled = true}};
  EXPECT_EQ(made(meeting).last_end(), utc("20260327T030000"));
  meeting.exceptions.insert(meeting.exceptions.begin(),
                            {.id = utc("20260327T000000"), .cancelled = true});
  EXPECT_EQ(made(meeting).last_end(), sys_seconds::min());
}

MeetingEdit first_edit() {
  MeetingEdit edit;
  edit.start = at("20260302T090000");
  edit.end = at("20260302T100000");
  edit.rrule = "FREQ=WEEKLY";
  return edit;
}

TEST(MeetingEdit, CountsEveryChangeAndNoOther) {
  Meeting meeting;
  ASSERT_TRUE(create(first_edit(), zones, meeting));
  EXPECT_EQ(meeting.sequence, 0u);
  ASSERT_TRUE(apply(first_edit(), zones, meeting));
  EXPECT_EQ(meeting.sequence, 0u);
  ASSERT_TRUE(apply({.summary = "Review"}, zones, meeting));
  ASSERT_TRUE(apply_to_recurrence({.cancelled = true}, utc("20260309T090000"), zones, meeting));
  EXPECT_EQ(meeting.sequence, 2u);
  ASSERT_TRUE(apply_to_recurrence({.cancelled = false}, utc("20260309T090000"), zones, meeting));
  EXPECT_TRUE(meeting.exceptions.empty());
  EXPECT_EQ(apply_to_recurrence({.cancelled = true}, utc("20260310T090000"), zones, meeting)
                .error()
                .parameter,
            "recurrence");
  EXPECT_EQ(meeting.sequence, 3u);
}

TEST(MeetingEdit, HasEitherAnEndOrAWholeDay) {
  Meeting meeting;
  ASSERT_TRUE(create(first_edit(), zones, meeting));
  ASSERT_TRUE(apply({.all_day = true}, zones, meeting));
  EXPECT_EQ(meeting.time, (MeetingTime{at("20260302"), at("20260303"), true, "UTC"}));
  EXPECT_EQ(apply({.all_day = false}, zones, meeting).error().parameter, "dtEnd");
  ASSERT_TRUE(apply({.start = at("20260304T113000")}, zones, meeting));
  EXPECT_EQ(meeting.time.start, at("20260304"));
  ASSERT_TRUE(apply({.end = at("20260304T010000")}, zones, meeting));
  EXPECT_EQ(meeting.time, (MeetingTime{at("20260304"), at("20260304T010000"), false, "UTC"}));
}

TEST(MeetingEdit, ChangesTheMeetingItselfWhereThereIsNoSeries) {
  MeetingEdit edit = first_edit();
  edit.rrule = "";
  Meeting meeting;
  ASSERT_TRUE(create(edit, zones, meeting));
  const sys_seconds id = utc("20260302T090000");
  ASSERT_TRUE(apply_to_recurrence({.cancelled = true}, id, zones, meeting));
  ASSERT_TRUE(apply_to_recurrence({.summary = "Else"}, id, zones, meeting));
  EXPECT_EQ(meeting.summary, "Else");
  ASSERT_EQ(meeting.exceptions.size(), 1u);
  ASSERT_TRUE(apply_to_recurrence({.start = at("20260302T080000")}, id, zones, meeting));
  EXPECT_EQ(meeting.time.start, at("20260302T080000"));
  EXPECT_TRUE(meeting.exceptions.empty());  // it is held again, at its new time
}

TEST(MeetingEdit, KeepsEverybodyOnce) {
  Meeting meeting;
  MeetingEdit edit = first_edit();
  edit.participants = {{"a@x", "", {}}, {"A@X", "ann", {}}, {"", "bob", {}}, {"b@x", "BOB", {}}};
  ASSERT_TRUE(create(edit, zones, meeting));
  EXPECT_EQ(meeting.participants, (std::vector<Invitee>{{"A@X", "ann", {}}, {"b@x", "BOB", {}}}));
  ASSERT_TRUE(apply({.deleted_emails = {"a@x"}, .deleted_users = {"bob"}}, meeting));
  EXPECT_TRUE(meeting.participants.empty());
}

}  // namespace
}  // namespace curia::schedule
