// Runs a day (day_file.hpp) on a simulated server: the crowd and its meetings,
// an administrator who changes settings under people's feet, a server that
// crashes. Every call is looked at after every event that changed it
// (sim/checks); nothing else is expected but that all have gone home at the
// end.
//
//   const DayReport report = run_day(*parse_day(text, file), {});
//   if (!report.problem.empty()) ...
#pragma once

#include <string>

#include "sim/people/crowd/crowd.hpp"
#include "sim/scenario/day_file.hpp"
#include "sim/world/trace.hpp"

namespace curia::scenario {

struct DayRunOptions {
  bool is_looked_at = true;        // calls are checked after every event
  sim::TraceSink* sink = nullptr;  // sees every record; borrowed
};

struct DayReport {
  crowd::CrowdTally tally{};
  std::string problem{};    // for people; empty: all well
  std::string invariant{};  // that was broken, if one was
  std::uint64_t looks = 0;  // at a call or a leg
  std::string digest{};     // of everything that happened
};

DayReport run_day(const DayFile& day, const DayRunOptions& options);

// Twice, and compared event by event; `problem` says when they differ.
DayReport run_day_twice(const DayFile& day);

}  // namespace curia::scenario
