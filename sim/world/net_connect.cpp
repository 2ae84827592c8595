// Connecting and accepting.
#include <algorithm>
#include <utility>

#include "model/base/reached.hpp"
#include "sim/world/host_net.hpp"
#include "sim/world/net_fabric.hpp"
#include "sim/world/world.hpp"

namespace curia::sim {

Ref NetFabric::connect(HostNet& owner, const Endpoint& remote, StreamHandler& handler) {
  const SimHost& from = owner.host();
  const SimHost* const to = host_of(from, remote.address);
  const auto source = source_for(from, remote.address);
  Link& out = link(from.index(), to != nullptr ? to->index() : from.index());
  const Ref self = open(owner, out, &handler);
  StreamEnd& end = streams_[self.slot];
  if (to == nullptr || !source) {
    end_later(self, CloseReason::unreachable, options_.link.latency);
    return self;
  }
  end.state = StreamState::connecting;
  end.local = {*source, owner.next_port()};
  end.remote = remote;
  end.retry_after = options_.retransmit_after;
  const std::uint32_t number = make_packet(PacketKind::syn, self, {}, out);
  packets_[number].source = end.local;
  packets_[number].target = remote;
  launch(end, number);
  later(connect_expired, self, options_.connect_timeout);
  return self;
}

void NetFabric::on_syn(std::uint32_t number) {
  Packet& packet = packets_[number];
  StreamEnd* const client = find(packet.from);
  if (client == nullptr || client->state != StreamState::connecting) return give_back(number);
  HostNet* const net = nets_[packet.link->to];
  if (net == nullptr || packet.link->blocked(queue_.now())) {
    reached("net.connect_again");
    queue_.push(queue_.now() + client->retry_after, {this, arrive, number});
    client->retry_after *= 2;
    return;
  }
  accept(number, *net);
}

void NetFabric::accept(std::uint32_t number, HostNet& net) {
  const Packet& packet = packets_[number];
  const Ref client = packet.from;
  const Endpoint source = packet.source, target = packet.target;
  Link& back = link(packet.link->to, packet.link->from);
  give_back(number);
  AcceptHandler* const listener = net.listener_at(target);
  const Ref self = open(net, back, nullptr);
  streams_[self.slot].peer = client;
  if (listener == nullptr) {
    tell(self, PacketKind::refused);
    return release(self);
  }
  StreamEnd& end = streams_[self.slot];
  end.state = StreamState::open;
  end.local = target;
  end.remote = source;
  tell(self, PacketKind::established);
  trace(end, "net.accept", source.port);
  StreamHandler* const handler = listener->on_accept(StreamId{self.packed()}, source);
  if (find(self) == nullptr) return;
  end.handler = handler;
  if (handler != nullptr) return;
  tell(self, PacketKind::rst);
  release(self);
}

// The answer to connect(): established or refused.
void NetFabric::on_answer(Ref self, std::uint32_t number) {
  StreamEnd& end = streams_[self.slot];
  const PacketKind kind = packets_[number].kind;
  const Ref server = packets_[number].from;
  give_back(number);
  end.peer = server;
  if (end.state != StreamState::connecting) {  // given up meanwhile
    if (kind == PacketKind::established) tell(self, PacketKind::rst);
    return;
  }
  if (kind == PacketKind::refused) return end_now(self, CloseReason::refused);
  end.state = StreamState::open;
  if (find(server) == nullptr) end.peer_vanished = true;
  trace(end, "net.connected", end.remote.port);
  send_waiting(self);
  if (end.state == StreamState::open) end.handler->on_connected();
}

}  // namespace curia::sim
