#include "sim/scenario/sim_neighbours.hpp"

#include "impl/service/c2w/envelope.hpp"

namespace curia::scenario {
namespace {

constexpr std::uint16_t smtp_port = 25;
constexpr std::string_view over_tls = "Secure";  // after the name of a peer

// Of a Web Bridge: as the certificate of BridgeTrust names it.
std::string full_name(const std::string& bridge) { return bridge + ".bridge.test"; }

}  // namespace

SimNeighbours::SimNeighbours(sim::World& world)
    : world_(world), mail_([this](int number) {
        const std::string name = SimMail::name_of(number);
        const std::string full_name = name + ".test";
        sim::SimHost& host = add_host(name, full_name, "10.0.4." + std::to_string(number));
        return std::make_unique<sim::MailServer>(host.env(), full_name,
                                                 Endpoint{host.address(), smtp_port});
      }) {}

// The net still holds what listens there.
SimNeighbours::~SimNeighbours() {
  for (sim::SimHost* host : hosts_)
    if (host->is_on()) host->power_cut();
}

sim::SimHost& SimNeighbours::add_host(const std::string& name, const std::string& full_name,
                                      const std::string& address) {
  sim::SimHost& host = world_.add_host(name, {address});
  world_.net().add_name(full_name, {address});
  hosts_.push_back(&host);
  return host;
}

SimPeer& SimNeighbours::peer(const std::string& name) {
  auto& found = peers_[name];
  if (!found)
    found = std::make_unique<SimPeer>(world_, name, "10.0.2." + std::to_string(peers_.size()));
  return *found;
}

Result<> SimNeighbours::change_bridge(const BridgeStep& step,
                                      const std::optional<BridgeTrust>& trust) {
  if (!trust) return fail(Errc::invalid_value, "write `world scheduler`");
  Bridge& bridge = bridges_[step.name];
  if (!bridge.peer) {
    bridge.host =
        &add_host(step.name, full_name(step.name), "10.0.5." + std::to_string(bridges_.size()));
    bridge.peer = std::make_unique<BridgePeer>(bridge.host->env(), step.name,
                                               Endpoint{bridge.host->address(), c2w::default_port},
                                               trust->bridge);
  }
  return bridge.peer->change(step);
}

bool SimNeighbours::knows(const std::string& name) const {
  return peers_.contains(name) || mail_.number_of(name) > 0;
}

Answer SimNeighbours::answer(const std::string& name, const std::string& target) {
  if (const int number = mail_.number_of(name); number > 0) return mail_.answer(number, target);
  return peers_.at(name)->received().answer(target);
}

sim::SimHost* SimNeighbours::host(const std::string& name) {
  if (const auto peer = peers_.find(name); peer != peers_.end()) return &peer->second->host();
  const auto bridge = bridges_.find(name);
  return bridge == bridges_.end() ? nullptr : bridge->second.host;
}

std::optional<std::string> SimNeighbours::url(const std::string& name) const {
  if (const auto peer = peers_.find(name); peer != peers_.end()) return peer->second->url();
  if (!bridges_.contains(name)) return std::nullopt;
  return "c2w://" + full_name(name) + ":" + std::to_string(c2w::default_port);
}

Result<std::string> SimNeighbours::secure_url(const std::string& name,
                                              const DirectoryCertificates& authority) {
  const auto found = name.ends_with(over_tls)
                         ? peers_.find(name.substr(0, name.size() - over_tls.size()))
                         : peers_.end();
  if (found == peers_.end()) return fail(Errc::not_found, "no variable $" + name, name);
  SimPeer& peer = *found->second;
  if (!peer.serves_tls()) {
    const auto identity = authority.issue(DirectoryCertificate::good, peer.host_name(),
                                          peer.host().env().clock.wall());
    if (!identity) return fail(identity.error());
    auto context = tls::Context::server(*identity);
    if (!context) return fail(context.error());
    peer.serve_tls(*std::move(context));
  }
  return peer.secure_url();
}

std::vector<sim::SimHost*> SimNeighbours::peer_hosts() {
  std::vector<sim::SimHost*> hosts;
  for (auto& [name, peer] : peers_) hosts.push_back(&peer->host());
  return hosts;
}

}  // namespace curia::scenario
