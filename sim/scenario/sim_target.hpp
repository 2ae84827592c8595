// SimTarget: a scenario's target in a simulated world: the server, one host for
// each client, one for each peer.
//
//   SimTarget target({.seed = 7, .sink = &sink});
//   Report report = run(scenario, target);
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/sim_server.hpp"
#include "sim/scenario/target.hpp"
#include "sim/world/options.hpp"

namespace curia::scenario {

struct SimTargetOptions {
  std::optional<std::uint64_t> seed{};        // instead of the scenario's own
  sim::Options world{};                       // the weather: calm unless told otherwise
  sim::TraceSink* sink = nullptr;             // sees every record; borrowed
  bool is_plain = false;                      // HTTP without TLS
  OnMade on_made = nullptr;                   // of every server; makes it wrong on purpose in tests
  std::string viewer{};                       // whose pictures are kept
  std::string* film = nullptr;                // takes them at the end, as SVG
  std::vector<std::string>* mails = nullptr;  // takes what arrived at the mail servers, at the end
};

class SimTarget final : public Target {
 public:
  explicit SimTarget(SimTargetOptions options);
  ~SimTarget() override;

  bool is_simulation() const override { return true; }
  Result<> begin(const Settings& settings) override;
  void end() override;
  std::vector<Answer> carry_out(std::vector<Deed> deeds) override;
  Result<> inject(const Fault& fault) override;
  Result<> answer_as_peer(const PeerAnswer& answer) override;
  std::uint64_t times_asked(const std::string& peer, const std::string& target) override;
  Result<> change_directory(const DirectoryStep& change) override;
  Result<> change_mail(const MailStep& step) override;
  Result<> change_bridge(const BridgeStep& step) override;
  std::optional<checks::Violation> violation() override;
  Result<MmpAnswer> at_command_line(const MmpStep& step) override;
  Result<> act_on_events(const EventsStep& step) override;
  Result<> introduce(const PersonIntro& person) override;
  Result<> let_act(const PersonStep& step) override;
  Duration now() override;
  void wait_until(Duration time) override;
  std::vector<std::string> log_lines() override;
  Result<std::string> variable(const std::string& name) override;

 private:
  struct Parts;

  SimTargetOptions options_;
  std::unique_ptr<Parts> parts_;
};

}  // namespace curia::scenario
