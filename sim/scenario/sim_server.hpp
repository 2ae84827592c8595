// SimServer: the Call Bridge under test on a simulated host with a simulated
// disk, and the ways to hurt it. The object files are those that serve in
// production.
//
// 1. power_cut() loses what the disk had not synced; kill() loses only the
// process.
// 2. After a fault the server stays down until start().
// 3. Every call is looked at after every event that changed it (sim/checks).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "impl/service/calls/switchboard.hpp"
#include "impl/service/server/server.hpp"
#include "sim/checks/call_checks.hpp"
#include "sim/checks/listener.hpp"
#include "sim/scenario/ast.hpp"
#include "sim/scenario/bridge_peer.hpp"
#include "sim/scenario/directory_certificates.hpp"
#include "sim/world/disk.hpp"
#include "sim/world/world.hpp"
#include "sim/world/zone_files.hpp"

namespace curia::scenario {

// Gets the registry of each server when it is made: people attach there, and what a test does to
// the server behind its back.
using OnMade = std::function<void(Registry&, const Env&)>;

class SimServer {
 public:
  // A plain one speaks HTTP without TLS.
  SimServer(sim::World& world, std::uint64_t seed, bool is_plain = false, OnMade on_made = nullptr);
  ~SimServer();
  SimServer(const SimServer&) = delete;
  SimServer& operator=(const SimServer&) = delete;

  // Makes the certificate and the first rows. Errors: those of
  // write_first_rows().
  Result<> prepare(const Settings& settings, Random& random);

  // Runs the world until the server serves; one that runs goes on. Errors:
  // those of MeetingServer::start, timed_out.
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
  // Asked between events: whether a write has cut the power. Looks at the calls, too.
  bool power_lost();
  void disk_full();
  void disk_fails();
  void disk_works();
  void disk_used(std::int64_t percent);
  // Errors: those of making a certificate.
  Result<> renew_certificate(std::int64_t days);

  // The command line; null while the server is down.
  mmp::Mmp* mmp() { return server_ ? &server_->mmp() : nullptr; }
  // How often it was started: what was logged in before is gone.
  std::uint64_t starts() const { return starts_; }
  // Told the switchboard of the server that runs now, if one does, and each time that changes;
  // null just before a server goes.
  void watch(std::function<void(calls::Switchboard*)> told);
  const DirectoryCertificates& directory_certificates() const { return *directory_; }

  // Of a server with Schedulers.
  const std::optional<BridgeTrust>& bridge_trust() const { return bridge_trust_; }

  bool is_up() const { return server_ != nullptr; }
  calls::Calls* calls() { return server_ ? &server_->calls() : nullptr; }
  // Off: calls are not looked at (what that costs is measured). Before start().
  void look_at_calls(bool on) { looks_at_calls_ = on; }
  std::uint64_t looks() const { return looks_ + (checks_ ? checks_->looks() : 0); }
  // The first invariant that was broken; it stays so until the world ends.
  const std::optional<checks::Violation>& violation() const { return violation_; }
  sim::SimHost& host() { return host_; }
  sim::SimDisk& disk() { return disk_; }
  const Endpoint& endpoint() const { return endpoint_; }
  // Of the Scheduler of that number, from 1.
  Endpoint scheduler_endpoint(int number) const;

 private:
  void look_on(Registry& registry);
  std::optional<scheduler::MailSettings> mail_settings(int number) const;
  void look();
  void drop();

  sim::World& world_;
  sim::SimHost& host_;
  sim::SimDisk disk_;
  Endpoint endpoint_;
  bool is_plain_;
  OnMade on_made_;
  std::optional<tls::Context> identity_;
  std::optional<tls::Context> trust_;
  std::optional<BridgeTrust> bridge_trust_;
  int schedulers_ = 0;
  bool has_mail_ = false;
  sim::ZoneFiles zones_;
  std::optional<DirectoryCertificates> directory_;
  bool power_lost_ = false;
  bool looks_at_calls_ = true;
  std::uint64_t looks_ = 0;  // of servers that are gone
  std::optional<checks::Violation> violation_;
  std::unique_ptr<checks::CallChecks> checks_;  // of the server that runs
  std::unique_ptr<checks::Listener> listener_;  // of the same
  std::uint64_t starts_ = 0;
  std::function<void(calls::Switchboard*)> told_;
  Registry* registry_ = nullptr;  // of the server that runs
  std::unique_ptr<server::MeetingServer> server_;
};

}  // namespace curia::scenario
