// Random sequences of API calls against the reference model, in both worlds. What fails is made
// small by RapidCheck and left as a .sim file, which says the same without the model.
//
// CURIA_SEED=N chooses the seed, CURIA_CASES=N how many sequences, CURIA_STEPS=N how long they
// get at most, CURIA_FAILURES=DIR where a failing one is written.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "conformance/properties/player.hpp"
#include "conformance/properties/wrong_target.hpp"
#include "conformance/real/local_target.hpp"
#include "conformance/suite.hpp"
#include "model/base/text.hpp"
#include "sim/scenario/parse.hpp"
#include "sim/scenario/sim_target.hpp"
#include "sim/scenario/simulate.hpp"
#include "sim/scenario/write.hpp"

namespace curia::properties {
namespace {

using scenario::Report;

std::int64_t setting(const char* name, std::int64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : parse_decimal(text).value_or(otherwise);
}

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

constexpr int most_shrinks = 600;  // sequences played to make one smaller

struct Hunt {
  std::uint64_t seed = 1;
  int cases = 20;
  int steps = 100;  // at most, of one case
  bool crashes = false;
  bool is_expected = false;  // that something is found: nothing is said about it
};

bool is_look(const scenario::Step& step) {
  const auto* exchange = std::get_if<scenario::Exchange>(&step.what);
  return exchange != nullptr && exchange->method == "GET" && exchange->saves.empty();
}

// Without the looks that found nothing wrong, as far as it fails in the same way without them.
scenario::Scenario without_looks(const scenario::Scenario& scenario, const Report& report,
                                 scenario::Target& target) {
  scenario::Scenario small = scenario;
  for (auto size = small.steps.size(); size > 0; size /= 2)
    for (std::size_t at = 0; at + 1 < small.steps.size();) {
      scenario::Scenario candidate = small;
      const auto first = candidate.steps.begin() + static_cast<std::ptrdiff_t>(at);
      const auto last = candidate.steps.begin() +
                        static_cast<std::ptrdiff_t>(std::min(at + size, small.steps.size() - 1));
      candidate.steps.erase(std::remove_if(first, last, is_look), last);
      const bool is_smaller = candidate.steps.size() < small.steps.size();
      if (is_smaller && scenario::fails_alike(scenario::run(candidate, target), report))
        small = std::move(candidate);
      else
        at += size;
    }
  return small;
}

struct Quarry {
  bool found = false;
  Played smallest;
  std::string file;
  std::uint64_t exchanges = 0, accepted = 0, refused = 0, lost = 0;
};

// Runs the property; what it finds is shrunk and written down.
template <class MakeTarget>
Quarry hunt(const Hunt& how, const std::string& name, MakeTarget make_target) {
  Quarry quarry;
  int shrinks = 0;
  const auto property = [&] {
    const auto sequence = *draws(how.steps);
    // Once something is found all other sequences are smaller ones of it; there are many.
    if (quarry.found && ++shrinks > most_shrinks) return;
    const auto world = *rc::gen::noShrink(rc::gen::inRange<Number>(1, draw_range));
    auto target = make_target();
    Played played = play(sequence, *target, {world, how.crashes});
    quarry.exchanges += played.report.exchanges;
    quarry.accepted += played.accepted;
    quarry.refused += played.refused;
    quarry.lost += played.lost;
    if (played.report.verdict == Report::Verdict::passed) return;
    if (!quarry.found && !how.is_expected)
      std::fprintf(stderr, "seed %llu found something; now it is made smaller.\n%s",
                   static_cast<unsigned long long>(how.seed), played.report.text.c_str());
    quarry.found = true;
    quarry.smallest = std::move(played);
    RC_FAIL(quarry.smallest.report.text);
  };
  // RapidCheck says which seed it uses: let it be ours.
  ::setenv("RC_PARAMS", ("seed=" + std::to_string(how.seed)).c_str(), 0);
  rc::detail::TestParams params;
  params.seed = how.seed;
  params.maxSuccess = how.cases;
  rc::detail::TestMetadata about;
  about.id = name;
  const auto result = rc::detail::checkTestable(property, about, params);
  if (!result.template is<rc::detail::SuccessResult>()) quarry.found = true;
  if (!quarry.found) return quarry;
  auto& scenario = quarry.smallest.scenario;
  scenario = without_looks(scenario, quarry.smallest.report, *make_target());
  scenario.file = failures_folder() + "/" + name + "-" + std::to_string(how.seed) + ".sim";
  std::ofstream(scenario.file) << scenario::write(scenario);
  quarry.file = scenario.file;
  return quarry;
}

Hunt everyday(int cases, int steps, bool crashes) {
  return {static_cast<std::uint64_t>(setting("CURIA_SEED", 1)),
          static_cast<int>(setting("CURIA_CASES", cases)),
          static_cast<int>(setting("CURIA_STEPS", steps)), crashes};
}

void expect_nothing_found(const Hunt& how, const Quarry& quarry) {
  std::printf("seed %llu: %llu exchanges, %llu writes accepted, %llu refused, %llu lost\n",
              static_cast<unsigned long long>(how.seed),
              static_cast<unsigned long long>(quarry.exchanges),
              static_cast<unsigned long long>(quarry.accepted),
              static_cast<unsigned long long>(quarry.refused),
              static_cast<unsigned long long>(quarry.lost));
  EXPECT_FALSE(quarry.found) << "seed " << how.seed << "\n"
                             << quarry.smallest.report.text
                             << "the smallest sequence: " << quarry.file;
}

std::unique_ptr<scenario::Target> simulated() {
  return std::make_unique<scenario::SimTarget>(scenario::SimTargetOptions{});
}

TEST(Properties, ASimulatedServerDoesWhatTheModelSays) {
  const Hunt how = everyday(60, 150, false);
  expect_nothing_found(how, hunt(how, "property", simulated));
}

TEST(Properties, ASimulatedServerForgetsNothingInACrash) {
  const Hunt how = everyday(20, 60, true);
  expect_nothing_found(how, hunt(how, "property-crash", simulated));
}

TEST(Properties, ARealServerDoesWhatTheModelSays) {
  const Hunt how{
      .seed = static_cast<std::uint64_t>(setting("CURIA_SEED", 1)), .cases = 6, .steps = 100};
  expect_nothing_found(
      how, hunt(how, "property-real", [] { return std::make_unique<conformance::LocalTarget>(); }));
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
  const auto make = [] { return std::make_unique<WrongTarget>(simulated(), GetParam()); };
  const bool crashes = GetParam() == Wrong::forgets_in_crash;
  const auto quarry =
      hunt({.seed = 5, .cases = 40, .steps = 60, .crashes = crashes, .is_expected = true}, "wrong",
           make);
  ASSERT_TRUE(quarry.found);
  EXPECT_LE(quarry.smallest.scenario.steps.size(), 12u)
      << scenario::write(quarry.smallest.scenario);
  // The file says the same without the model: it fails there and holds for a right server.
  const auto again = scenario::parse(scenario::write(quarry.smallest.scenario), "again.sim");
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(scenario::run(*again, *make()).verdict, Report::Verdict::failed);
  EXPECT_EQ(scenario::run(*again, *simulated()).verdict, Report::Verdict::passed);
  std::filesystem::remove(quarry.file);
}

INSTANTIATE_TEST_SUITE_P(All, WrongServers, testing::ValuesIn(all_wrongs()),
                         [](const auto& test) { return std::string(name_of(test.param)); });

}  // namespace
}  // namespace curia::properties
