// Single objects and their lists are linearizable, in simulation and over TLS on real sockets.
#include <gtest/gtest.h>

#include <cstdio>

#include "conformance/linear/load.hpp"
#include "conformance/real/local_target.hpp"
#include "sim/scenario/hardship.hpp"
#include "sim/scenario/sim_target.hpp"

namespace curia::linear {
namespace {

void expect_linearizable(scenario::Target& target, const LoadOptions& options) {
  scenario::Settings settings;
  settings.seed = options.seed;
  const auto begun = target.begin(settings);
  ASSERT_TRUE(begun) << begun.error().message;
  const auto seen = run_load(target, options);
  ASSERT_TRUE(seen) << "seed " << options.seed << ": " << seen.error().message;
  for (const auto& [object, all] : *seen) {
    const auto verdict = check_history(all.history, all.initial);
    EXPECT_TRUE(verdict.is_linearizable) << "seed " << options.seed << ", " << object << "\n"
                                         << verdict.text;
  }
  target.end();
}

TEST(Linearizable, SimulatedServer) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    scenario::SimTarget target({.world = scenario::gentle_weather(seed), .is_plain = true});
    expect_linearizable(target, {.seed = seed});
  }
}

TEST(Linearizable, RealServer) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    conformance::LocalTarget target;
    expect_linearizable(target, {.seed = seed, .rounds = 8, .requests = 6});
  }
}

// What it holds is shown a while after it was changed: the test must see that.
class SlowToShow final : public scenario::Target {
 public:
  explicit SlowToShow(scenario::SimTarget& right) : right_(right) {}

  bool is_simulation() const override { return true; }
  Result<> begin(const scenario::Settings& settings) override { return right_.begin(settings); }
  void end() override { right_.end(); }
  std::vector<scenario::Answer> carry_out(std::vector<scenario::Deed> deeds) override {
    std::vector<std::string> targets;
    for (const auto& deed : deeds) {
      const auto& request = std::get<scenario::Request>(deed.what);
      targets.push_back(request.method == "GET" ? request.target : "");
    }
    auto answers = right_.carry_out(std::move(deeds));
    for (std::size_t i = 0; i < answers.size(); ++i) {
      if (targets[i].empty() || answers[i].status != 200) continue;
      // The answer of the round before stands in for this one.
      std::swap(shown_[targets[i]], answers[i].body);
      if (answers[i].body.empty()) answers[i].body = shown_[targets[i]];
    }
    return answers;
  }
  Result<> inject(const scenario::Fault& fault) override { return right_.inject(fault); }
  Result<> answer_as_peer(const scenario::PeerAnswer& answer) override {
    return right_.answer_as_peer(answer);
  }
  std::uint64_t times_asked(const std::string& peer, const std::string& path) override {
    return right_.times_asked(peer, path);
  }
  Duration now() override { return right_.now(); }
  void wait_until(Duration time) override { right_.wait_until(time); }
  std::vector<std::string> log_lines() override { return right_.log_lines(); }
  Result<std::string> variable(const std::string& name) override { return right_.variable(name); }

 private:
  scenario::SimTarget& right_;
  std::map<std::string, std::string> shown_;
};

TEST(Linearizable, AServerThatShowsWhatWasIsFoundOut) {
  scenario::SimTarget right({.is_plain = true});
  SlowToShow target(right);
  ASSERT_TRUE(target.begin({}));
  const auto seen = run_load(target, {.seed = 3});
  ASSERT_TRUE(seen) << seen.error().message;
  bool is_found = false;
  for (const auto& [object, all] : *seen)
    is_found = is_found || !check_history(all.history, all.initial).is_linearizable;
  EXPECT_TRUE(is_found);
}

}  // namespace
}  // namespace curia::linear
