// Plays draws against a target, step by step, with the reference model beside it, until an answer
// is not one of those that the model permits.
//
//   Played played = play(random_draws(7, 200), target, {.seed = 7, .menu = Menu(7, {})});
//   if (!played.complaint.empty()) ...   // play it again with writes_down for the scenario
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "conformance/fuzz/draw.hpp"
#include "sim/scenario/ast.hpp"
#include "sim/scenario/target.hpp"

namespace curia::fuzz {

struct PlayOptions {
  std::uint64_t seed = 1;
  Menu menu{1, {}};
  bool crashes = false;        // power cuts and kills between and inside the calls
  bool together = false;       // some calls side by side, from several clients
  bool is_fresh = true;        // a server of our own, without objects; otherwise look first
  bool has_directory = false;  // people stand beside the server (people.hpp)
  bool writes_down = false;    // the scenario, and what was asked last
};

struct Played {
  std::string complaint;       // empty: nothing was wrong
  bool is_unplayable = false;  // the target could not be started: `complaint` says why
  scenario::Scenario scenario;
  std::uint64_t exchanges = 0;
  std::uint64_t accepted = 0;  // writes
  std::uint64_t refused = 0;
  std::uint64_t lost = 0;
};

Played play(const std::vector<Draw>& draws, scenario::Target& target, const PlayOptions& options);

// What the server under test has from the start, where that can be chosen.
scenario::Settings first_settings(std::uint64_t seed);

}  // namespace curia::fuzz
