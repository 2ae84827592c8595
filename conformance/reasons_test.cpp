// Every failure reason of the API is expected by a scenario of the conformance suites, or is left
// open with a sentence (fixtures/schema/reasons.json).
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "conformance/suite.hpp"

namespace curia::conformance {
namespace {

using scenario::Step;

struct Reasons {
  std::set<std::string> all;
  std::map<std::string, std::string> open;  // with why
};

Reasons read_reasons() {
  std::ifstream file("fixtures/schema/reasons.json");
  const auto json = nlohmann::json::parse(file);
  Reasons reasons;
  for (const auto& reason : json.at("reasons")) reasons.all.insert(reason.get<std::string>());
  for (const auto& item : json.at("open"))
    reasons.open[item.at("reason").get<std::string>()] = item.at("why").get<std::string>();
  return reasons;
}

void collect(const std::vector<Step>& steps, std::set<std::string>& found) {
  for (const Step& step : steps) {
    if (const auto* exchange = std::get_if<scenario::Exchange>(&step.what)) {
      for (const auto& outcome : exchange->outcomes) {
        found.insert(outcome.reasons.begin(), outcome.reasons.end());
        for (const auto& [parameter, error] : outcome.bad) found.insert("parameterError " + error);
      }
    } else if (const auto* together = std::get_if<scenario::Together>(&step.what)) {
      collect(together->steps, found);
    } else if (const auto* repeat = std::get_if<scenario::Repeat>(&step.what)) {
      collect(repeat->steps, found);
    }
  }
}

std::string complaints(const Reasons& reasons, const std::set<std::string>& expected) {
  std::string text;
  for (const std::string& reason : reasons.all)
    if (!expected.contains(reason) && !reasons.open.contains(reason))
      text += reason + ": no scenario expects it\n";
  for (const auto& [reason, why] : reasons.open) {
    if (!reasons.all.contains(reason)) text += reason + ": is open, and no reason of the list\n";
    if (expected.contains(reason)) text += reason + ": is open, and a scenario expects it\n";
    if (why.empty()) text += reason + ": is open without saying why\n";
  }
  for (const std::string& reason : expected)
    if (!reasons.all.contains(reason)) text += reason + ": is missing in the list\n";
  return text;
}

TEST(Reasons, EachIsExpectedByAScenarioOrOpen) {
  const auto files = find_scenarios("fixtures/conformance", "");
  ASSERT_TRUE(files);
  std::set<std::string> expected;
  for (const std::string& file : *files) {
    const auto scenario = read_scenario(file);
    ASSERT_TRUE(scenario) << scenario.error().message;
    collect(scenario->steps, expected);
  }
  EXPECT_EQ(complaints(read_reasons(), expected), "");
}

TEST(Reasons, TheJudgeSeesWhatIsWrong) {
  const Reasons reasons{.all = {"a", "b", "c"}, .open = {{"b", ""}, {"c", "why"}, {"d", "why"}}};
  EXPECT_EQ(complaints(reasons, {"c", "e"}),
            "a: no scenario expects it\n"
            "b: is open without saying why\n"
            "c: is open, and a scenario expects it\n"
            "d: is open, and no reason of the list\n"
            "e: is missing in the list\n");
}

}  // namespace
}  // namespace curia::conformance
