// WebBridges: the Scheduler's connections to the Web Bridges of its Call Bridge (docs/c2w.md).
//
// 1. The list is that of the moment of start() (release notes 2.10.2); while the Call Bridge does
//    not answer, it is asked again every few seconds.
// 2. Without certificates there are no connections, and health has nothing to complain of.
#pragma once

#include <memory>
#include <optional>

#include "impl/service/c2w/supervisor.hpp"
#include "impl/service/scheduler/call_bridge.hpp"
#include "impl/service/scheduler/health.hpp"

namespace curia::scheduler {

class WebBridges {
 public:
  // `self.tls` none: nothing is connected to. All outlive it.
  WebBridges(const Env& env, CallBridge& call_bridge, c2w::Self self);
  ~WebBridges() { stop(); }
  WebBridges(const WebBridges&) = delete;
  WebBridges& operator=(const WebBridges&) = delete;

  void start();
  void stop();
  ComponentHealth health() const;

 private:
  void ask();

  Env env_;
  CallBridge& call_bridge_;
  std::string guid_;
  bool is_configured_;
  bool is_listed_ = false;
  c2w::Supervisor supervisor_;
  std::optional<TimerId> timer_;
  std::shared_ptr<bool> alive_;  // the Call Bridge answers later
};

}  // namespace curia::scheduler
