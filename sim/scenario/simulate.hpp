// Simulates a scenario: twice, comparing the two runs event by event (ARCHITECTURE.md section 5).
//
//   Simulation done = simulate(scenario, {.seed = 7});
//   if (done.report.verdict == Report::Verdict::failed) std::fputs(done.report.text.c_str(), ...);
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>

#include "sim/scenario/run.hpp"
#include "sim/world/options.hpp"

namespace curia::scenario {

struct SimulationOptions {
  std::optional<std::uint64_t> seed{};  // instead of the scenario's own
  sim::Options world{};
  bool twice = true;
  RunOptions run{};
  // Takes every record as a line of text, of the first run only.
  std::function<void(std::string_view)> trace{};
  std::string viewer{};  // somebody in the scenario, whose pictures are kept
};

struct Simulation {
  Report report;  // failed also when the two runs differ
  std::set<std::string, std::less<>> reached;
  std::string film{};  // what the viewer saw, as SVG; empty when he saw nothing or was not there
};

Simulation simulate(const Scenario& scenario, const SimulationOptions& options);

}  // namespace curia::scenario
