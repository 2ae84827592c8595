// BridgePeer: a Web Bridge beside the Schedulers of a scenario, as far as C2W goes.
//
// 1. It is away until it is told to be back; away takes its port and its connections.
// 2. Destroy it when its world runs no more.
#pragma once

#include <list>
#include <memory>
#include <string>

#include "impl/service/c2w/bridge_door.hpp"
#include "impl/service/web/listener.hpp"
#include "sim/scenario/ast.hpp"

namespace curia::scenario {

// One certificate that both ends of C2W show and believe; it names *.bridge.test.
struct BridgeTrust {
  tls::Context component;
  tls::Context bridge;

  // Errors: those of tls::make_self_signed().
  static Result<BridgeTrust> make(WallTime now);
};

class BridgePeer {
 public:
  BridgePeer(const Env& env, const std::string& name, const Endpoint& local, tls::Context tls);

  // Errors: those of Net::listen.
  Result<> change(const BridgeStep& step);

 private:
  Result<> back();
  void away();

  Env env_;
  Endpoint local_;
  tls::Context tls_;
  c2w::BridgeDoor door_;
  std::unique_ptr<web::Listener> listener_;
  std::list<std::unique_ptr<web::Listener>> leaving_;  // until their connections have ended
};

}  // namespace curia::scenario
