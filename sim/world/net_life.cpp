// The life of a stream's end, from open() to release().
#include <utility>

#include "model/base/reached.hpp"
#include "sim/world/net_fabric.hpp"
#include "sim/world/world.hpp"

namespace curia::sim {

Ref NetFabric::open(const HostNet& owner, Link& out, StreamHandler* handler) {
  const std::uint32_t slot = streams_.take();
  StreamEnd& end = streams_[slot];
  const std::uint32_t generation = end.generation;
  end = StreamEnd{};
  end.generation = generation;
  end.owner = &owner;
  end.handler = handler;
  end.out = &out;
  end.number = ++streams_opened_;
  end.last_arrival = queue_.now();
  // Its own chance: a stream more or less changes nothing for the others.
  end.chance = Prng(out.chance.next());
  return {slot, generation};
}

void NetFabric::release(Ref self) {
  StreamEnd& end = streams_[self.slot];
  drop(end.waiting);
  drop(end.unread);
  drop(end.stalled);
  ++end.generation;
  end.state = StreamState::free;
  end.handler = nullptr;
  streams_.give(self.slot);
}

void NetFabric::drop(PacketList& list) {
  while (!list.empty()) give_back(list.take(packets_));
}

void NetFabric::end_later(Ref self, CloseReason reason, Duration after) {
  StreamEnd& end = streams_[self.slot];
  end.state = StreamState::ended;
  end.reason = reason;
  later(closed, self, after);
}

void NetFabric::end_now(Ref self, CloseReason reason) {
  StreamEnd& end = streams_[self.slot];
  trace(end, "net.closed", static_cast<std::uint64_t>(reason));
  StreamHandler* const handler = end.handler;
  release(self);
  if (handler != nullptr) handler->on_closed(reason);
}

// Everything is sent and the owner wants no more: he hears `finished`, while the end stays to
// throw away what the peer still sends. Without it the peer would see a reset.
void NetFabric::linger(Ref self) {
  StreamEnd& end = streams_[self.slot];
  end.state = StreamState::lingering;
  end.reason = CloseReason::finished;
  later(closed, self, Duration(0));
  later(linger_expired, self, options_.linger_for);
}

void NetFabric::on_closed(Ref self) {
  StreamEnd& end = streams_[self.slot];
  if (end.state == StreamState::ended) return end_now(self, end.reason);
  trace(end, "net.closed", static_cast<std::uint64_t>(end.reason));
  if (StreamHandler* handler = std::exchange(end.handler, nullptr)) handler->on_closed(end.reason);
}

// The peer or the network has ended it, whatever state it is in.
void NetFabric::give_up(Ref self) {
  StreamEnd& end = streams_[self.slot];
  if (end.state == StreamState::ended) return;
  if (end.state != StreamState::lingering) return end_now(self, CloseReason::reset);
  if (end.handler == nullptr) return release(self);
  end.state = StreamState::ended;  // its owner is about to hear `finished`
}

void NetFabric::on_linger_expired(Ref self) {
  if (streams_[self.slot].state != StreamState::lingering) return;
  reached("net.linger_expired");
  tell(self, PacketKind::rst);
  release(self);
}

}  // namespace curia::sim
