// The contracts of Clock, Timers, Random and Work (model/env/clock.hpp, random.hpp, work.hpp).
#pragma once

#include <array>
#include <set>

#include "conformance/contract/contract_fixture.hpp"

namespace curia::contract {

template <class W>
using ClockContract = ContractTest<W>;
TYPED_TEST_SUITE_P(ClockContract);

TYPED_TEST_P(ClockContract, TimeStandsStillInsideAnEventAndNeverGoesBack) {
  std::vector<Instant> seen;
  for (int i = 0; i < 5; ++i)
    this->server.timers.at(this->server.clock.now() + i * 1ms, [&] {
      seen.push_back(this->server.clock.now());
      volatile int work = 0;
      for (int round = 0; round < 100'000; ++round) work = work + 1;
      EXPECT_EQ(this->server.clock.now(), seen.back());
    });
  ASSERT_TRUE(this->wait([&] { return seen.size() == 5; }));
  for (std::size_t i = 1; i < seen.size(); ++i) EXPECT_GE(seen[i], seen[i - 1]);
  EXPECT_GT(this->server.clock.wall(),
            WallTime(std::chrono::sys_days{std::chrono::year{2020} / 1 / 1}));
}

TYPED_TEST_P(ClockContract, EqualDeadlinesFireInArmingOrderAndNotBefore) {
  const Instant early = this->server.clock.now() + 5ms, late = early + 5ms;
  std::string order;
  const auto note = [&](char name, Instant deadline) {
    return [&, name, deadline] {
      this->reentry.entered();
      EXPECT_GE(this->server.clock.now(), deadline);
      order += name;
    };
  };
  this->reentry.during([&] {
    this->server.timers.at(late, note('d', late));
    this->server.timers.at(early, note('a', early));
    this->server.timers.at(early, note('b', early));
    this->server.timers.at(early, note('c', early));
    this->server.timers.at(late, note('e', late));
  });
  ASSERT_TRUE(this->wait([&] { return order.size() == 5; }));
  EXPECT_EQ(order, "abcde");
}

TYPED_TEST_P(ClockContract, APastDeadlineFiresInALaterEvent) {
  int fired = 0;
  this->reentry.during([&] {
    this->server.timers.at(this->server.clock.now() - 1s, [&] {
      this->reentry.entered();
      bool inner_waits = true;
      this->server.timers.at(this->server.clock.now(), [&] { ++fired; });
      inner_waits = fired == 0;
      EXPECT_TRUE(inner_waits);
    });
  });
  EXPECT_TRUE(this->wait([&] { return fired == 1; }));
}

TYPED_TEST_P(ClockContract, ACancelledTimerIsSilent) {
  Timers& timers = this->server.timers;
  const Instant soon = this->server.clock.now() + 2ms;
  bool last = false, cancelled_fired = false;
  TimerId second{};
  const TimerId first = timers.at(soon, [&] { timers.cancel(second); });
  second = timers.at(soon, [&] { cancelled_fired = true; });
  const TimerId third = timers.at(soon, [&] { cancelled_fired = true; });
  timers.cancel(third);
  timers.cancel(third);
  timers.at(soon + 2ms, [&] {
    timers.cancel(first);  // has fired
    last = true;
  });
  timers.at(never, [&] { cancelled_fired = true; });
  ASSERT_TRUE(this->wait([&] { return last; }));
  EXPECT_FALSE(cancelled_fired);
  timers.cancel(first);
  timers.cancel(second);
}

TYPED_TEST_P(ClockContract, StreamsOfChanceAndSecretsVary) {
  Random& random = this->server.random;
  std::set<std::uint64_t> draws;
  for (int i = 0; i < 100; ++i) {
    draws.insert(random.next("a"));
    draws.insert(random.next("b"));
  }
  EXPECT_EQ(draws.size(), 200u);
  std::set<Guid> guids;
  for (int i = 0; i < 100; ++i) guids.insert(new_guid(random));
  EXPECT_EQ(guids.size(), 100u);
  std::array<std::uint8_t, 64> bytes{};
  random.secret(bytes);
  EXPECT_GT((std::set<std::uint8_t>(bytes.begin(), bytes.end()).size()), 16u);
}

TYPED_TEST_P(ClockContract, JobsOfALaneRunInOrderAndAnswerLater) {
  for (Lane lane : {Lane::disk, Lane::crypto, Lane::bulk}) {
    // Touched by the jobs alone until the last answer: one lane is one thread.
    auto jobs = std::make_shared<std::vector<int>>();
    std::vector<int> answers;
    this->reentry.during([&] {
      for (int i = 0; i < 20; ++i)
        this->server.work.run(
            lane, [jobs, i] { jobs->push_back(i); },
            [&, i] {
              this->reentry.entered();
              answers.push_back(i);
            });
    });
    EXPECT_TRUE(answers.empty());
    ASSERT_TRUE(this->wait([&] { return answers.size() == 20; }));
    EXPECT_EQ(*jobs, answers);
    for (int i = 0; i < 20; ++i) EXPECT_EQ(answers[static_cast<std::size_t>(i)], i);
  }
}

REGISTER_TYPED_TEST_SUITE_P(ClockContract, TimeStandsStillInsideAnEventAndNeverGoesBack,
                            EqualDeadlinesFireInArmingOrderAndNotBefore,
                            APastDeadlineFiresInALaterEvent, ACancelledTimerIsSilent,
                            StreamsOfChanceAndSecretsVary, JobsOfALaneRunInOrderAndAnswerLater);

}  // namespace curia::contract
