// Suites: folders of scenarios, run one after the other, and what came of them.
//
//   auto files = find_scenarios("fixtures/conformance", "coSpaces");
//   for (const auto& file : *files) results.push_back(judge_file(file, target));
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.hpp"
#include "sim/scenario/run.hpp"

namespace curia::conformance {

struct SuiteResult {
  std::string file;
  std::string name;  // of the scenario
  scenario::Report report;
  double seconds = 0;  // of real time
};

// The .sim files of a folder and all below it, in alphabetical order, whose path contains the
// pattern. Errors: not_found (no such folder, or nothing in it).
Result<std::vector<std::string>> find_scenarios(const std::string& folder,
                                                const std::string& pattern);

// Errors: not_found, invalid_value (with file and line).
Result<scenario::Scenario> read_scenario(const std::string& file);

using RunScenario = std::function<scenario::Report(const scenario::Scenario&)>;

// A file that cannot be read or parsed is a failure.
SuiteResult run_file(const std::string& file, const RunScenario& run);

// JUnit's XML, which every CI system reads.
std::string junit(const std::vector<SuiteResult>& results);

// The folder fixtures/NAME ("conformance", "schema") of the working directory, of the source tree
// that the program was built in, or of what was installed with it. Error: not_found.
Result<std::string> find_fixtures(std::string_view name);

}  // namespace curia::conformance
