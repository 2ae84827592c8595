// The clock, timers, threads and signals of the real world.
#include "impl/io/reality.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <thread>
#include <vector>

namespace curia::io {
namespace {

class RealityTest : public testing::Test {
 protected:
  void until(const std::function<bool()>& reached) { ASSERT_TRUE(reality_.run_until(reached, 5s)); }
  Reality reality_{{}};
  Env env_ = reality_.env();
};

TEST_F(RealityTest, TimeStandsStillInsideAnEvent) {
  bool done = false;
  env_.timers.at(env_.clock.now(), [&] {
    const Instant now = env_.clock.now();
    const WallTime wall = env_.clock.wall();
    std::this_thread::sleep_for(1ms);
    EXPECT_EQ(env_.clock.now(), now);
    EXPECT_EQ(env_.clock.wall(), wall);
    done = true;
  });
  until([&] { return done; });
  const Instant now = env_.clock.now();
  std::this_thread::sleep_for(1ms);
  EXPECT_GT(env_.clock.now(), now) << "outside events the clock goes on";
}

TEST_F(RealityTest, EqualDeadlinesFireInArmingOrderAndNeverInside) {
  std::vector<int> fired;
  const Instant deadline = env_.clock.now() + 1ms;
  for (int i = 0; i < 100; ++i) env_.timers.at(deadline, [&fired, i] { fired.push_back(i); });
  env_.timers.at(deadline - 5ms, [&] {
    fired.push_back(-1);
    env_.timers.at(deadline - 5ms, [&] { fired.push_back(-2); });
    EXPECT_EQ(fired.size(), 1u);
  });
  until([&] { return fired.size() == 102; });
  EXPECT_EQ(fired[0], -1);
  std::erase_if(fired, [](int i) { return i < 0; });
  EXPECT_TRUE(std::is_sorted(fired.begin(), fired.end()));
}

TEST_F(RealityTest, CancelledTimersStaySilent) {
  int fired = 0;
  std::vector<TimerId> timers;
  for (int i = 0; i < 1000; ++i)
    timers.push_back(env_.timers.at(env_.clock.now() + 1ms, [&] { ++fired; }));
  TimerId later{};
  env_.timers.at(env_.clock.now(), [&] { env_.timers.cancel(later); });
  later = env_.timers.at(env_.clock.now(), [&] { fired += 10000; });
  for (std::size_t i = 1; i < timers.size(); ++i) env_.timers.cancel(timers[i]);
  env_.timers.cancel(timers[1]);  // twice does nothing
  bool end = false;
  const TimerId last = env_.timers.at(env_.clock.now() + 3ms, [&] { end = true; });
  until([&] { return end; });
  env_.timers.cancel(last);  // fired: nothing
  EXPECT_EQ(fired, 1);
}

// A timer's task that holds the last owner of another timer cancels it while it is destroyed.
TEST_F(RealityTest, DestroyedTasksMayCancel) {
  struct Owner {
    ~Owner() { timers->cancel(timer); }
    Timers* timers;
    TimerId timer;
  };
  auto owner = std::make_unique<Owner>();
  owner->timers = &env_.timers;
  owner->timer = env_.timers.at(env_.clock.now() + 1h, [] { FAIL(); });
  const TimerId outer =
      env_.timers.at(env_.clock.now() + 1h, [keep = std::move(owner)] { FAIL(); });
  env_.timers.cancel(outer);
  env_.timers.at(never, [] { FAIL(); });
  bool done = false;
  env_.timers.at(env_.clock.now(), [&] { done = true; });
  until([&] { return done; });
}

TEST_F(RealityTest, LanesAreInOrderAndAwayFromTheLoop) {
  const auto loop = std::this_thread::get_id();
  std::vector<int> jobs;
  std::vector<int> answers;
  for (int i = 0; i < 100; ++i) {
    env_.work.run(
        Lane::disk,
        [&jobs, i, loop] {
          EXPECT_NE(std::this_thread::get_id(), loop);
          jobs.push_back(i);
        },
        [&answers, i, loop] {
          EXPECT_EQ(std::this_thread::get_id(), loop);
          answers.push_back(i);
        });
  }
  EXPECT_TRUE(answers.empty());
  until([&] { return answers.size() == 100; });
  EXPECT_EQ(jobs, answers);
  EXPECT_TRUE(std::is_sorted(jobs.begin(), jobs.end()));
}

TEST(RealityEndTest, GivenJobsAreDoneWhenItStops) {
  int done = 0;
  {
    Reality reality({});
    for (const Lane lane : {Lane::disk, Lane::crypto, Lane::bulk})
      reality.env().work.run(lane, [] { std::this_thread::sleep_for(2ms); }, [] { FAIL(); });
    for (int i = 0; i < 50; ++i)
      reality.env().work.run(Lane::disk, [&] { ++done; }, [] { FAIL(); });
  }
  EXPECT_EQ(done, 50);
}

TEST_F(RealityTest, LanesDoNotWaitForEachOther) {
  std::atomic<bool> crypto_done = false;
  bool disk_done = false;
  env_.work.run(Lane::disk, [&] { crypto_done.wait(false); }, [&] { disk_done = true; });
  env_.work.run(
      Lane::crypto,
      [&] {
        crypto_done = true;
        crypto_done.notify_one();
      },
      [] {});
  until([&] { return disk_done; });
}

TEST_F(RealityTest, SignalsAndStop) {
  std::vector<int> signals;
  reality_.on_stop_signal([&](int number) {
    signals.push_back(number);
    if (signals.size() == 1) ::raise(SIGINT);
    if (signals.size() == 2) reality_.stop();
  });
  env_.timers.at(env_.clock.now(), [] { ::raise(SIGTERM); });
  reality_.run();
  EXPECT_EQ(signals, (std::vector{SIGTERM, SIGINT}));
  ::raise(SIGPIPE);
}

TEST_F(RealityTest, StopFromAnotherThreadAndRunAgain) {
  for (int i = 0; i < 2; ++i) {
    std::thread other([&] { reality_.stop(); });
    // The order of stop() and run() is open here; run() must end in both.
    env_.timers.at(env_.clock.now() + 1ms, [&] { reality_.stop(); });
    reality_.run();
    other.join();
  }
}

TEST_F(RealityTest, SecretsDiffer) {
  std::array<std::uint8_t, 32> a{};
  std::array<std::uint8_t, 32> b{};
  env_.random.secret(a);
  env_.random.secret(b);
  EXPECT_NE(a, b);
  EXPECT_NE(env_.random.next("one"), env_.random.next("two"));
  EXPECT_NE(env_.random.next("one"), Reality({}).env().random.next("one"));
}

}  // namespace
}  // namespace curia::io
