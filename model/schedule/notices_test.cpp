#include "model/schedule/notices.hpp"

#include <gtest/gtest.h>

#include "model/schedule/mail_address.hpp"
#include "model/schedule/stored_notice.hpp"

namespace curia::schedule {
namespace {

std::string address_of(const Invitee& invitee) {
  if (invitee.user_name == "org" && invitee.email.empty()) return "org@example.com";
  return invitee.user_name == "nobody" ? std::string() : invitee.email;
}

Meeting weekly() {
  Meeting meeting;
  meeting.organizer.email = "org@example.com";
  meeting.summary = "Budget";
  meeting.time = {local_time({2026, 3, 2}, 9), local_time({2026, 3, 2}, 10), false, "UTC"};
  meeting.rrule = "FREQ=WEEKLY";
  meeting.participants = {{"ann@example.com", "", {}}, {"bob@example.com", "", {}}};
  return meeting;
}

const sys_seconds second_week = sys_at(count_of(local_time({2026, 3, 9}, 9)));

// "REQUEST ann bob; CANCEL carl 1773046800": methods, people, the recurrences named.
std::string said(const std::vector<Notice>& notices) {
  std::string text;
  for (const Notice& notice : notices) {
    text += text.empty() ? "" : "; ";
    text += notice.cancels ? "CANCEL" : "REQUEST";
    for (const std::string& address : notice.to) text += " " + address.substr(0, address.find('@'));
    for (const NoticeEvent& event : notice.events)
      if (event.occurrence) text += " " + std::to_string(count_of(*event.occurrence));
  }
  return text;
}

std::string change(const Meeting& before, const Meeting& after) {
  return said(notices_of(&before, &after, address_of));
}

TEST(Notices, TellOfTheWhole) {
  const Meeting meeting = weekly();
  EXPECT_EQ(said(notices_of(nullptr, &meeting, address_of)), "REQUEST ann bob");
  EXPECT_EQ(said(notices_of(&meeting, nullptr, address_of)), "CANCEL ann bob");
  EXPECT_EQ(notices_of(&meeting, nullptr, address_of)[0].sequence, meeting.sequence + 1);
  EXPECT_EQ(said(refresh_notices(meeting, {}, address_of)), "REQUEST ann bob");
  EXPECT_EQ(change(meeting, meeting), "");
  Meeting moved = meeting;
  moved.time.start += seconds(60);
  EXPECT_EQ(change(meeting, moved), "REQUEST ann bob");
}

TEST(Notices, GoToThoseWhoComeOrGoAndNobodyElse) {
  const Meeting before = weekly();
  Meeting after = before;
  after.participants = {
      {"bob@example.com", "", {}}, {"carl@example.com", "", {}}, {"x@example.com", "nobody", {}}};
  EXPECT_EQ(change(before, after), "CANCEL ann; REQUEST carl");
  const auto notices = notices_of(&before, &after, address_of);
  EXPECT_EQ(notices[0].events[0].attendees, std::vector<std::string>{"ann@example.com"});
  EXPECT_EQ(notices[1].events[0].attendees,
            (std::vector<std::string>{"bob@example.com", "carl@example.com"}));
}

TEST(Notices, TellAllWhereToJoinWhoInvitesAndInWhichLanguage) {
  const Meeting before = weekly();
  Meeting after = before;
  after.organizer = {"", "org", ""};
  after.owns_space = true;
  EXPECT_EQ(change(before, after), "");  // the same address
  after.organizer.user_name = "nobody";
  EXPECT_EQ(change(before, after), "REQUEST ann bob");
  after = before;
  after.co_space = guid_from_random({1});
  EXPECT_EQ(change(before, after), "REQUEST ann bob");
  after = before;
  after.organizer.display_name = "Zoe";
  EXPECT_EQ(change(before, after), "REQUEST ann bob");
  after = before;
  after.language = "de_DE";
  after.participants.pop_back();
  EXPECT_EQ(change(before, after), "REQUEST ann; CANCEL bob");
}

TEST(Notices, OneForEachAccessMethod) {
  Meeting meeting = weekly();
  meeting.participants[0].access_method = guid_from_random({1});
  EXPECT_EQ(said(notices_of(nullptr, &meeting, address_of)), "REQUEST ann; REQUEST bob");
  // To have no meeting any more is the same for both.
  EXPECT_EQ(said(notices_of(&meeting, nullptr, address_of)), "CANCEL ann bob");
}

TEST(Notices, TellOfOneRecurrence) {
  const Meeting before = weekly();
  Meeting after = before;
  after.exceptions = {{.id = second_week, .cancelled = true}};
  EXPECT_EQ(change(before, after), "CANCEL ann bob 1773046800");
  EXPECT_EQ(change(after, before), "REQUEST ann bob 1773046800");
  Meeting renamed = before;
  renamed.exceptions = {{.id = second_week, .summary = "Other"}};
  EXPECT_EQ(change(before, renamed), "REQUEST ann bob 1773046800");
  EXPECT_EQ(change(renamed, after), "CANCEL ann bob 1773046800");
  EXPECT_EQ(said(refresh_notices(renamed, second_week, address_of)), "REQUEST ann bob 1773046800");
  EXPECT_EQ(said(refresh_notices(after, second_week, address_of)), "");
}

TEST(Notices, ARecurrenceMayHavePeopleOfItsOwn) {
  const Meeting before = weekly();
  Meeting after = before;
  after.exceptions = {{.id = second_week,
                       .participants = std::vector<Invitee>{{"bob@example.com", "", {}},
                                                            {"carl@example.com", "", {}}}}};
  EXPECT_EQ(change(before, after), "CANCEL ann 1773046800; REQUEST carl 1773046800");
  EXPECT_EQ(change(after, before), "REQUEST ann 1773046800; CANCEL carl 1773046800");
  EXPECT_EQ(said(notices_of(&after, nullptr, address_of)),
            "CANCEL ann bob; CANCEL carl 1773046800");
}

TEST(Notices, ManyChangesAtOnceAreOneMail) {
  const Meeting before = weekly();
  Meeting after = before;
  after.exceptions = {{.id = second_week, .cancelled = true},
                      {.id = second_week + seconds(7 * day_seconds), .summary = "Other"}};
  EXPECT_EQ(change(before, after), "REQUEST ann bob 1773651600");
  EXPECT_EQ(notices_of(&before, &after, address_of)[0].events[0].excluded,
            std::set<sys_seconds>{second_week});
}

TEST(Notices, AreReadBackAsTheyWereStored) {
  Meeting meeting = weekly();
  meeting.exceptions = {{.id = second_week, .cancelled = true}};
  meeting.language = "de_DE";
  for (Notice notice : notices_of(nullptr, &meeting, address_of)) {
    const auto again = notice_of(text_of(notice));
    ASSERT_TRUE(again);
    notice.to.clear();
    EXPECT_EQ(*again, notice);
  }
  for (const char* bad : {"", "method\tpublish\n", "event\tx\n", "event\tseries\ntime\t1\n"})
    EXPECT_FALSE(notice_of(bad)) << bad;
}

TEST(MailAddress, TakesWhatAMailCanCarry) {
  for (const char* good :
       {"a@b", "ann.lee+x@mail.example.com", "o'neil@x-y.example", "j\xc3\xa9@caf\xc3\xa9.example"})
    EXPECT_TRUE(is_mail_address(good)) << good;
  for (const char* bad :
       {"", "ann", "@x", "ann@", "a b@x", "a@x\r\nBcc: e@x", "a@x>", "<a@x>", ".a@x", "a.@x",
        "a..b@x", "a@-x", "a@x-", "a@x..y", "\"a\"@x", "a,b@x", "a@b c", "a\xff@x"})
    EXPECT_FALSE(is_mail_address(bad)) << bad;
  EXPECT_FALSE(is_mail_address(std::string(65, 'a') + "@x"));
  EXPECT_FALSE(is_mail_address("a@" + std::string(64, 'x')));
}

}  // namespace
}  // namespace curia::schedule
