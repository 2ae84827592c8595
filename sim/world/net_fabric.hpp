// NetFabric: the network of a world as one event target. SimNet (net.hpp) is its remote control,
// HostNet (host_net.hpp) the port that each host sees.
//
// 1. A packet is one event, at its arrival. What it finds there decides: a stream takes it, a
//    partition holds it, a host without power swallows it, a closed stream answers with a reset.
// 2. Handlers are called from events only, and last in each function: they may do anything.
// 3. Packets of one stream direction arrive in the order of sending.
// 4. The place of a stream is released before on_closed, so that its id is dead inside it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/base/ip.hpp"
#include "sim/world/host.hpp"
#include "sim/world/net.hpp"
#include "sim/world/net_parts.hpp"
#include "sim/world/trace.hpp"

namespace curia::sim {

struct DatagramSocket;

class NetFabric final : public EventTarget {
 public:
  explicit NetFabric(World& world);

  // Hosts and links (net_fabric.cpp).
  void add_host(SimHost& host);
  void power_on(const SimHost& host, HostNet& net);
  void power_cut(const SimHost& host, PeersSee peers);
  Link& link(std::uint32_t from, std::uint32_t to);
  void heal_all();
  void break_streams(std::uint32_t a, std::uint32_t b, PeersSee see);
  // The host that `address` means to `asking`; null when nobody has it.
  const SimHost* host_of(const SimHost& asking, const IpAddress& address) const;
  // The address from which `host` reaches `remote`.
  std::optional<IpAddress> source_for(const SimHost& host, const IpAddress& remote) const;

  // Streams, for HostNet (net_connect.cpp, net_stream.cpp).
  Ref connect(HostNet& owner, const Endpoint& remote, StreamHandler& handler);
  StreamEnd* find_for(const HostNet& owner, Ref ref);  // null unless its owner may still use it
  bool send(Ref self, std::string_view bytes);
  void finish(Ref self);
  void close(Ref self);
  void reset(Ref self);
  void pause(Ref self) { streams_[self.slot].paused = true; }
  void resume(Ref self);

  // Datagrams (net_datagram.cpp).
  void send_datagram(const HostNet& owner, DatagramSocket& socket, const Endpoint& to,
                     std::string_view bytes);

  void on_event(std::uint64_t what, std::uint64_t which) override;

  std::map<std::string, std::vector<IpAddress>, std::less<>> names;
  NetCounters counters;

 private:
  enum What : std::uint64_t {
    arrive,  // the only one about a packet; the others are about a stream
    retry,
    probe,
    pump,
    drain,
    closed,
    connect_expired,
    linger_expired,
  };

  StreamEnd* find(Ref ref) {
    if (ref.slot == nothing) return nullptr;
    StreamEnd& end = streams_[ref.slot];
    return end.generation == ref.generation ? &end : nullptr;
  }
  void later(What what, Ref self, Duration after);
  void trace(const StreamEnd& end, std::string_view kind, std::uint64_t value);

  // The life of an end (net_life.cpp).
  Ref open(const HostNet& owner, Link& out, StreamHandler* handler);
  void release(Ref self);
  void drop(PacketList& list);
  void end_later(Ref self, CloseReason reason, Duration after = Duration(0));
  void end_now(Ref self, CloseReason reason);
  void linger(Ref self);
  void give_up(Ref self);
  void on_closed(Ref self);
  void on_linger_expired(Ref self);

  // Connecting (net_connect.cpp).
  void on_syn(std::uint32_t number);
  void accept(std::uint32_t number, HostNet& net);
  void on_answer(Ref self, std::uint32_t number);

  // Sending (net_stream.cpp).
  std::uint32_t make_packet(PacketKind kind, Ref from, Ref to, Link& link);
  void give_back(std::uint32_t number);
  Duration travel_time(Prng& chance, const Link& link);
  void launch(StreamEnd& from, std::uint32_t number);
  void tell(Ref self, PacketKind kind);
  void queue_bytes(StreamEnd& end, Ref self, std::string_view bytes);
  bool join(StreamEnd& end, std::string_view bytes);
  void split(StreamEnd& end, std::uint32_t number);
  bool harm(StreamEnd& end, Ref self);
  void send_waiting(Ref self);
  void sent_all(StreamEnd& end, Ref self);
  void on_pump(Ref self);

  // Arriving (net_arrival.cpp).
  void on_arrive(std::uint32_t number);
  void receive(Ref self, std::uint32_t number);
  void receive_data(StreamEnd& end, Ref self, std::uint32_t number);
  void receive_end(StreamEnd& end, Ref self, std::uint32_t number);
  void deliver(StreamEnd& end, std::uint32_t number);
  void deliver_end(StreamEnd& end, Ref self);
  void credit(Ref sender, std::size_t bytes);
  void discard_unread(StreamEnd& end);
  void on_drain(Ref self);
  void on_orphan(std::uint32_t number);
  void stall(StreamEnd& end, Ref self, std::uint32_t number);
  void on_retry(Ref self);
  void start_probe(Ref self);
  void on_probe(Ref self);
  void on_datagram(std::uint32_t number);

  World& world_;
  EventQueue& queue_;
  SimTrace& trace_;
  const Options& options_;
  std::vector<const SimHost*> hosts_;
  std::vector<HostNet*> nets_;  // by host; null without power
  std::map<IpAddress, std::uint32_t> by_address_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, Link> links_;
  Slab<StreamEnd> streams_;
  Slab<Packet> packets_;
  std::uint64_t streams_opened_ = 0;
};

inline bool happens(Prng& chance, Ppm ppm) {
  return ppm != 0 && scale(chance.next(), ppm_always) < ppm;
}

}  // namespace curia::sim
