// Workers: the histories of a run, shared out over processes: a simulated world is one thread's,
// and what one process finds or breaks leaves the others alone.
//
//   const RunResult result = run_workers({.first = 1, .histories = 1000, .workers = 2}, hunt,
//   tell);
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "conformance/fuzz/hunt.hpp"

namespace curia::fuzz {

struct RunPlan {
  std::uint64_t first = 1;  // seed of the first history; the next ones count up
  std::uint64_t histories = 1;
  std::uint64_t seconds = 0;  // no history begins later; 0: no limit
  unsigned workers = 2;       // 0: in this process
  std::string folder = ".";   // for what is found
};

struct RunResult {
  Tally tally;
  double seconds = 0;
  bool found = false;
  std::uint64_t seed = 0;  // of what was found
  std::string text;        // for people
  std::string file;        // its scenario
};

// Asked now and then, with what is done so far.
using Progress = std::function<void(const Tally&, const std::string& what)>;

// Ends with the first finding.
RunResult run_workers(const RunPlan& plan, Hunt& hunt, const Progress& progress);

}  // namespace curia::fuzz
