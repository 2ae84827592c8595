// The examples of the pages do what the pages say.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "sim/scenario/parse.hpp"
#include "sim/scenario/simulate.hpp"

namespace curia::scenario {
namespace {

class Page : public testing::TestWithParam<std::pair<const char*, int>> {};

TEST_P(Page, HasExamplesThatHold) {
  const auto [name, least] = GetParam();
  std::ifstream in(name);
  std::ostringstream text;
  ASSERT_TRUE(in && text << in.rdbuf()) << name << ", from the root of the sources";
  const auto page = text.str();
  constexpr std::string_view fence = "```sim\n";
  int examples = 0;
  for (auto at = page.find(fence); at != std::string::npos; at = page.find(fence, at)) {
    at += fence.size();
    const auto example = page.substr(at, page.find("\n```", at) - at);
    const auto scenario =
        parse(example, std::string(name) + ", example " + std::to_string(++examples));
    ASSERT_TRUE(scenario) << scenario.error().message;
    const auto report = simulate(*scenario, {}).report;
    EXPECT_EQ(report.verdict, Report::Verdict::passed) << report.text;
  }
  EXPECT_GE(examples, least);
}

INSTANTIATE_TEST_SUITE_P(Examples, Page,
                         testing::Values(std::pair{"docs/scenarios.md", 3},
                                         std::pair{"docs/cdr.md", 1}, std::pair{"docs/calls.md", 1},
                                         std::pair{"docs/scheduler.md", 2},
                                         std::pair{"docs/fuzzing.md", 1},
                                         std::pair{"docs/system.md", 3},
                                         std::pair{"docs/licensing.md", 1}),
                         [](const auto& page) {
                           std::string name = page.param.first;
                           return name.substr(5, name.find('.') - 5);
                         });

}  // namespace
}  // namespace curia::scenario
