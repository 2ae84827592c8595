// SimPeer: a web server beside the Call Bridge (invitation templates and the like), on a host of
// its own, answering as a scenario says.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "impl/service/web/listener.hpp"
#include "sim/scenario/ast.hpp"
#include "sim/scenario/received.hpp"
#include "sim/world/world.hpp"

namespace curia::scenario {

class SimPeer final : public web::Handler {
 public:
  // Its name in the network is NAME.test; it listens on port 80, and on 443 after serve_tls().
  SimPeer(sim::World& world, const std::string& name, const std::string& address);
  ~SimPeer() override;

  std::string host_name() const { return name_ + ".test"; }
  std::string url() const { return "http://" + host_name(); }
  std::string secure_url() const { return "https://" + host_name(); }
  bool serves_tls() const { return secure_ != nullptr; }
  void serve_tls(tls::Context identity);
  void answer(const PeerAnswer& answer) { answers_[answer.path] = answer; }
  std::uint64_t times_asked(const std::string& target) const;
  const Received& received() const { return received_; }
  sim::SimHost& host() { return host_; }

 private:
  void handle(const http::Request& request, const Endpoint& peer, web::Responder respond) override;

  std::string name_;
  sim::SimHost& host_;
  std::map<std::string, PeerAnswer> answers_;   // by path
  std::map<std::string, std::uint64_t> asked_;  // by target
  Received received_;
  std::unique_ptr<web::Listener> listener_, secure_;
};

}  // namespace curia::scenario
