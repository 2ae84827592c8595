// The port Machine: the computer that the server runs on.
//
// Figures are of this moment and cost little: they may be asked on the loop.
#pragma once

#include <cstdint>

#include "model/base/result.hpp"
#include "model/base/time.hpp"

namespace curia {

struct DiskSpace {
  std::uint64_t total = 0;  // bytes
  std::uint64_t free = 0;   // bytes that this process may still write
};

class Machine {
 public:
  virtual ~Machine() = default;
  // Of the disk that the server keeps its data on. Errors: io_error.
  virtual Result<DiskSpace> disk() = 0;
  // What all threads of this process have used; never goes back while it runs.
  virtual Duration processor_time() = 0;
};

}  // namespace curia
