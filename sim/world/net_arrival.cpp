// What packets of streams find when they arrive.
#include <algorithm>
#include <utility>

#include "model/base/reached.hpp"
#include "sim/world/host_net.hpp"
#include "sim/world/net_fabric.hpp"
#include "sim/world/world.hpp"

namespace curia::sim {
namespace {

constexpr Duration longest_wait = 60s;  // between two tries (RFC 6298 section 2.5)

Duration next_wait(Duration wait) { return std::min(wait * 2, longest_wait); }

}  // namespace

void NetFabric::on_arrive(std::uint32_t number) {
  Packet& packet = packets_[number];
  if (packet.kind == PacketKind::datagram) return on_datagram(number);
  if (packet.kind == PacketKind::syn) return on_syn(number);
  StreamEnd* const end = find(packet.to);
  if (end == nullptr) return on_orphan(number);
  if (end->dark) [[unlikely]] {
    const Ref sender = packet.from;
    give_back(number);
    return start_probe(sender);
  }
  if (!end->stalled.empty() || packet.link->blocked(queue_.now())) [[unlikely]]
    return stall(*end, packet.to, number);
  receive(packet.to, number);
}

void NetFabric::receive(Ref self, std::uint32_t number) {
  StreamEnd& end = streams_[self.slot];
  switch (packets_[number].kind) {
    case PacketKind::data:
      return receive_data(end, self, number);
    case PacketKind::fin:
      return receive_end(end, self, number);
    case PacketKind::rst:
      give_back(number);
      return give_up(self);
    case PacketKind::established:
    case PacketKind::refused:
      return on_answer(self, number);
    case PacketKind::syn:
    case PacketKind::datagram:
      break;
  }
  unreachable("a packet that is not part of a stream");
}

void NetFabric::receive_data(StreamEnd& end, Ref, std::uint32_t number) {
  if (end.state == StreamState::open) [[likely]] {
    if (!end.paused && end.unread.empty()) return deliver(end, number);
    return end.unread.append(packets_, number);
  }
  credit(packets_[number].from, packets_[number].bytes.size());
  give_back(number);
}

void NetFabric::deliver(StreamEnd& end, std::uint32_t number) {
  const Packet& packet = packets_[number];
  ++counters.packets;
  counters.bytes += packet.bytes.size();
  trace(end, "net.data", hash_bytes(packet.bytes));
  credit(packet.from, packet.bytes.size());
  end.handler->on_received(packet.bytes);
  give_back(number);
}

void NetFabric::credit(Ref sender, std::size_t bytes) {
  StreamEnd* const end = find(sender);
  if (end == nullptr) return;
  end->flying_bytes -= bytes;
  end->last_packet = nothing;
  if (end->waiting.empty() || end->pump_due) return;
  end->pump_due = true;
  later(pump, sender, end->out->options.latency);  // the acknowledgement travels back
}

void NetFabric::receive_end(StreamEnd& end, Ref self, std::uint32_t number) {
  if (end.state == StreamState::open && (end.paused || !end.unread.empty()))
    return end.unread.append(packets_, number);
  give_back(number);
  if (end.state == StreamState::lingering) return give_up(self);
  if (end.state == StreamState::open) return deliver_end(end, self);
  end.end_received = true;
}

void NetFabric::deliver_end(StreamEnd& end, Ref self) {
  trace(end, "net.end", 0);
  end.end_received = true;
  const bool both = end.end_sent;
  end.handler->on_end();
  if (both && find(self) != nullptr && end.state == StreamState::open)
    end_now(self, CloseReason::finished);
}

void NetFabric::discard_unread(StreamEnd& end) {
  while (!end.unread.empty()) {
    const std::uint32_t number = end.unread.take(packets_);
    if (packets_[number].kind == PacketKind::fin) end.end_received = true;
    credit(packets_[number].from, packets_[number].bytes.size());
    give_back(number);
  }
}

void NetFabric::on_drain(Ref self) {
  StreamEnd& end = streams_[self.slot];
  end.drain_due = false;
  while (find(self) != nullptr && end.state == StreamState::open && !end.paused &&
         !end.unread.empty()) {
    const std::uint32_t number = end.unread.take(packets_);
    if (packets_[number].kind == PacketKind::data) {
      deliver(end, number);
    } else {
      give_back(number);
      deliver_end(end, self);
    }
  }
}

// A packet for an end that is no more.
void NetFabric::on_orphan(std::uint32_t number) {
  const Packet& packet = packets_[number];
  const Ref sender = packet.from, target = packet.to;
  const PacketKind kind = packet.kind;
  Link& there = *packet.link;
  give_back(number);
  const StreamEnd* const end = find(sender);
  if (end == nullptr || kind == PacketKind::rst || kind == PacketKind::refused) return;
  // The last word to somebody who has closed properly needs no answer.
  if (kind == PacketKind::fin && !end->peer_vanished) return;
  if (nets_[there.to] == nullptr || there.blocked(queue_.now())) return start_probe(sender);
  reached("net.reset_by_stranger");
  Link& back = link(there.to, there.from);
  const std::uint32_t answer = make_packet(PacketKind::rst, target, sender, back);
  queue_.push(queue_.now() + back.options.latency, {this, arrive, answer});
}

void NetFabric::stall(StreamEnd& end, Ref self, std::uint32_t number) {
  reached("net.partition");
  ++counters.stalled;
  if (end.stalled.empty()) {
    end.stalled_since = queue_.now();
    end.retry_after = options_.retransmit_after;
    later(retry, self, end.retry_after);
  }
  end.stalled.append(packets_, number);
}

void NetFabric::on_retry(Ref self) {
  StreamEnd* end = find(self);
  if (end->stalled.empty()) return;
  const Packet& first = packets_[end->stalled.head];
  if (!first.link->blocked(queue_.now())) {
    while ((end = find(self)) != nullptr && !end->stalled.empty())
      receive(self, end->stalled.take(packets_));
    return;
  }
  if (queue_.now() - end->stalled_since < options_.give_up_after) {
    end->retry_after = next_wait(end->retry_after);
    return later(retry, self, end->retry_after);
  }
  reached("net.give_up_partition");
  const Ref sender = first.from;
  end->peer_vanished = true;  // it hears of it when it speaks, if ever
  drop(end->stalled);
  if (find(sender) != nullptr) give_up(sender);
}

// Bytes that nobody acknowledges are sent again and again, until somebody says reset or the
// sender gives up.
void NetFabric::start_probe(Ref self) {
  StreamEnd* const end = find(self);
  if (end == nullptr || end->probe_due) return;
  end->probe_due = true;
  end->unheard_since = queue_.now();
  end->probe_after = options_.retransmit_after;
  later(probe, self, end->probe_after);
}

void NetFabric::on_probe(Ref self) {
  StreamEnd& end = streams_[self.slot];
  const bool reaches =
      !end.dark && nets_[end.out->to] != nullptr && !end.out->blocked(queue_.now());
  const bool too_long = queue_.now() - end.unheard_since >= options_.give_up_after;
  if (!reaches && !too_long) {
    end.probe_after = next_wait(end.probe_after);
    return later(probe, self, end.probe_after);
  }
  end.probe_due = false;
  if (reaches && find(end.peer) != nullptr) return;
  reached(reaches ? "net.half_open_reset" : "net.half_open_give_up");
  give_up(self);
}

}  // namespace curia::sim
