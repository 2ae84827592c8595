// The port Work: things that would hold up the loop (a disk sync, a password hash) done elsewhere.
//
// 1. A lane is served by one thread, in order: jobs of one lane never overlap.
// 2. `job` runs away from the loop and touches only what it was given; `done` runs on the loop,
//    always in a later event than run(). In simulation both run on the one thread there is.
// 3. Jobs that were given are done even when the server is stopping.
#pragma once

#include "model/env/clock.hpp"

namespace curia {

// disk: the store, behind which changes wait. crypto: password hashes, behind which logins wait.
// bulk: copies of whole files, behind which nobody waits.
enum class Lane { disk, crypto, bulk };

class Work {
 public:
  virtual ~Work() = default;
  virtual void run(Lane lane, Task job, Task done) = 0;
};

}  // namespace curia
