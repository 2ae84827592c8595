// CallBridge: the component `callbridge`: calls and everybody in them. It runs with the server,
// always; stopping it, for a restart, ends all calls.
#pragma once

#include "impl/service/calls/calls.hpp"
#include "impl/service/mmp/component.hpp"
#include "model/registry/registry.hpp"

namespace curia::server {

class CallBridge final : public mmp::Component {
 public:
  // Both outlive it.
  CallBridge(Registry& registry, calls::Calls& calls) : registry_(registry), calls_(calls) {}

  void start(Done<Result<>> done) override;
  void stop(Done<Result<>> done) override;
  bool is_running() const override { return is_running_; }
  std::string status() const override;

 private:
  Registry& registry_;
  calls::Calls& calls_;
  bool is_running_ = true;
};

}  // namespace curia::server
