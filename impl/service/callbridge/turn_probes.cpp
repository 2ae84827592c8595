#include "impl/service/callbridge/turn_probes.hpp"

#include <algorithm>

#include "model/base/limits.hpp"
#include "model/base/reached.hpp"
#include "model/objects/turn_server.hpp"

namespace curia::callbridge {
namespace {

constexpr std::uint16_t turn_port = 3478;

bool answers(const auto& probe) { return probe.host.is_reachable.value_or(true); }

}  // namespace

void TurnProbes::look() {
  const Table& configured = registry_.table(Kind::turn_server);
  std::erase_if(servers_,
                [&](const auto& server) { return configured.find(server.first) == nullptr; });
  configured.all().visit_from(0, [&](std::uint32_t slot) {
    const auto& object = static_cast<const TurnServer&>(configured.at(slot));
    Server& server = servers_[object.id];
    if (server.address != object.server_address) server = Server{.address = object.server_address};
    if (!server.address.empty() && !server.is_resolving && env_.clock.now() >= server.next_round)
      begin_round(object.id, server);
    for (Probe& probe : server.probes) go_on(probe);
    return servers_.size() < limits::turn_servers_probed;
  });
}

void TurnProbes::begin_round(const Guid& id, Server& server) {
  server.is_resolving = true;
  server.next_round = env_.clock.now() + limits::turn_probe_interval;
  env_.net.resolve(server.address,
                   [this, id, address = server.address](Result<std::vector<IpAddress>> found) {
                     resolved(id, address, std::move(found));
                   });
}

// What is known of an address stays until the new round knows better.
void TurnProbes::resolved(const Guid& id, const std::string& address,
                          Result<std::vector<IpAddress>> found) {
  const auto entry = servers_.find(id);
  if (entry == servers_.end() || entry->second.address != address) return;
  Server& server = entry->second;
  server.is_resolving = false;
  server.name_trouble = found ? FailureReason::none : FailureReason::dns_failure;
  const std::vector<Probe> before = std::exchange(server.probes, {});
  if (!found) return;
  for (const IpAddress& ip : *found) {
    if (server.probes.size() == limits::turn_server_addresses) break;
    Probe probe{.host = {.server = {ip, turn_port}}};
    for (const Probe& old : before)
      if (old.host.server == probe.host.server) probe.host = old.host;
    env_.random.secret(probe.transaction);
    server.probes.push_back(probe);
    go_on(server.probes.back());
  }
}

void TurnProbes::go_on(Probe& probe) {
  if (probe.is_answered || env_.clock.now() < probe.sent + limits::turn_probe_wait) return;
  if (probe.tries == limits::turn_probe_tries) {
    reached("turn_probes.no_answer");
    probe.host.is_reachable = false;
    return;
  }
  ++probe.tries;
  probe.sent = env_.clock.now();
  if (const auto from = socket(probe.host.server.address.is_v6))
    env_.net.send_to(*from, probe.host.server, stun::binding_request(probe.transaction));
}

void TurnProbes::on_datagram(const Endpoint& from, std::string_view bytes) {
  for (auto& [id, server] : servers_)
    for (Probe& probe : server.probes) {
      if (probe.is_answered || probe.host.server != from) continue;
      const auto mapped = stun::mapped_address(bytes, probe.transaction);
      if (!mapped) continue;
      probe.is_answered = true;
      probe.host.is_reachable = true;
      probe.host.round_trip = env_.clock.now() - probe.sent;
      probe.host.mapped = *mapped;
    }
}

std::optional<DatagramId> TurnProbes::socket(bool is_v6) {
  auto& held = sockets_[is_v6 ? 1 : 0];
  if (held) return held;
  const auto bound = env_.net.bind({IpAddress{{}, is_v6}, 0}, *this);
  if (bound) held = bound->id;
  return held;
}

void TurnProbes::stop() {
  for (auto& held : sockets_)
    if (held) env_.net.close(*std::exchange(held, std::nullopt));
}

std::vector<TurnProbes::Host> TurnProbes::hosts_of(const Guid& turn_server) const {
  std::vector<Host> hosts;
  const auto found = servers_.find(turn_server);
  if (found == servers_.end()) return hosts;
  for (const Probe& probe : found->second.probes) hosts.push_back(probe.host);
  return hosts;
}

std::vector<Trouble> TurnProbes::troubles() const {
  std::vector<Trouble> troubles;
  for (const auto& [id, server] : servers_) {
    const bool is_silent =
        !server.probes.empty() &&
        std::ranges::none_of(server.probes, [](const Probe& probe) { return answers(probe); });
    if (!is_silent && server.name_trouble == FailureReason::none) continue;
    troubles.push_back({.reason = is_silent ? FailureReason::connect_failure : server.name_trouble,
                        .object = id,
                        .told = "TURN server " + server.address + " does not answer"});
  }
  return troubles;
}

}  // namespace curia::callbridge
