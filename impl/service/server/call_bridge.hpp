// CallBridge: the component `callbridge`: calls and everybody in them, and the connections to Web
// Bridges. It runs with the server, always; stopping it, for a restart, ends all calls, and
// starting it reads the files anew that its configuration names.
#pragma once

#include "impl/service/calls/calls.hpp"
#include "impl/service/mmp/component.hpp"
#include "impl/service/server/bridge_links.hpp"
#include "model/registry/registry.hpp"

namespace curia::server {

class CallBridge final : public mmp::Component {
 public:
  // All outlive it.
  CallBridge(Registry& registry, calls::Calls& calls, BridgeLinks& web_bridges)
      : registry_(registry), calls_(calls), web_bridges_(web_bridges) {}

  void start(Done<Result<>> done) override;
  void stop(Done<Result<>> done) override;
  bool is_running() const override { return is_running_; }
  std::string status() const override;

 private:
  Registry& registry_;
  calls::Calls& calls_;
  BridgeLinks& web_bridges_;
  bool is_running_ = false;
};

}  // namespace curia::server
