// The first conformance suite in its lanes: simulated (each scenario twice), in bad weather, with
// power cuts between its steps, and against the real server over TLS through an independent HTTP
// client.
#include "conformance/suite.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "conformance/real/local_target.hpp"
#include "model/base/prng.hpp"
#include "model/base/testing/asked.hpp"
#include "sim/scenario/hardship.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/simulate.hpp"
#include "sim/scenario/write.hpp"

namespace curia::conformance {
namespace {

using scenario::Report;

// The folder is given from the root of the sources, where tests run.
std::vector<std::string> all_files() {
  auto files = find_scenarios("fixtures/conformance", "");
  return files ? *files : std::vector<std::string>{"fixtures/conformance is missing"};
}

std::string test_name(const testing::TestParamInfo<std::string>& info) {
  std::string name = info.param.substr(0, info.param.rfind('.'));
  name.erase(0, std::string("fixtures/conformance/").size());
  std::ranges::replace_if(
      name, [](char c) { return !isalnum(static_cast<unsigned char>(c)); }, '_');
  return name;
}

class Conformance : public testing::TestWithParam<std::string> {};

TEST_P(Conformance, WritesWhatItReads) {
  const auto first = read_scenario(GetParam());
  ASSERT_TRUE(first) << first.error().message;
  const auto second = scenario::parse(scenario::write(*first), "again.sim");
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_EQ(*first, *second);
}

TEST_P(Conformance, HoldsInSimulation) {
  const auto result = run_file(GetParam(), [](const scenario::Scenario& scenario) {
    return scenario::simulate(scenario, {.twice = asked_number("CURIA_RUNS", 2) > 1}).report;
  });
  EXPECT_EQ(result.report.verdict, Report::Verdict::passed) << result.report.text;
}

TEST_P(Conformance, HoldsInBadWeather) {
  const auto result = run_file(GetParam(), [](const scenario::Scenario& scenario) {
    if (scenario::needs_simulation(scenario)) {
      Report skipped;
      skipped.verdict = Report::Verdict::skipped;
      skipped.text = "has a network of its own";
      return skipped;
    }
    return scenario::simulate(
               scenario, {.world = scenario::gentle_weather(fnv1a(GetParam())), .twice = false})
        .report;
  });
  if (result.report.verdict == Report::Verdict::skipped) GTEST_SKIP() << result.report.text;
  EXPECT_EQ(result.report.verdict, Report::Verdict::passed) << result.report.text;
}

TEST_P(Conformance, HoldsOverPowerCuts) {
  const auto result = run_file(GetParam(), [](const scenario::Scenario& scenario) {
    const auto harder = scenario::with_power_cuts(scenario, fnv1a(GetParam()));
    if (harder) return scenario::simulate(*harder, {.twice = false}).report;
    Report skipped;
    skipped.verdict = Report::Verdict::skipped;
    skipped.text = "has faults of its own, or peers";
    return skipped;
  });
  if (result.report.verdict == Report::Verdict::skipped) GTEST_SKIP() << result.report.text;
  EXPECT_EQ(result.report.verdict, Report::Verdict::passed) << result.report.text;
}

TEST_P(Conformance, HoldsInReality) {
  LocalTarget target;
  const auto result = run_file(GetParam(), [&](const scenario::Scenario& scenario) {
    return scenario::run(scenario, target);
  });
  if (result.report.verdict == Report::Verdict::skipped) GTEST_SKIP() << result.report.text;
  EXPECT_EQ(result.report.verdict, Report::Verdict::passed) << result.report.text;
}

INSTANTIATE_TEST_SUITE_P(Suite, Conformance, testing::ValuesIn(all_files()), test_name);

}  // namespace
}  // namespace curia::conformance
