// World: one simulated universe on one thread: time, hosts, network, chance, trace.
//
// 1. Everything that happens is an event at a virtual time; equal times in arming order. The same
//    seed, options and calls give the same events with the same bytes, on every compiler.
// 2. Nothing of a host is called from inside a call that it made.
// 3. Faults come from Options (swarm) or are ordered by hand (links, power, wall clocks).
//
//   World world(seed, Options::swarm(seed));
//   SimHost& server = world.add_host("server", {"10.0.0.1"});
//   SimHost& client = world.add_host("client", {"10.0.0.2"});
//   world.at(Instant(5s), [&] { world.net().partition(server, client); });
//   world.run_until([&] { return done; }, 60s);
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <string_view>
#include <vector>

#include "model/base/prng.hpp"
#include "model/env/clock.hpp"
#include "sim/world/directory.hpp"
#include "sim/world/event_queue.hpp"
#include "sim/world/host.hpp"
#include "sim/world/net.hpp"
#include "sim/world/options.hpp"
#include "sim/world/timers.hpp"
#include "sim/world/trace.hpp"

namespace curia::sim {

class World {
 public:
  explicit World(std::uint64_t seed, const Options& options = Options::calm());
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  // Names and addresses must be new. Addresses as text; the power is on.
  SimHost& add_host(std::string_view name, std::initializer_list<std::string_view> addresses);
  SimHost* find_host(std::string_view name);
  SimNet& net() { return *net_; }
  // The LDAP server at this address, empty at first. It speaks without TLS until serve_tls().
  DirectoryTree& directory(const std::string& address, std::uint16_t port) {
    return directories_[{address, port}];
  }
  DirectoryMap& directories() { return directories_; }
  SimTrace& trace() { return trace_; }
  EventQueue& queue() { return queue_; }
  const Options& options() const { return options_; }
  std::uint64_t seed() const { return seed_; }
  Instant now() const { return queue_.now(); }
  // A stream of chance of this seed, for scenarios.
  Prng prng(std::string_view name) const { return Prng(seed_, name); }

  // Tasks of nobody's host: scenario steps, faults. They survive power cuts.
  TimerId at(Instant time, Task task) { return timers_->at(time, std::move(task)); }
  void cancel(TimerId timer) { timers_->cancel(timer); }

  // One event; false when there is none, or when the trace has stopped the world.
  bool step();
  // Everything due up to and including `time`, which is then the time.
  void run_until(Instant time);
  void run_for(Duration duration) { run_until(now() + duration); }
  // Until `predicate` holds (asked after every event), at most `timeout`. True when it holds.
  bool run_until(const std::function<bool()>& predicate, Duration timeout);
  // Until nothing is pending; false when that takes longer than `limit`.
  bool run_until_idle(Duration limit = 24h);

 private:
  std::uint64_t seed_;
  Options options_;
  EventQueue queue_;
  SimTrace trace_;
  std::unique_ptr<SimTimers> timers_;
  std::unique_ptr<SimNet> net_;
  DirectoryMap directories_;
  std::vector<std::unique_ptr<SimHost>> hosts_;
};

}  // namespace curia::sim
