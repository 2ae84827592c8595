// SimNeighbours: who stands beside the server of a scenario in a simulated network, each on a host
// of its own: web servers (`peer`), mail servers and Web Bridges.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/scenario/bridge_peer.hpp"
#include "sim/scenario/directory_certificates.hpp"
#include "sim/scenario/sim_mail.hpp"
#include "sim/scenario/sim_peer.hpp"
#include "sim/scenario/target.hpp"
#include "sim/world/world.hpp"

namespace curia::scenario {

class SimNeighbours {
 public:
  explicit SimNeighbours(sim::World& world);
  ~SimNeighbours();
  SimNeighbours(const SimNeighbours&) = delete;
  SimNeighbours& operator=(const SimNeighbours&) = delete;

  SimPeer& peer(const std::string& name);  // made when it is first asked for
  SimMail& mail() { return mail_; }
  // Errors: invalid_value (without Schedulers nobody has certificates), those of BridgePeer.
  Result<> change_bridge(const BridgeStep& step, const std::optional<BridgeTrust>& trust);

  // Whether a request to this name is about what a neighbour has got, not about the server.
  bool knows(const std::string& name) const;
  Answer answer(const std::string& name, const std::string& target);
  // Of a web server or a Web Bridge; null and nothing when there is none of that name.
  sim::SimHost* host(const std::string& name);
  std::optional<std::string> url(const std::string& name) const;
  // Of `NAMESecure`: the web server NAME over TLS, with a certificate of the authority that the
  // server believes. Errors: not_found, those of making the certificate.
  Result<std::string> secure_url(const std::string& name, const DirectoryCertificates& authority);
  std::vector<sim::SimHost*> peer_hosts();

 private:
  struct Bridge {
    sim::SimHost* host = nullptr;
    std::unique_ptr<BridgePeer> peer;
  };
  sim::SimHost& add_host(const std::string& name, const std::string& full_name,
                         const std::string& address);

  sim::World& world_;
  std::vector<sim::SimHost*> hosts_;  // of mail servers and Web Bridges
  std::map<std::string, std::unique_ptr<SimPeer>> peers_;
  SimMail mail_;
  std::map<std::string, Bridge> bridges_;
};

}  // namespace curia::scenario
