// What simulated people cost: a working day of an organisation, and a meeting of a thousand.
//
//   people [RUNS]
//
// Goal (issue of calls and layouts): one working day of 1,000 people with 400 meetings in less than
// 10 s of one core. CPU time of the whole simulation: server, people, world and digest; with and
// without a look at every call after every event.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "bench/cpu_time.hpp"
#include "sim/scenario/day_run.hpp"

namespace {

using namespace curia;
using namespace curia::scenario;

double cpu_s() { return bench::cpu_ns() / 1e9; }

void measure(const char* what, const DayFile& day, int runs) {
  for (const bool is_looked_at : {false, true}) {
    std::vector<double> seconds;
    DayReport report;
    for (int i = 0; i < runs; ++i) {
      const double begun = cpu_s();
      report = run_day(day, {.is_looked_at = is_looked_at});
      seconds.push_back(cpu_s() - begun);
      if (report.problem.empty()) continue;
      std::fprintf(stderr, "%s\n", report.problem.c_str());
      std::exit(1);
    }
    std::ranges::sort(seconds);
    std::printf("%-40s %s  median %6.2f s  (%.2f to %.2f)  %lu joins, %lu turns, %lu looks\n", what,
                is_looked_at ? "looked at    " : "not looked at", seconds[seconds.size() / 2],
                seconds.front(), seconds.back(), static_cast<unsigned long>(report.tally.joins),
                static_cast<unsigned long>(report.tally.turns),
                static_cast<unsigned long>(report.looks));
  }
}

}  // namespace

int main(int argc, char** argv) {
  const int runs = argc > 1 ? std::atoi(argv[1]) : 3;
  measure("one day: 1,000 people, 400 meetings",
          {.name = {}, .options = {.people = 1000, .meetings = 400, .length = 8h}}, runs);
  measure("an hour of 1,000 people in one meeting",
          {.name = {},
           .options = {.people = 1000, .meetings = 1, .length = 1h, .is_one_meeting = true}},
          runs);
  return 0;
}
