#include "sim/world/host.hpp"

#include <utility>

#include "model/base/check.hpp"
#include "sim/world/clock.hpp"
#include "sim/world/incarnation.hpp"
#include "sim/world/machine.hpp"
#include "sim/world/net_fabric.hpp"
#include "sim/world/world.hpp"

namespace curia::sim {

void HostTrace::log(Severity severity, std::string_view sentence) {
  if (stopped_) return;
  const std::string_view kind = severity == Severity::info      ? "log.info"
                                : severity == Severity::warning ? "log.warning"
                                                                : "log.error";
  world_.trace().record(world_.now(), host_, kind, {{"text", sentence}});
}

Incarnation::Incarnation(World& world, SimHost& host, SimClock& host_clock,
                         SimMachine& host_machine, FileShelf& shelf, std::uint64_t seed)
    : clock(host_clock),
      timers(world.queue(), world.trace(), host.name()),
      random(seed),
      net(world, host, seed),
      work(world.queue(), world.trace(), host.name(), world.options().work, seed),
      files(shelf),
      trace(world, host.name()),
      machine(host_machine),
      directories(clock, timers, world.directories()) {}

void Incarnation::stop() {
  trace.stop();
  files.stop();
  timers.stop();
  work.stop();
}

SimHost::SimHost(World& world, std::uint32_t index, std::string name,
                 std::vector<IpAddress> addresses)
    : world_(world),
      index_(index),
      name_(std::move(name)),
      addresses_(std::move(addresses)),
      seed_(Prng(world.seed(), "host/" + name_).next()),
      clock_(std::make_unique<SimClock>(world.queue(), world.options(), seed_)),
      machine_(std::make_unique<SimMachine>(world.queue())),
      shelf_(std::make_unique<FileShelf>(seed_)) {}

SimHost::~SimHost() {
  if (is_on()) current_->stop();
}

Env SimHost::env() {
  check(is_on(), "a host without power has no ports");
  return current_->env();
}

IpAddress SimHost::address(bool v6) const {
  for (const IpAddress& address : addresses_)
    if (address.is_v6 == v6) return address;
  unreachable("the host has no address of this family");
}

bool SimHost::has_address(const IpAddress& address) const {
  for (const IpAddress& own : addresses_)
    if (own == address) return true;
  return false;
}

void SimHost::power_cut(PeersSee peers) {
  check(is_on(), "the power of a host is cut when it is on");
  world_.trace().record(world_.now(), name_, "host.power_cut",
                        {{"peers_see", peers == PeersSee::reset ? "reset" : "nothing"}});
  world_.net().fabric().power_cut(*this, peers);
  std::exchange(current_, nullptr)->stop();
  shelf_->power_cut();
  for (auto& hook : cut_hooks_) hook();
}

void SimHost::power_on() {
  check(!is_on(), "the power is on already");
  world_.trace().record(world_.now(), name_, "host.power_on",
                        {{"incarnation", static_cast<std::uint64_t>(incarnations_.size())}});
  Prng seeds(seed_, "incarnation/" + std::to_string(incarnations_.size()));
  incarnations_.push_back(
      std::make_unique<Incarnation>(world_, *this, *clock_, *machine_, *shelf_, seeds.next()));
  current_ = incarnations_.back().get();
  world_.net().fabric().power_on(*this, current_->net);
}

void SimHost::jump_wall(Duration by) {
  world_.trace().record(world_.now(), name_, "fault.wall_jump", {{"ns", by.count()}});
  clock_->jump(by);
}

}  // namespace curia::sim
