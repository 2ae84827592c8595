#include "model/schedule/stored_meeting.hpp"

#include <gtest/gtest.h>

#include <utility>

#include "model/registry/codec.hpp"

namespace curia::schedule {
namespace {

const Guid method = *parse_guid("00000000-0000-4000-8000-00000000000a");

Meeting rich_meeting() {
  const MeetingTime time{local_time({2026, 3, 2}, 9), local_time({2026, 3, 2}, 10), false,
                         "Europe/Paris"};
  const MeetingTime moved{local_time({2026, 3, 10}), local_time({2026, 3, 11}), true, "UTC"};
  Meeting meeting;
  meeting.co_space = *parse_guid("00000000-0000-4000-8000-000000000001");
  meeting.organizer = {"ann@example.com", "ann@users", "Ann Example"};
  meeting.summary = "Weekly = \"review\", ünïcode; @x";
  meeting.time = time;
  meeting.rrule = "FREQ=WEEKLY";
  meeting.participants = {
      {"bob@example.com", "", {}}, {"", "carol@users", method}, {"d@e", "d", {}}};
  meeting.exceptions = {
      {.id = sys_at(1772442000 + 604800), .time = moved},
      {.id = sys_at(1772442000 + 2 * 604800), .cancelled = true},
      {.id = sys_at(1772442000 + 3 * 604800),
       .summary = "",
       .participants = std::vector<Invitee>{{"eve@example.com", "", method}}},
      {.id = sys_at(1772442000 + 4 * 604800), .participants = std::vector<Invitee>{}}};
  meeting.owns_space = true;
  meeting.language = "de_DE";
  meeting.sequence = 7;
  return meeting;
}

TEST(StoredMeeting, KeepsEverythingThroughTheStore) {
  Meeting meeting = rich_meeting();
  StoredMeeting stored;
  stored.kind = Kind::meeting;
  meeting.id = stored.id = *parse_guid("00000000-0000-4000-8000-000000000002");
  store_meeting(meeting, stored);
  const auto decoded = decode("meeting", 5, encode(stored));
  ASSERT_TRUE(decoded) << decoded.error().message;
  const auto read = meeting_of(static_cast<const StoredMeeting&>(**decoded));
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(*read, meeting);
  EXPECT_EQ(participant_count(stored), 3u);
}

TEST(StoredMeeting, NamesEverybodyWhoIsInvitedAnywhere) {
  StoredMeeting stored;
  store_meeting(rich_meeting(), stored);
  std::vector<std::pair<std::string, std::string>> people;
  visit_people(stored, [&](std::string_view email, std::string_view user) {
    people.emplace_back(email, user);
  });
  const std::vector<std::pair<std::string, std::string>> expected = {
      {"bob@example.com", ""}, {"", "carol@users"}, {"d@e", "d"}, {"eve@example.com", ""}};
  EXPECT_EQ(people, expected);
}

TEST(StoredMeeting, RefusesDamage) {
  for (const char* text : {"x\n", "@no\n", "@1\nt1\t2\n", "@1\np a\n", "@1\n?\n", "@1\n\n"}) {
    StoredMeeting stored;
    stored.exceptions = text;
    const auto read = meeting_of(stored);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.error().code, Errc::corrupt);
  }
  StoredMeeting stored;
  stored.participants = "a@b\t\tnot-a-guid\n";
  EXPECT_FALSE(meeting_of(stored));
}

TEST(Meeting, FindsExceptionsAndPeople) {
  const Meeting meeting = rich_meeting();
  EXPECT_EQ(find_exception(meeting, meeting.exceptions[1].id), &meeting.exceptions[1]);
  EXPECT_EQ(find_exception(meeting, sys_at(1)), nullptr);
  EXPECT_TRUE(is_same_person({"A@b", "", {}}, {"a@B", "", {}}));
  EXPECT_TRUE(is_same_person({"x@b", "Ann", {}}, {"", "ann", {}}));
  EXPECT_FALSE(is_same_person({"", "ann", {}}, {"ann", "", {}}));
}

}  // namespace
}  // namespace curia::schedule
