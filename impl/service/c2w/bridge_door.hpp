// BridgeDoor: the Web Bridge's end of C2W: what stands behind its C2W listener, simulated or real.
//
// 1. Who connects is told the GUID of the Web Bridge, says hello, and is told that it is ready.
//    Anything else, or no hello in time, closes the connection with a reason.
// 2. TLS and the check of certificates are the listener's (tls::mutual_server).
//
//   c2w::BridgeDoor door(env, guid, answer);
//   web::Listener listener(env, {.name = "c2w", .local = local, .tls = context}, door);
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "impl/service/c2w/peer.hpp"
#include "impl/service/web/handler.hpp"

namespace curia::c2w {

class BridgeDoor final : public web::Handler {
 public:
  BridgeDoor(const Env& env, std::string guid, AnswerRequest answer = {});
  ~BridgeDoor() override;

  void handle(const http::Request& request, const Endpoint& peer, web::Responder respond) override;
  std::optional<web::Upgrade> upgrade(const http::Request& request, const Endpoint& peer) override;

  // Those that have said hello, in the order of their coming: "scheduler GUID".
  std::vector<std::string> visitors() const;
  // The connection of a visitor, by its GUID; null when it is not there. Good until it ends.
  Peer* visitor(const std::string& guid) const;

 private:
  class Visit;
  struct Hall {  // outlives the door while visits end
    Env env;
    std::string guid;
    AnswerRequest answer;
    std::uint64_t last_number = 0;
    std::map<std::uint64_t, Visit*> visits;
  };
  std::shared_ptr<Hall> hall_;
};

}  // namespace curia::c2w
