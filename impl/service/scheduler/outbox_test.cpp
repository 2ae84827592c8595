#include "impl/service/scheduler/outbox.hpp"

#include <gtest/gtest.h>

#include "impl/service/scheduler/testing/queue.hpp"
#include "model/base/limits_mail.hpp"

namespace curia::scheduler {
namespace {

using schedule::Verdict;

class OutboxTest : public ::testing::Test, protected testing::Queue {
 protected:
  OutboxTest() {
    outbox.enlist(one, [this] { ++woken; });
    outbox.enlist(two, [] {});
  }
  void settle(const QueuedMail& mail, Verdict::Kind kind) {
    outbox.settle(mail.ordinal, {{mail.recipients.front(), kind, "said so"}});
    world.run_for(1ms);
  }

  const Guid one = guid_from_random({1});
  const Guid two = guid_from_random({2});
  int woken = 0;
};

TEST_F(OutboxTest, GivesEachMailToOneAndForgetsWhatWasAccepted) {
  order({"bob@example.com", "eve@example.com"});
  EXPECT_GT(woken, 0);
  const auto mails = take(one);
  ASSERT_EQ(mails.size(), 2u);
  EXPECT_TRUE(take(two).empty());
  settle(mails[0], Verdict::Kind::done);
  settle(mails[1], Verdict::Kind::never);
  EXPECT_EQ(outbox.size(), 0u);
  EXPECT_EQ(registry.table(Kind::stored_mail).size(), 0u);
}

TEST_F(OutboxTest, WhatIsLetGoAnotherTakesAtOnce) {
  order({"bob@example.com"});
  const auto mails = take(one);
  ASSERT_EQ(mails.size(), 1u);
  outbox.let_go({mails[0].ordinal});
  world.run_for(1ms);
  EXPECT_EQ(take(two).size(), 1u);
}

TEST_F(OutboxTest, AFateThatTheStoreRefusesIsWrittenWhenItTakesIt) {
  order({"bob@example.com"});
  const auto mails = take(one);
  ASSERT_EQ(mails.size(), 1u);
  store.refuses = true;
  settle(mails[0], Verdict::Kind::done);
  world.run_for(10s);
  EXPECT_EQ(registry.table(Kind::stored_mail).size(), 1u);
  EXPECT_TRUE(take(two).empty());
  store.refuses = false;
  world.run_for(2s);
  EXPECT_EQ(registry.table(Kind::stored_mail).size(), 0u);
}

TEST_F(OutboxTest, NothingIsSentWhoseHoldIsNotStored) {
  order({"bob@example.com"});
  store.refuses = true;
  EXPECT_TRUE(take(one).empty());
  store.refuses = false;
  world.run_for(2s);
  EXPECT_EQ(take(one).size(), 1u);
}

TEST_F(OutboxTest, NewSettingsMakeDueWhatWaitsOnceAndDoNotCountAsTry) {
  order({"bob@example.com", "eve@example.com"});
  for (const auto& mail : take(one)) settle(mail, Verdict::Kind::later);
  EXPECT_TRUE(take(one).empty());
  woken = 0;
  outbox.try_all_again();
  world.run_for(1ms);
  EXPECT_EQ(woken, 1);
  const auto again = take(one);
  ASSERT_EQ(again.size(), 2u);
  EXPECT_EQ(again[0].tries, 1);
  settle(again[0], Verdict::Kind::later);
  outbox.let_go({again[1].ordinal});
  world.run_for(1ms);
  const auto untried = take(one);  // the first waits for its time, the other was not tried
  ASSERT_EQ(untried.size(), 1u);
  EXPECT_EQ(untried[0].ordinal, again[1].ordinal);
  settle(untried[0], Verdict::Kind::done);
  world.run_for(61s);
  const auto last = take(one);
  ASSERT_EQ(last.size(), 1u);
  EXPECT_EQ(last[0].tries, 1);
}

// Whatever the wall clock says, two days of this process are two days.
TEST_F(OutboxTest, ATryThatBeganBeforeTheNewSettingsIsNotTheLastForLong) {
  order({"bob@example.com"});
  const auto begun = take(one);
  ASSERT_EQ(begun.size(), 1u);
  outbox.try_all_again();
  settle(begun[0], Verdict::Kind::later);
  const auto again = take(one);
  ASSERT_EQ(again.size(), 1u);
  settle(again[0], Verdict::Kind::later);
  EXPECT_TRUE(take(one).empty());
}

TEST_F(OutboxTest, GivesUpOldMailsByTheClockThatDoesNotJump) {
  order({"bob@example.com"});
  host.jump_wall(std::chrono::hours(100));
  outbox.give_up_old("nobody is there");
  world.run_for(1s);
  EXPECT_EQ(outbox.size(), 1u);
  host.jump_wall(-std::chrono::hours(200));
  world.run_for(limits::mail_lifetime - 10s);
  outbox.give_up_old("nobody is there");
  world.run_for(1s);
  EXPECT_EQ(outbox.size(), 1u);
  world.run_for(10s);
  outbox.give_up_old("nobody is there");
  world.run_for(1s);
  EXPECT_EQ(outbox.size(), 0u);
}

TEST_F(OutboxTest, GivesUpAfterTwoDaysOfTriesHoweverTheClockJumps) {
  order({"bob@example.com"});
  const Instant begun = host.env().clock.now();
  std::int64_t tries = 0;
  while (outbox.size() > 0 && tries < 100) {
    for (const auto& mail : take(one)) {
      ++tries;
      settle(mail, Verdict::Kind::later);
      if (tries == 3) host.jump_wall(std::chrono::hours(60));
      if (tries == 5) host.jump_wall(-std::chrono::hours(90));
    }
    world.run_for(30s);
  }
  EXPECT_EQ(tries, limits::mail_tries);
  EXPECT_GT(host.env().clock.now() - begun, limits::mail_lifetime - 2h);
  EXPECT_LT(host.env().clock.now() - begun, limits::mail_lifetime + 2h);
}

TEST_F(OutboxTest, MailsOfOneMeetingToOneAddressKeepTheirOrder) {
  order({"bob@example.com"});
  --meetings;
  order({"bob@example.com"});
  const auto first = take(one);
  ASSERT_EQ(first.size(), 1u);
  settle(first[0], Verdict::Kind::later);
  EXPECT_TRUE(take(one).empty()) << "the second waits for the first";
  world.run_for(61s);
  const auto again = take(one);
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].ordinal, first[0].ordinal);
  settle(again[0], Verdict::Kind::done);
  EXPECT_EQ(take(one).size(), 1u);
}

TEST_F(OutboxTest, WithoutASenderNothingIsOrdered) {
  outbox.resign(one);
  outbox.resign(two);
  EXPECT_FALSE(outbox.has_senders());
  schedule::Meeting meeting;
  meeting.participants = {{"bob@example.com", "", {}}};
  Change change(registry, host.env().random);
  EXPECT_TRUE(outbox.meeting_changed(change, nullptr, &meeting));
  EXPECT_TRUE(change.empty());
}

}  // namespace
}  // namespace curia::scheduler
