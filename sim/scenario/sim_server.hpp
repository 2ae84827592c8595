// SimServer: the Call Bridge under test on a simulated host with a simulated
// disk, and the ways to hurt it. The object files are those that serve in
// production.
//
// 1. power_cut() loses what the disk had not synced; kill() loses only the
// process.
// 2. After a fault the server stays down until start().
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "impl/service/callbridge/server.hpp"
#include "impl/service/calls/switchboard.hpp"
#include "sim/scenario/ast.hpp"
#include "sim/world/disk.hpp"
#include "sim/world/world.hpp"

namespace curia::scenario {

class SimServer {
 public:
  // A plain one speaks HTTP without TLS.
  SimServer(sim::World& world, std::uint64_t seed, bool is_plain = false);
  ~SimServer();
  SimServer(const SimServer&) = delete;
  SimServer& operator=(const SimServer&) = delete;

  // Makes the certificate and the first rows. Errors: those of
  // write_first_rows().
  Result<> prepare(const Settings& settings, Random& random);

  // Runs the world until the server serves; one that runs goes on. Errors:
  // those of CallBridgeServer::start, timed_out.
  Result<> start();
  Result<> stop();  // drains; runs the world until that is done
  void power_cut();
  void kill();
  // The power goes inside the n-th change of the disk from now on (1 = the
  // next).
  void power_cut_at_write(std::uint64_t write);
  // Carries out a power cut that a write has brought; true when there was one.
  // Called between events, never from inside the server.
  bool settle();
  bool power_lost() const { return power_lost_; }
  void disk_full();
  void disk_fails();
  void disk_works();
  void disk_used(std::int64_t percent);
  // Errors: those of making a certificate.
  Result<> renew_certificate(std::int64_t days);

  // Told the switchboard of the server that runs now, if one does, and each time that changes;
  // null just before a server goes.
  void watch(std::function<void(calls::Switchboard*)> told);

  bool is_up() const { return server_ != nullptr; }
  sim::SimHost& host() { return host_; }
  sim::SimDisk& disk() { return disk_; }
  const Endpoint& endpoint() const { return endpoint_; }

 private:
  void drop_server();

  sim::World& world_;
  sim::SimHost& host_;
  sim::SimDisk disk_;
  Endpoint endpoint_;
  bool is_plain_;
  std::optional<tls::Context> identity_;
  std::optional<tls::Context> trust_;
  bool power_lost_ = false;
  std::function<void(calls::Switchboard*)> told_;
  std::unique_ptr<callbridge::CallBridgeServer> server_;
};

}  // namespace curia::scenario
