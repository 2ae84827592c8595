// SimHost: a machine of the simulated world: addresses, a disk, a power button, and the ports.
//
// 1. env() belongs to one incarnation: from power_on() to power_cut(). After the cut its tasks,
//    timers, jobs and streams are gone without a call, and its ports do nothing any more, so the
//    server object may be destroyed then in any order. References stay valid as long as the world.
// 2. A power cut loses what was not synced; what was synced is there for the next incarnation.
// 3. power_cut() is never called from inside a task of the host itself.
//
//   SimHost& host = world.add_host("server", {"10.0.0.1", "2001:db8::1"});
//   auto server = std::make_unique<Server>(host.env());
//   host.power_cut(PeersSee::reset);
//   server.reset();
//   host.power_on();
//   server = std::make_unique<Server>(host.env());
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "model/base/ip.hpp"
#include "model/env/env.hpp"

namespace curia::sim {

class World;
class FileShelf;
class SimClock;
class SimMachine;
struct Incarnation;

// What the other ends of a host's streams see when its power goes.
enum class PeersSee { reset, nothing };

class SimHost {
 public:
  SimHost(World& world, std::uint32_t index, std::string name, std::vector<IpAddress> addresses);
  ~SimHost();
  SimHost(const SimHost&) = delete;
  SimHost& operator=(const SimHost&) = delete;

  Env env();  // the power must be on
  const std::string& name() const { return name_; }
  std::uint32_t index() const { return index_; }
  const std::vector<IpAddress>& addresses() const { return addresses_; }
  IpAddress address(bool v6 = false) const;  // the first of the family; check() that there is one
  bool has_address(const IpAddress& address) const;

  bool is_on() const { return current_ != nullptr; }
  void power_cut(PeersSee peers = PeersSee::reset);
  void power_on();
  // Called at each power cut, for disks and the like.
  void on_power_cut(std::function<void()> hook) { cut_hooks_.push_back(std::move(hook)); }

  void jump_wall(Duration by);  // the wall clock of this host, from now on
  SimMachine& machine() { return *machine_; }
  FileShelf& shelf() { return *shelf_; }  // what the port Files keeps, and its faults

 private:
  World& world_;
  std::uint32_t index_;
  std::string name_;
  std::vector<IpAddress> addresses_;
  std::uint64_t seed_;
  std::unique_ptr<SimClock> clock_;
  std::unique_ptr<SimMachine> machine_;
  std::unique_ptr<FileShelf> shelf_;
  std::vector<std::function<void()>> cut_hooks_;
  std::vector<std::unique_ptr<Incarnation>> incarnations_;  // dead ones stay: references to them
  Incarnation* current_ = nullptr;
};

}  // namespace curia::sim
