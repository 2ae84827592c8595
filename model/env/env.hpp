// Env: the doors between the core and a world, handed to the constructor of each component.
// Protocol machines take no Env: they are fed bytes and the time.
#pragma once

#include "model/env/clock.hpp"
#include "model/env/directory.hpp"
#include "model/env/files.hpp"
#include "model/env/machine.hpp"
#include "model/env/net.hpp"
#include "model/env/random.hpp"
#include "model/env/trace.hpp"
#include "model/env/work.hpp"

namespace curia {

struct Env {
  Clock& clock;
  Timers& timers;
  Random& random;
  Net& net;
  Work& work;
  Files& files;
  Trace& trace;
  Machine& machine;
  Directories& directories;
};

}  // namespace curia
