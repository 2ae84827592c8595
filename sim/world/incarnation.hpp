// Incarnation: the ports of a host from power_on() to power_cut(), and the Env made of them.
#pragma once

#include <cstdint>
#include <string>

#include "model/env/env.hpp"
#include "sim/world/clock.hpp"
#include "sim/world/directory.hpp"
#include "sim/world/files.hpp"
#include "sim/world/host_net.hpp"
#include "sim/world/machine.hpp"
#include "sim/world/random.hpp"
#include "sim/world/timers.hpp"
#include "sim/world/work.hpp"
#include "sim/world/world.hpp"

namespace curia::sim {

class HostTrace final : public Trace {
 public:
  HostTrace(World& world, const std::string& host) : world_(world), host_(host) {}

  bool enabled() const override { return !stopped_; }
  void event(std::string_view kind, std::initializer_list<TraceField> fields) override {
    if (!stopped_) world_.trace().record(world_.now(), host_, kind, fields);
  }
  void log(Severity severity, std::string_view sentence) override;
  void stop() { stopped_ = true; }

 private:
  World& world_;
  const std::string& host_;
  bool stopped_ = false;
};

struct Incarnation {
  Incarnation(World& world, SimHost& host, SimClock& host_clock, SimMachine& host_machine,
              FileShelf& shelf, std::uint64_t seed);

  Env env() { return {clock, timers, random, net, work, files, trace, machine, directories}; }
  // Nothing of it happens any more; the network has let go of it before.
  void stop();

  SimClock& clock;
  SimTimers timers;
  SimRandom random;
  HostNet net;
  SimWork work;
  SimFiles files;
  HostTrace trace;
  SimMachine& machine;
  SimDirectories directories;
};

}  // namespace curia::sim
