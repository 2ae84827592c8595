// The Authenticator in a simulated world: exact virtual times, nothing sleeps. A check takes the
// 50 ms of the lane `crypto` of a calm world.
#include "impl/service/accounts/authenticator.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "impl/service/accounts/basic_header.hpp"
#include "impl/service/accounts/password.hpp"
#include "model/base/limits.hpp"
#include "model/base/reached.hpp"
#include "sim/world/world.hpp"

namespace curia::accounts {
namespace {

constexpr Duration one_check = 50ms;
const Endpoint somewhere{parse_ip("192.0.2.9").value(), 40000};

class Bench : public sim::TraceSink {
 public:
  Bench() : world_(1, options(this)), host_(world_.add_host("server", {"10.0.0.1"})) {
    put("admin", Role::admin, "right");
    put("robot", Role::api, "robot's");
    auth_ = std::make_unique<Authenticator>(host_.env(), table_);
  }

  bool on_record(const sim::TraceRecord& record) override {
    if (record.kind != "log.warning") return true;
    const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(record.at - Instant{});
    logs_.push_back(std::to_string(ms.count()) +
                    " ms: " + std::string(std::get<std::string_view>(record.fields[0].value)));
    return true;
  }

  void put(const std::string& name, Role role, std::string_view password) {
    Env env = host_.env();
    const auto hash = hash_password(env.random, password, quick_cost).value();
    ASSERT_TRUE(table_.put({name, role, hash}));
  }

  // Asks and remembers the answer: "admin", "not_permitted", ..., with its time of arrival.
  void ask(const std::string& name, const std::string& password,
           std::string_view from = "192.0.2.1") {
    ask_header(to_basic({name, password}), from);
  }
  void ask_header(const std::string& header, std::string_view from = "192.0.2.1") {
    const std::size_t place = answers_.size();
    answers_.emplace_back("-");
    auth_->authenticate(
        header, {parse_ip(from).value(), 40000}, [this, place](Result<Identity> who) {
          ASSERT_EQ(answers_[place], "-") << "a second answer";
          answers_[place] = who ? who->name : std::string(name_of(who.error().code));
          last_answer_at_ = world_.now();
        });
    EXPECT_EQ(answers_[place], "-") << "an answer inside of the question";
  }

  // One question at a time, answered before the next one.
  std::string answer(const std::string& name, const std::string& password,
                     std::string_view from = "192.0.2.1") {
    ask(name, password, from);
    world_.run_until([this] { return answers_.back() != "-"; }, 10s);
    return answers_.back();
  }

  // "-" stands for an answer that has not come yet.
  const std::vector<std::string>& answers() const { return answers_; }

  sim::World& world() { return world_; }
  Authenticator& auth() { return *auth_; }
  void destroy_auth() { auth_.reset(); }
  AccountTable& table() { return table_; }
  Instant last_answer_at() const { return last_answer_at_; }
  const std::vector<std::string>& logs() const { return logs_; }
  std::int64_t retry_after(std::string_view from = "192.0.2.1") {
    return auth_->retry_after_seconds(parse_ip(from).value());
  }

 private:
  static sim::Options options(sim::TraceSink* sink) {
    auto made = sim::Options::calm();
    made.trace_sink = sink;
    return made;
  }

  std::vector<std::string> logs_;
  sim::World world_;
  sim::SimHost& host_;
  AccountTable table_;
  std::unique_ptr<Authenticator> auth_;
  std::vector<std::string> answers_;
  Instant last_answer_at_{};
};

using Answers = std::vector<std::string>;

TEST(Authenticator, VerifiesOnceAndThenKnows) {
  Bench bench;
  const std::string header = to_basic({"admin", "right"});
  EXPECT_EQ(bench.auth().known(header, somewhere), std::nullopt);
  EXPECT_EQ(bench.answer("admin", "right"), "admin");
  EXPECT_EQ(bench.last_answer_at(), Instant(one_check));
  EXPECT_EQ(bench.auth().known(header, somewhere), (Identity{"admin", Role::admin}));
  // Asked again all the same, it answers in a later event without a check.
  EXPECT_EQ(bench.answer("admin", "right"), "admin");
  EXPECT_EQ(bench.last_answer_at(), Instant(one_check));
  EXPECT_TRUE(bench.logs().empty());
}

TEST(Authenticator, RefusesWithoutTellingWhy) {
  Bench bench;
  bench.put("watcher", Role::audit, "right");
  EXPECT_EQ(bench.answer("admin", "wrong"), "not_permitted");
  EXPECT_EQ(bench.last_answer_at(), Instant(one_check));
  EXPECT_EQ(bench.answer("nobody", "right"), "not_permitted");
  EXPECT_EQ(bench.last_answer_at(), Instant(2 * one_check));  // as long as a known name
  EXPECT_EQ(bench.answer("watcher", "right", "192.0.2.2"), "not_permitted");
  EXPECT_EQ(bench.auth().known(to_basic({"watcher", "right"}), somewhere), std::nullopt);
  EXPECT_EQ(bench.logs(),
            (Answers{"50 ms: login from 192.0.2.1 refused: wrong "
                     "name or password",
                     "150 ms: login from 192.0.2.2 refused: the "
                     "account 'watcher' has the role audit, which may not use the API"}));
}

TEST(Authenticator, HeadersThatAreNoCredentialsCostNothing) {
  Bench bench;
  for (const char* header : {"", "Basic", "Bearer x", "Basic !!!!"}) bench.ask_header(header);
  bench.world().run_for(0s);
  EXPECT_EQ(bench.answers(), Answers(4, "not_permitted"));
  for (std::size_t i = 0; i < 2 * limits::auth_failures_per_source; ++i)
    bench.ask_header("Basic x");
  EXPECT_EQ(bench.answer("admin", "right"), "admin");
}

TEST(Authenticator, EqualRequestsShareOneCheck) {
  ReachedSet marks;
  Bench bench;
  for (std::size_t i = 0; i < 2 * limits::auth_failures_per_source; ++i)
    bench.ask("admin", "right");
  bench.ask("admin", "right", "2001:db8::1");
  bench.ask("robot", "robot's");
  bench.world().run_until(Instant(one_check));
  Answers expected(2 * limits::auth_failures_per_source + 1, "admin");
  expected.emplace_back("-");
  EXPECT_EQ(bench.answers(), expected);
  EXPECT_TRUE(marks.names().contains("accounts.shared_check"));
}

TEST(Authenticator, UnusedCredentialsAreForgottenAfterTenMinutes) {
  Bench bench;
  const std::string header = to_basic({"admin", "right"});
  EXPECT_EQ(bench.answer("admin", "right"), "admin");
  bench.world().run_until(Instant(one_check + 600s - 1ns));
  EXPECT_NE(bench.auth().known(header, somewhere), std::nullopt);  // and counts as use
  bench.world().run_for(600s - 1ns);
  EXPECT_NE(bench.auth().known(header, somewhere), std::nullopt);
  bench.world().run_for(600s);
  EXPECT_EQ(bench.auth().known(header, somewhere), std::nullopt);
}

TEST(Authenticator, AnyChangeOfAnAccountVoidsWhatIsKnown) {
  Bench bench;
  const std::string header = to_basic({"admin", "right"});
  EXPECT_EQ(bench.answer("admin", "right"), "admin");
  bench.put("admin", Role::admin, "new");
  EXPECT_EQ(bench.auth().known(header, somewhere), std::nullopt);
  EXPECT_EQ(bench.answer("admin", "right"), "not_permitted");
  EXPECT_EQ(bench.answer("admin", "new"), "admin");
  bench.table().erase("admin");
  EXPECT_EQ(bench.answer("admin", "new"), "not_permitted");
}

TEST(Authenticator, AChangeDuringACheckIsNotMissed) {
  ReachedSet marks;
  Bench bench;
  bench.ask("admin", "right");
  bench.ask("robot", "robot's");
  bench.world().run_for(one_check / 2);
  bench.put("admin", Role::admin, "new");
  bench.put("robot", Role::crypto, "robot's");
  bench.world().run_for(1s);
  EXPECT_EQ(bench.answers(), (Answers{"not_permitted", "not_permitted"}));
  EXPECT_TRUE(marks.names().contains("accounts.changed_during_check"));
}

TEST(Authenticator, ASourceIsRefusedAfterItsFailuresUntilTheWindowEnds) {
  Bench bench;
  EXPECT_EQ(bench.answer("robot", "robot's"), "robot");
  // The window begins when the first failure is known, and ends a minute later.
  const Instant begin = bench.world().now() + one_check;
  for (std::size_t i = 0; i < limits::auth_failures_per_source; ++i)
    EXPECT_EQ(bench.answer("admin", "guess " + std::to_string(i)), "not_permitted");
  const Instant blocked = bench.world().now();
  EXPECT_EQ(blocked, begin + one_check * (limits::auth_failures_per_source - 1));
  EXPECT_EQ(bench.retry_after(), 60);  // 59.05 s, rounded up
  EXPECT_EQ(bench.answer("admin", "right"), "limit_reached");
  EXPECT_EQ(bench.last_answer_at(), blocked);  // at once
  // What is known keeps working; other sources are not concerned.
  EXPECT_EQ(bench.answer("robot", "robot's"), "robot");
  EXPECT_EQ(bench.answer("admin", "right", "192.0.2.2"), "admin");
  EXPECT_EQ(bench.retry_after("192.0.2.2"), 0);
  bench.world().run_until(begin + 60s - 1ns);
  EXPECT_EQ(bench.retry_after(), 1);
  EXPECT_EQ(bench.answer("admin", "guess"), "limit_reached");
  bench.world().run_until(begin + 60s);
  EXPECT_EQ(bench.retry_after(), 0);
  EXPECT_EQ(bench.answer("admin", "guess"), "not_permitted");
  ASSERT_EQ(bench.logs().size(), 3u);  // the first failure, the limit, the next window
  EXPECT_EQ(bench.logs()[1],
            "1050 ms: 20 failed logins from 192.0.2.1: new logins "
            "from there are refused for 60 s");
}

TEST(Authenticator, AnIpv6NetIsOneSource) {
  Bench bench;
  for (std::size_t i = 0; i < limits::auth_failures_per_source; ++i)
    EXPECT_EQ(bench.answer("admin", "guess", "2001:db8::" + std::to_string(i)), "not_permitted");
  EXPECT_EQ(bench.answer("admin", "right", "2001:db8::ffff"), "limit_reached");
  EXPECT_EQ(bench.answer("admin", "right", "2001:db8:0:1::1"), "admin");
}

TEST(Authenticator, ManyGuessesAtOnceAreNoWayRoundTheLimit) {
  Bench bench;
  for (std::size_t i = 0; i < limits::auth_failures_per_source + 5; ++i)
    bench.ask("admin", "guess " + std::to_string(i));
  bench.world().run_for(10s);
  const auto& answers = bench.answers();
  EXPECT_EQ(std::ranges::count(answers, "not_permitted"), 20);
  EXPECT_EQ(std::ranges::count(answers, "unavailable"), 5);
  EXPECT_EQ(bench.answer("admin", "right"), "limit_reached");
}

TEST(Authenticator, ChecksThatWaitAreBounded) {
  ReachedSet marks;
  Bench bench;
  for (std::size_t i = 0; i < limits::auth_checks_waiting; ++i)
    bench.ask("admin", "guess " + std::to_string(i), "10.1.0." + std::to_string(i));
  bench.ask("admin", "right");
  bench.world().run_for(0s);
  EXPECT_EQ(bench.answers().back(), "unavailable");
  EXPECT_TRUE(marks.names().contains("accounts.checks_full"));
  bench.world().run_for(one_check * (limits::auth_checks_waiting + 1));
  EXPECT_EQ(bench.answer("admin", "right"), "admin");
}

TEST(Authenticator, DestroyingItDropsWhoWaits) {
  Bench bench;
  bench.ask("admin", "right");
  bench.ask_header("");
  bench.destroy_auth();
  bench.world().run_for(1s);
  EXPECT_EQ(bench.answers(), (Answers{"-", "-"}));
}

}  // namespace
}  // namespace curia::accounts
