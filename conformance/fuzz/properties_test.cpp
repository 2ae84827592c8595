// Random histories against servers, simulated and real. CURIA_SEED, CURIA_CASES and CURIA_STEPS
// choose others than the everyday ones; what is found is written to CURIA_FAILURES, or beside this
// program.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "conformance/fuzz/hunt.hpp"
#include "conformance/fuzz/wrong_target.hpp"
#include "conformance/real/local_target.hpp"
#include "conformance/suite.hpp"
#include "model/base/testing/asked.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/sim_target.hpp"
#include "sim/scenario/simulate.hpp"
#include "sim/scenario/write.hpp"

namespace curia::fuzz {
namespace {

using scenario::Report;

std::uint64_t first_seed() { return static_cast<std::uint64_t>(asked_number("CURIA_SEED", 1)); }

std::string failures_folder() {
  const char* asked = std::getenv("CURIA_FAILURES");
  std::error_code error;
  const std::filesystem::path folder =
      asked != nullptr ? std::filesystem::path(asked)
                       : std::filesystem::read_symlink("/proc/self/exe", error).parent_path();
  std::filesystem::create_directories(folder, error);
  return folder.string();
}

// Numbers stay as they are drawn: taking calls and parameters away is what makes a sequence small,
// and quickly.
rc::Gen<std::vector<Draw>> draws(int steps) {
  const auto number = rc::gen::noShrink(rc::gen::inRange<Number>(0, draw_range));
  const auto pair = rc::gen::pair(number, number);
  const auto params = rc::gen::resize(
      8, rc::gen::container<std::vector<std::pair<Number, Number>>>(rc::gen::resize(100, pair)));
  const auto draw =
      rc::gen::map(rc::gen::tuple(number, number, number, number, params), [](const auto& parts) {
        return Draw{std::get<0>(parts), std::get<1>(parts), std::get<2>(parts), std::get<3>(parts),
                    std::get<4>(parts)};
      });
  return rc::gen::resize(steps, rc::gen::container<std::vector<Draw>>(rc::gen::resize(100, draw)));
}

MakeTarget simulation(const SimulationChoice& choice = {}) {
  return [choice](std::uint64_t seed) { return simulated(seed, choice); };
}

std::string save(const Finding& finding, const std::string& name) {
  const auto file = failures_folder() + "/" + name + "-" + std::to_string(finding.seed) + ".sim";
  std::ofstream(file) << scenario::write(finding.scenario);
  return file;
}

// Histories of the fuzzer's own draws.
void expect_nothing_found(Hunt hunt, std::int64_t histories, const std::string& name) {
  const auto first = first_seed();
  for (std::uint64_t seed = first; seed < first + static_cast<std::uint64_t>(histories); ++seed) {
    const auto finding = hunt.play_history(seed);
    if (!finding) continue;
    ADD_FAILURE() << "seed " << seed << "\n"
                  << finding->complaint << "\nthe smallest history: " << save(*finding, name);
    return;
  }
  const Tally& tally = hunt.tally();
  std::printf(
      "seed %llu: %llu requests, %llu writes accepted, %llu refused, %llu cut off\n",
      static_cast<unsigned long long>(first), static_cast<unsigned long long>(tally.exchanges),
      static_cast<unsigned long long>(tally.accepted),
      static_cast<unsigned long long>(tally.refused), static_cast<unsigned long long>(tally.lost));
}

std::size_t steps(std::int64_t otherwise) {
  return static_cast<std::size_t>(asked_number("CURIA_STEPS", otherwise));
}

TEST(Properties, ASimulatedServerDoesWhatTheModelSays) {
  expect_nothing_found(Hunt({.steps = steps(150)}, simulation()), asked_number("CURIA_CASES", 100),
                       "property");
}

TEST(Properties, ASimulatedServerForgetsNothingInACrash) {
  expect_nothing_found(Hunt({.steps = steps(60), .crashes = true}, simulation({.weather = true})),
                       asked_number("CURIA_CASES", 20), "property-crash");
}

TEST(Properties, ARealServerDoesWhatTheModelSays) {
  expect_nothing_found(
      Hunt({.steps = 100},
           [](std::uint64_t) { return std::make_unique<conformance::LocalTarget>(); }),
      6, "property-real");
}

// As against a server of somebody else: nothing is known about what it holds.
TEST(Properties, AServerOfSomebodyElseIsLeftAsItWas) {
  const auto target = [](std::uint64_t) -> std::unique_ptr<scenario::Target> {
    return std::make_unique<conformance::LocalTarget>();
  };
  expect_nothing_found(Hunt({.steps = 60, .is_fresh = false}, target), 2, "property-foreign");
}

// RapidCheck draws other sequences than the fuzzer does: longer and shorter ones, more parameters.
// What fails, as small as RapidCheck makes it.
std::optional<Finding> find_with_rapidcheck(Hunt hunt, int sequences, int longest) {
  rc::detail::TestParams params;
  params.seed = first_seed();
  params.maxSuccess = sequences;
  // It says which seed it uses: let it be ours.
  ::setenv("RC_PARAMS", ("seed=" + std::to_string(params.seed)).c_str(), 0);
  std::optional<Finding> smallest;  // every failure that it keeps is smaller than those before
  const auto property = [&] {
    const auto sequence = *draws(longest);
    const auto world = *rc::gen::noShrink(rc::gen::inRange<std::uint64_t>(1, draw_range));
    Played played = hunt.play_draws(sequence, world, true);
    if (played.complaint.empty()) return;
    smallest = {.seed = world, .complaint = played.complaint, .scenario = played.scenario};
    RC_FAIL(played.complaint);
  };
  const auto result = rc::detail::checkTestable(property, rc::detail::TestMetadata{}, params);
  std::ostringstream message;
  rc::detail::printResultMessage(result, message);
  EXPECT_EQ(result.is<rc::detail::SuccessResult>(), !smallest) << message.str();
  return smallest;
}

void expect_nothing_found(const std::optional<Finding>& finding, const std::string& name) {
  if (finding)
    ADD_FAILURE() << finding->complaint << "\nthe smallest sequence: " << save(*finding, name);
}

TEST(Properties, HoldForSequencesOfRapidCheckToo) {
  expect_nothing_found(find_with_rapidcheck(Hunt({}, simulation()),
                                            static_cast<int>(asked_number("CURIA_CASES", 20)),
                                            static_cast<int>(steps(100))),
                       "property-rapidcheck");
}

TEST(Properties, HoldForSequencesOfRapidCheckInReality) {
  const auto target = [](std::uint64_t) { return std::make_unique<conformance::LocalTarget>(); };
  expect_nothing_found(find_with_rapidcheck(Hunt({}, target), 4, 60), "property-rapidcheck-real");
}

// The file says the same without RapidCheck, and is small.
TEST(Properties, WhatRapidCheckFindsIsWrittenDown) {
  const auto make = [](std::uint64_t) {
    return std::make_unique<WrongTarget>(
        std::make_unique<scenario::SimTarget>(scenario::SimTargetOptions{.is_plain = true}),
        all_wrongs().front());
  };
  const auto finding = find_with_rapidcheck(Hunt({}, make), 100, 60);
  ASSERT_TRUE(finding);
  const auto text = scenario::write(finding->scenario);
  const auto again = scenario::parse(text, "again.sim");
  ASSERT_TRUE(again) << again.error().message << text;
  EXPECT_EQ(scenario::run(*again, *make(1)).verdict, Report::Verdict::failed) << text;
}

// What was found once stays fixed.
TEST(Regressions, StayFixed) {
  const auto files = conformance::find_scenarios("fixtures/regressions", "");
  ASSERT_TRUE(files) << files.error().message;
  for (const auto& file : *files) {
    const auto result = conformance::run_file(file, [](const scenario::Scenario& scenario) {
      return scenario::simulate(scenario, {}).report;
    });
    EXPECT_EQ(result.report.verdict, Report::Verdict::passed) << result.report.text;
  }
}

// A property that cannot fail proves nothing: each of these servers is wrong in one way.
class WrongServers : public testing::TestWithParam<Wrong> {};

TEST_P(WrongServers, AreFoundOut) {
  const auto right = [] {
    return std::make_unique<scenario::SimTarget>(scenario::SimTargetOptions{.is_plain = true});
  };
  const auto make = [&](std::uint64_t) {
    return std::make_unique<WrongTarget>(right(), GetParam());
  };
  Hunt hunt({.steps = 60, .crashes = GetParam() == Wrong::forgets_in_crash}, make);
  std::optional<Finding> finding;
  for (std::uint64_t seed = 4; seed < 400 && !finding; seed += 4) finding = hunt.play_history(seed);
  ASSERT_TRUE(finding);
  EXPECT_LE(finding->scenario.steps.size(), 12u) << scenario::write(finding->scenario);
  // The file says the same without the model: it fails there and holds for a right server.
  const auto again = scenario::parse(scenario::write(finding->scenario), "again.sim");
  ASSERT_TRUE(again) << again.error().message << scenario::write(finding->scenario);
  EXPECT_EQ(scenario::run(*again, *make(1)).verdict, Report::Verdict::failed)
      << scenario::write(*again);
  const auto report = scenario::run(*again, *right());
  EXPECT_EQ(report.verdict, Report::Verdict::passed) << scenario::write(*again) << report.text;
}

INSTANTIATE_TEST_SUITE_P(All, WrongServers, testing::ValuesIn(all_wrongs()),
                         [](const auto& test) { return std::string(name_of(test.param)); });

}  // namespace
}  // namespace curia::fuzz
