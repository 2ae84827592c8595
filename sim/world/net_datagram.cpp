// Datagrams: each on its own, lost, doubled or overtaken without notice.
#include "model/base/reached.hpp"
#include "sim/world/host_net.hpp"
#include "sim/world/net_fabric.hpp"
#include "sim/world/world.hpp"

namespace curia::sim {

void NetFabric::send_datagram(const HostNet& owner, DatagramSocket& socket, const Endpoint& to,
                              std::string_view bytes) {
  if (socket.last_link == nullptr || socket.last_to != to) {
    const SimHost* const host = host_of(owner.host(), to.address);
    const auto source = source_for(owner.host(), to.address);
    if (host == nullptr || !source) return;
    const bool any = socket.local.address == IpAddress{{}, socket.local.address.is_v6};
    socket.last_to = to;
    socket.last_link = &link(owner.host().index(), host->index());
    socket.last_source = {any ? *source : socket.local.address, socket.local.port};
  }
  Link& way = *socket.last_link;
  int copies = 1;
  if (happens(way.chance, way.options.duplicate)) {
    reached("net.datagram_twice");
    ++copies;
  }
  for (; copies > 0; --copies) {
    if (happens(way.chance, way.options.loss)) {
      reached("net.datagram_lost");
      ++counters.lost;
      continue;
    }
    const std::uint32_t number = make_packet(PacketKind::datagram, {}, {}, way);
    Packet& packet = packets_[number];
    packet.source = socket.last_source;
    packet.target = to;
    packet.bytes.assign(bytes);
    queue_.push(queue_.now() + travel_time(way.chance, way), {this, arrive, number});
  }
}

void NetFabric::on_datagram(std::uint32_t number) {
  const Packet& packet = packets_[number];
  const std::uint32_t to = packet.link->to;
  HostNet* const net = nets_[to];
  DatagramHandler* const handler = net == nullptr || packet.link->blocked(queue_.now())
                                       ? nullptr
                                       : net->datagram_at(packet.target);
  if (handler != nullptr) {
    ++counters.packets;
    counters.bytes += packet.bytes.size();
    trace_.step(queue_.now(), hosts_[to]->name(), "net.datagram", packet.target.port,
                hash_bytes(packet.bytes));
    handler->on_datagram(packet.source, packet.bytes);
  }
  give_back(number);
}

}  // namespace curia::sim
