#include "sim/world/net_fabric.hpp"

#include "model/base/check.hpp"
#include "model/base/reached.hpp"
#include "sim/world/host_net.hpp"
#include "sim/world/world.hpp"

namespace curia::sim {
namespace {

bool is_loopback(const IpAddress& address) {
  return address.is_v6 ? address == loopback_v6 : address.bytes[0] == 127;
}

// Uniform up to twice the mean.
Duration about(Prng& chance, Duration mean) {
  return Duration(static_cast<std::int64_t>(
      scale(chance.next(), static_cast<std::uint64_t>(mean.count()) * 2)));
}

}  // namespace

void Link::set(const LinkOptions& wanted, Instant now) {
  options = wanted;
  partition_start = partition_end = never;
  if (options.partition_every > 0ns) draw_partition(now);
}

void Link::draw_partition(Instant after) {
  partition_start = after + about(chance, options.partition_every);
  partition_end = partition_start + about(chance, options.partition_for);
}

bool Link::in_partition(Instant now) {
  while (now >= partition_end) draw_partition(partition_end);
  return now >= partition_start;
}

NetFabric::NetFabric(World& world)
    : world_(world), queue_(world.queue()), trace_(world.trace()), options_(world.options()) {}

void NetFabric::add_host(SimHost& host) {
  check(host.index() == hosts_.size(), "hosts are added in order");
  hosts_.push_back(&host);
  nets_.push_back(nullptr);
  for (const IpAddress& address : host.addresses()) {
    check(!is_loopback(address), "a host's loopback addresses need no mention");
    check(by_address_.emplace(address, host.index()).second, "an address belongs to one host");
  }
}

void NetFabric::power_on(const SimHost& host, HostNet& net) { nets_[host.index()] = &net; }

void NetFabric::power_cut(const SimHost& host, PeersSee peers) {
  HostNet* const net = std::exchange(nets_[host.index()], nullptr);
  std::vector<StreamHandler*> handlers;
  for (std::uint32_t slot = 0; slot < streams_.size(); ++slot) {
    StreamEnd& end = streams_[slot];
    if (end.state == StreamState::free || end.owner != net) continue;
    const Ref self{slot, end.generation};
    if (StreamEnd* peer = find(end.peer)) peer->peer_vanished = true;
    if (peers == PeersSee::reset && end.peer.slot != nothing) tell(self, PacketKind::rst);
    if (end.handler != nullptr) handlers.push_back(end.handler);
    release(self);
  }
  net->stop();
  for (StreamHandler* const handler : handlers) handler->on_net_gone();
}

Link& NetFabric::link(std::uint32_t from, std::uint32_t to) {
  const auto [place, is_new] = links_.try_emplace({from, to});
  Link& link = place->second;
  if (!is_new) return link;
  link.from = from;
  link.to = to;
  link.chance = Prng(world_.seed(), "link/" + hosts_[from]->name() + "/" + hosts_[to]->name());
  LinkOptions wanted = options_.link;
  if (from == to) {
    wanted = {};
    wanted.latency = options_.loopback_latency;
  }
  link.set(wanted, queue_.now());
  return link;
}

void NetFabric::heal_all() {
  for (auto& [ends, link] : links_) link.cut = false;
}

void NetFabric::break_streams(std::uint32_t a, std::uint32_t b, PeersSee see) {
  for (std::uint32_t slot = 0; slot < streams_.size(); ++slot) {
    StreamEnd& end = streams_[slot];
    if (end.state != StreamState::open && end.state != StreamState::closing) continue;
    const Link& out = *end.out;
    if (!(out.from == a && out.to == b) && !(out.from == b && out.to == a)) continue;
    if (see == PeersSee::nothing)
      end.dark = end.peer_vanished = true;
    else
      end_later({slot, end.generation}, CloseReason::reset);
  }
}

const SimHost* NetFabric::host_of(const SimHost& asking, const IpAddress& address) const {
  if (is_loopback(address)) return &asking;
  const auto found = by_address_.find(address);
  return found == by_address_.end() ? nullptr : hosts_[found->second];
}

std::optional<IpAddress> NetFabric::source_for(const SimHost& host, const IpAddress& remote) const {
  if (is_loopback(remote)) return remote;
  for (const IpAddress& address : host.addresses())
    if (address.is_v6 == remote.is_v6) return address;
  return std::nullopt;
}

void NetFabric::later(What what, Ref self, Duration after) {
  queue_.push(queue_.now() + after, {this, what, self.packed()});
}

void NetFabric::trace(const StreamEnd& end, std::string_view kind, std::uint64_t value) {
  trace_.step(queue_.now(), hosts_[end.out->from]->name(), kind, end.number, value);
}

void NetFabric::on_event(std::uint64_t what, std::uint64_t which) {
  if (what == arrive) return on_arrive(static_cast<std::uint32_t>(which));
  const Ref self = Ref::of(which);
  StreamEnd* const end = find(self);
  if (end == nullptr) return;
  switch (static_cast<What>(what)) {
    case arrive:
      return;
    case retry:
      return on_retry(self);
    case probe:
      return on_probe(self);
    case pump:
      return on_pump(self);
    case drain:
      return on_drain(self);
    case closed:
      return on_closed(self);
    case connect_expired:
      if (end->state == StreamState::connecting) end_now(self, CloseReason::timed_out);
      return;
    case linger_expired:
      return on_linger_expired(self);
  }
}

}  // namespace curia::sim
