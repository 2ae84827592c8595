// Plays draws against a target, step by step, with the reference model beside it, and writes down
// what it does as a scenario that says the same without the model.
//
//   Played played = play(draws, target, {.seed = 7});
//   if (played.report.verdict == Report::Verdict::failed) ... write(played.scenario) ...
#pragma once

#include <cstdint>
#include <vector>

#include "conformance/properties/draw.hpp"
#include "sim/scenario/run.hpp"

namespace curia::properties {

struct PlayOptions {
  std::uint64_t seed = 1;
  bool crashes = false;  // power cuts and kills between and inside the calls
};

struct Played {
  scenario::Scenario scenario;  // up to the step that failed
  scenario::Report report;
  std::uint64_t accepted = 0;  // writes
  std::uint64_t refused = 0;
  std::uint64_t lost = 0;
};

Played play(const std::vector<Draw>& draws, scenario::Target& target, const PlayOptions& options);

}  // namespace curia::properties
