// The examples of docs/scenarios.md do what the page says.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "sim/scenario/parse.hpp"
#include "sim/scenario/simulate.hpp"

namespace curia::scenario {
namespace {

TEST(ScenarioPage, HasExamplesThatHold) {
  std::ifstream in("docs/scenarios.md");
  std::ostringstream text;
  ASSERT_TRUE(in && text << in.rdbuf()) << "docs/scenarios.md, from the root of the sources";
  const auto page = text.str();
  constexpr std::string_view fence = "```sim\n";
  int examples = 0;
  for (auto at = page.find(fence); at != std::string::npos; at = page.find(fence, at)) {
    at += fence.size();
    const auto example = page.substr(at, page.find("\n```", at) - at);
    const auto scenario =
        parse(example, "docs/scenarios.md, example " + std::to_string(++examples));
    ASSERT_TRUE(scenario) << scenario.error().message;
    const auto report = simulate(*scenario, {}).report;
    EXPECT_EQ(report.verdict, Report::Verdict::passed) << report.text;
  }
  EXPECT_GE(examples, 3);
}

}  // namespace
}  // namespace curia::scenario
