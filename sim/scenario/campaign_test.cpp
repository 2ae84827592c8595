#include "sim/scenario/campaign.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "model/base/testing/asked.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/shrink.hpp"
#include "sim/scenario/simulate.hpp"
#include "sim/scenario/write.hpp"

namespace curia::scenario {
namespace {

constexpr std::int64_t everyday_seeds = 25;

// Writes the smallest scenario that fails alike beside the build; its name.
std::string keep(const Scenario& scenario, const Report& whole) {
  SimulationOptions once;
  once.twice = false;
  const auto small = shrink(scenario,
                            [&](const Scenario& candidate) {
                              return fails_alike(simulate(candidate, once).report, whole);
                            },
                            {.attempts = 1500});
  const auto file = ::testing::TempDir() + scenario.file;
  std::ofstream(file) << write(small);
  return file;
}

// CURIA_SEEDS=1..5000 asks for more than every day.
TEST(Campaign, LosesNothingThatWasAcknowledged) {
  const auto [first, last] = asked_seeds("CURIA_SEEDS", everyday_seeds);
  std::set<std::string, std::less<>> reached;
  for (auto seed = first; seed <= last; ++seed) {
    const auto run = campaign(static_cast<std::uint64_t>(seed), {});
    reached.insert(run.reached.begin(), run.reached.end());
    if (run.report.verdict == Report::Verdict::passed) continue;
    ADD_FAILURE() << "seed " << seed << "\n" << run.report.text;
    if (!run.report.mistake)
      ADD_FAILURE() << "the smallest scenario that fails alike is "
                    << keep(run.scenario, run.report);
    return;
  }
  for (const auto& name : reached) std::printf("reached %s\n", name.c_str());
}

TEST(Campaign, IsTheSameAsTheScenarioThatItWrites) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    const auto run = campaign(seed, {.rounds = 4, .batches = 4});
    ASSERT_EQ(run.report.verdict, Report::Verdict::passed) << run.report.text;
    const auto text = write(run.scenario);
    const auto again = parse(text, "again.sim");
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(*again, run.scenario) << text;
    const auto report = simulate(*again, {}).report;
    EXPECT_EQ(report.verdict, Report::Verdict::passed) << report.text;
    EXPECT_EQ(report.exchanges, run.report.exchanges);
    EXPECT_EQ(report.time, run.report.time);
  }
}

}  // namespace
}  // namespace curia::scenario
