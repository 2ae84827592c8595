// The CPU time of this program, all its threads: what the programs here measure with.
#pragma once

#include <ctime>

namespace curia::bench {

inline double cpu_ns() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e9 + static_cast<double>(time.tv_nsec);
}

}  // namespace curia::bench
