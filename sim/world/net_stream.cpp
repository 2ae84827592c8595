// Sending on streams.
#include <algorithm>
#include <utility>

#include "model/base/reached.hpp"
#include "sim/world/host_net.hpp"
#include "sim/world/net_fabric.hpp"
#include "sim/world/world.hpp"

namespace curia::sim {

StreamEnd* NetFabric::find_for(const HostNet& owner, Ref ref) {
  if (ref.slot >= streams_.size()) return nullptr;
  StreamEnd* const end = find(ref);
  if (end == nullptr || end->owner != &owner) return nullptr;
  const StreamState state = end->state;
  return state == StreamState::connecting || state == StreamState::open ||
                 state == StreamState::closing
             ? end
             : nullptr;
}

std::uint32_t NetFabric::make_packet(PacketKind kind, Ref from, Ref to, Link& link) {
  const std::uint32_t number = packets_.take();
  Packet& packet = packets_[number];
  packet.kind = kind;
  packet.link = &link;
  packet.from = from;
  packet.to = to;
  return number;
}

void NetFabric::give_back(std::uint32_t number) {
  std::string& bytes = packets_[number].bytes;
  if (bytes.capacity() > packet_kept_bytes) [[unlikely]]
    bytes = {};
  else
    bytes.clear();
  packets_.give(number);
}

Duration NetFabric::travel_time(Prng& chance, const Link& link) {
  const LinkOptions& options = link.options;
  Duration time = options.latency;
  const auto up_to = [&](Duration most) {
    return Duration(static_cast<std::int64_t>(
        scale(chance.next(), static_cast<std::uint64_t>(most.count()) + 1)));
  };
  if (options.jitter > 0ns) time += up_to(options.jitter);
  if (happens(chance, options.tail)) time += up_to(options.tail_latency);
  return time;
}

void NetFabric::launch(StreamEnd& from, std::uint32_t number) {
  const Link& link = *packets_[number].link;
  Duration time = travel_time(from.chance, link);
  while (happens(from.chance, link.options.loss)) [[unlikely]] {
    reached("net.loss");
    ++counters.lost;
    time += options_.retransmit_after;
  }
  from.last_arrival = std::max(from.last_arrival, queue_.now() + time);
  queue_.push(from.last_arrival, {this, arrive, number});
}

void NetFabric::tell(Ref self, PacketKind kind) {
  StreamEnd& end = streams_[self.slot];
  end.last_packet = nothing;  // nothing may be joined to what is before it
  launch(end, make_packet(kind, self, end.peer, *end.out));
}

bool NetFabric::send(Ref self, std::string_view bytes) {
  StreamEnd& end = streams_[self.slot];
  if (end.finishing) return true;
  if (!join(end, bytes)) queue_bytes(end, self, bytes);
  if (end.state == StreamState::open && !end.waiting.empty()) send_waiting(self);
  if (end.waiting_bytes <= net_high_mark) return true;
  end.wants_writable = true;
  return false;
}

void NetFabric::queue_bytes(StreamEnd& end, Ref self, std::string_view bytes) {
  end.waiting_bytes += bytes.size();
  if (!end.waiting.empty()) {
    std::string& last = packets_[end.waiting.tail].bytes;
    const std::size_t room = options_.segment_bytes - last.size();
    last.append(bytes.substr(0, room));
    bytes.remove_prefix(std::min(room, bytes.size()));
  }
  while (!bytes.empty()) {
    const std::uint32_t number = make_packet(PacketKind::data, self, end.peer, *end.out);
    packets_[number].bytes.assign(bytes.substr(0, options_.segment_bytes));
    bytes.remove_prefix(std::min(options_.segment_bytes, bytes.size()));
    end.waiting.append(packets_, number);
  }
}

// A write may travel together with the one before it.
bool NetFabric::join(StreamEnd& end, std::string_view bytes) {
  if (end.last_packet == nothing || end.out->options.join == 0) return false;
  std::string& last = packets_[end.last_packet].bytes;
  if (!end.waiting.empty() || last.size() + bytes.size() > options_.segment_bytes ||
      end.flying_bytes + bytes.size() > options_.window_bytes ||
      !happens(end.chance, end.out->options.join))
    return false;
  reached("net.join");
  last.append(bytes);
  end.flying_bytes += bytes.size();
  return true;
}

void NetFabric::split(StreamEnd& end, std::uint32_t number) {
  std::string& bytes = packets_[number].bytes;
  if (bytes.size() < 2 || !happens(end.chance, end.out->options.split)) return;
  reached("net.split");
  const std::size_t first = 1 + scale(end.chance.next(), bytes.size() - 1);
  const Packet& whole = packets_[number];
  const std::uint32_t head = make_packet(PacketKind::data, whole.from, whole.to, *end.out);
  packets_[head].bytes.assign(bytes, 0, first);
  bytes.erase(0, first);
  launch(end, head);
}

// The faults that end a connection; true when one has struck.
bool NetFabric::harm(StreamEnd& end, Ref self) {
  const LinkOptions& options = end.out->options;
  if (happens(end.chance, options.reset)) {
    reached("net.reset");
    ++counters.resets;
    tell(self, PacketKind::rst);
    end_later(self, CloseReason::reset);
    return true;
  }
  if (happens(end.chance, options.silence)) {
    reached("net.silence");
    ++counters.silenced;
    end.dark = end.peer_vanished = true;
    if (StreamEnd* peer = find(end.peer)) peer->dark = peer->peer_vanished = true;
  }
  return false;
}

void NetFabric::send_waiting(Ref self) {
  StreamEnd& end = streams_[self.slot];
  while (!end.waiting.empty()) {
    const std::size_t size = packets_[end.waiting.head].bytes.size();
    if (end.flying_bytes > 0 && end.flying_bytes + size > options_.window_bytes) return;
    if (harm(end, self)) return;
    const std::uint32_t number = end.waiting.take(packets_);
    packets_[number].to = end.peer;  // not known when it was queued before the connection
    end.waiting_bytes -= size;
    end.flying_bytes += size;
    if (end.out->options.split != 0) split(end, number);
    launch(end, number);
    end.last_packet = number;
  }
  if (end.finishing && !end.end_sent) sent_all(end, self);
}

void NetFabric::sent_all(StreamEnd& end, Ref self) {
  end.end_sent = true;
  tell(self, PacketKind::fin);
  if (end.end_received) return end_later(self, CloseReason::finished);
  if (end.state == StreamState::closing) linger(self);
}

void NetFabric::on_pump(Ref self) {
  StreamEnd& end = streams_[self.slot];
  end.pump_due = false;
  if (end.state != StreamState::open && end.state != StreamState::closing) return;
  send_waiting(self);
  if (end.state != StreamState::open || !end.wants_writable || end.waiting_bytes > net_low_mark)
    return;
  end.wants_writable = false;
  end.handler->on_writable();
}

void NetFabric::finish(Ref self) {
  StreamEnd& end = streams_[self.slot];
  if (end.finishing) return;
  end.finishing = true;
  if (end.state == StreamState::open) send_waiting(self);
}

void NetFabric::close(Ref self) {
  StreamEnd& end = streams_[self.slot];
  if (end.state == StreamState::closing) return;
  if (end.state == StreamState::connecting) return end_later(self, CloseReason::finished);
  end.state = StreamState::closing;
  end.finishing = true;
  end.wants_writable = false;
  discard_unread(end);
  if (!end.end_sent) return send_waiting(self);
  if (end.end_received) return end_later(self, CloseReason::finished);
  linger(self);
}

void NetFabric::reset(Ref self) {
  if (streams_[self.slot].peer.slot != nothing) tell(self, PacketKind::rst);
  end_later(self, CloseReason::reset);
}

void NetFabric::resume(Ref self) {
  StreamEnd& end = streams_[self.slot];
  end.paused = false;
  if (end.unread.empty() || end.drain_due) return;
  end.drain_due = true;
  later(drain, self, Duration(0));
}

}  // namespace curia::sim
