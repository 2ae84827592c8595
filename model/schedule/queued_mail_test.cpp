#include "model/schedule/queued_mail.hpp"

#include <gtest/gtest.h>

#include "model/base/limits_mail.hpp"

namespace curia::schedule {
namespace {

const Guid one = guid_from_random({1});
const Guid two = guid_from_random({2});
constexpr std::int64_t now = 1774602000;

QueuedMail sample() {
  QueuedMail mail;
  mail.id = guid_from_random({9});
  mail.meeting = guid_from_random({8});
  mail.recipients = {"ann@example.com", "bob@example.com", "carl@example.com"};
  mail.ordered = mail.next_try = now;
  mail.notice = "method\trequest\n\nx";
  return mail;
}

TEST(QueuedMail, IsReadBackAsItWasStored) {
  QueuedMail mail = sample();
  EXPECT_EQ(*parse_queued(text_of(mail)), mail);
  take_hold(mail, one, now);
  EXPECT_EQ(*parse_queued(text_of(mail)), mail);
  for (const char* bad : {"", "mail\tx\n\n", "tries\t-1\n\n", "what\t1\n\n", "tries\t1\n"})
    EXPECT_FALSE(parse_queued(bad)) << bad;
}

TEST(QueuedMail, OneSchedulerHoldsIt) {
  QueuedMail mail = sample();
  EXPECT_TRUE(is_due(mail, one, now));
  take_hold(mail, one, now);
  EXPECT_TRUE(is_due(mail, one, now));
  EXPECT_FALSE(is_due(mail, two, now));
  const std::int64_t hold = limits::mail_hold / 1s;
  EXPECT_FALSE(is_due(mail, two, now + hold - 1));
  EXPECT_TRUE(is_due(mail, two, now + hold));
  mail.next_try = 0;
  EXPECT_TRUE(is_due(mail, two, now - 10 * hold)) << "the clock was set back";
  let_go(mail);
  EXPECT_TRUE(is_due(mail, two, now));
}

TEST(QueuedMail, WaitsLongerAfterEachTry) {
  QueuedMail mail = sample();
  std::vector<std::int64_t> pauses;
  for (std::int64_t at = now; pauses.size() < 8; at = mail.next_try) {
    EXPECT_TRUE(settle(mail, {}, at).empty());
    pauses.push_back(mail.next_try - at);
    EXPECT_FALSE(is_due(mail, one, mail.next_try - 1));
    EXPECT_TRUE(is_due(mail, one, mail.next_try));
  }
  EXPECT_EQ(pauses, (std::vector<std::int64_t>{60, 120, 240, 480, 960, 1920, 3600, 3600}));
  EXPECT_EQ(pause_after(1000), 3600);
}

TEST(QueuedMail, EachRecipientHasItsOwnFate) {
  QueuedMail mail = sample();
  using Kind = Verdict::Kind;
  const auto lost = settle(mail,
                           {{"ann@example.com", Kind::done, ""},
                            {"bob@example.com", Kind::later, "450"},
                            {"carl@example.com", Kind::never, "550"}},
                           now);
  EXPECT_EQ(mail.recipients, std::vector<std::string>{"bob@example.com"});
  ASSERT_EQ(lost.size(), 1u);
  EXPECT_EQ(lost[0].why, "550");
}

TEST(QueuedMail, IsGivenUpAtTheLastTryOfTwoDays) {
  QueuedMail mail = sample();
  while (mail.tries + 1 < limits::mail_tries) EXPECT_TRUE(settle(mail, {}, mail.next_try).empty());
  const std::int64_t waited = mail.next_try - now, lifetime = limits::mail_lifetime / 1s;
  EXPECT_GE(waited, lifetime);
  EXPECT_LT(waited, lifetime + 3600);
  EXPECT_EQ(settle(mail, {}, mail.next_try).size(), 3u);
  EXPECT_TRUE(mail.recipients.empty());
}

TEST(QueuedMail, ClocksThatJumpCostOneTry) {
  QueuedMail mail = sample();
  settle(mail, {}, now);
  const std::int64_t ahead = now + 100 * 3600;
  EXPECT_TRUE(is_due(mail, one, ahead));
  EXPECT_TRUE(settle(mail, {}, ahead).empty());
  EXPECT_EQ(mail.tries, 2);
  EXPECT_TRUE(is_due(mail, one, now)) << "the clock was set back";
  EXPECT_TRUE(settle(mail, {}, now).empty());
  EXPECT_EQ(mail.tries, 3);
  EXPECT_EQ(mail.next_try, now + 240);
}

TEST(QueuedMail, ATryBeforeItsTimeDoesNotCount) {
  QueuedMail mail = sample();
  settle(mail, {}, now);
  const std::int64_t due = mail.next_try;
  EXPECT_TRUE(settle(mail, {}, now + 1).empty());
  EXPECT_EQ(mail.tries, 1);
  EXPECT_EQ(mail.next_try, due);
}

TEST(QueuedMail, KeepsTheOrderOfAMeeting) {
  QueuedMail first = sample();
  QueuedMail second = sample();
  first.ordinal = 1;
  second.ordinal = 2;
  second.recipients = {"bob@example.com"};
  EXPECT_TRUE(goes_before(first, second));
  EXPECT_FALSE(goes_before(second, first));
  first.recipients = {"ann@example.com"};
  EXPECT_FALSE(goes_before(first, second));
  second.recipients = first.recipients;
  second.meeting = guid_from_random({7});
  EXPECT_FALSE(goes_before(first, second));
}

}  // namespace
}  // namespace curia::schedule
