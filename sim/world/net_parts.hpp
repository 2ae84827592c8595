// The pieces of NetFabric: links, what travels on them, and the ends of streams.
#pragma once

#include <cstdint>
#include <limits>
#include <string>

#include "model/base/prng.hpp"
#include "model/env/net.hpp"
#include "sim/world/event_queue.hpp"
#include "sim/world/options.hpp"
#include "sim/world/slab.hpp"

namespace curia::sim {

class HostNet;

// One direction between two hosts (or within one).
struct Link {
  std::uint32_t from = 0;
  std::uint32_t to = 0;
  LinkOptions options;
  Prng chance{0};
  bool cut = false;                 // partition() until heal()
  std::uint64_t streams = 0;        // opened so far
  Instant partition_start = never;  // the next of those that the options order
  Instant partition_end = never;

  // Whether nothing passes at `now`. Partitions are drawn as time goes by: a quiet world has no
  // events because of them.
  bool blocked(Instant now) { return cut || (now >= partition_start && in_partition(now)); }
  void set(const LinkOptions& wanted, Instant now);

 private:
  bool in_partition(Instant now);
  void draw_partition(Instant after);
};

inline constexpr std::uint32_t nothing = std::numeric_limits<std::uint32_t>::max();

// A stream or datagram socket; a reused place has another generation.
struct Ref {
  std::uint32_t slot = nothing;
  std::uint32_t generation = 0;
  bool operator==(const Ref&) const = default;
  std::uint64_t packed() const { return std::uint64_t{generation} << 32 | slot; }
  static Ref of(std::uint64_t packed) {
    return {static_cast<std::uint32_t>(packed), static_cast<std::uint32_t>(packed >> 32)};
  }
};

enum class PacketKind : std::uint8_t { syn, established, refused, data, fin, rst, datagram };

struct Packet {
  PacketKind kind = PacketKind::data;
  std::uint32_t next = nothing;  // in a PacketList
  Link* link = nullptr;
  Ref from;
  Ref to;
  Endpoint source;  // of connection attempts and datagrams only, as is `target`
  Endpoint target;
  std::string bytes;  // keeps its capacity from use to use, up to packet_kept_bytes
};
inline constexpr std::size_t packet_kept_bytes = 2048;

// Packets in order, linked through Packet::next.
struct PacketList {
  std::uint32_t head = nothing;
  std::uint32_t tail = nothing;

  bool empty() const { return head == nothing; }
  void append(Slab<Packet>& packets, std::uint32_t number) {
    packets[number].next = nothing;
    if (empty())
      head = number;
    else
      packets[tail].next = number;
    tail = number;
  }
  std::uint32_t take(Slab<Packet>& packets) {
    const std::uint32_t number = head;
    head = packets[number].next;
    return number;
  }
};

enum class StreamState : std::uint8_t {
  free,
  connecting,  // connect() until the answer
  open,
  closing,    // close() with bytes still queued
  lingering,  // closed for the owner; what the peer sends is thrown away until it ends
  ended,      // on_closed is an event on its way
};

// One end of a stream.
struct StreamEnd {
  StreamState state = StreamState::free;
  std::uint32_t generation = 1;
  const HostNet* owner = nullptr;
  StreamHandler* handler = nullptr;
  Link* out = nullptr;  // towards the peer
  Ref peer;
  Endpoint local;
  Endpoint remote;
  std::uint64_t number = 0;  // in the trace
  Prng chance{0};

  // Sending.
  PacketList waiting;  // beyond the window
  std::size_t waiting_bytes = 0;
  std::size_t flying_bytes = 0;         // on the way, or unread at the peer
  std::uint32_t last_packet = nothing;  // on the way and may be joined
  Instant last_arrival{};               // packets do not overtake each other
  bool wants_writable = false;
  bool finishing = false;  // finish() or close() was called
  bool end_sent = false;
  bool pump_due = false;  // an event is on its way
  bool probe_due = false;
  Instant unheard_since{};  // the first probe that found nobody
  Duration probe_after{};

  // Receiving.
  PacketList unread;   // arrived while paused
  PacketList stalled;  // arrived at a partition
  Instant stalled_since{};
  Duration retry_after{};
  bool paused = false;
  bool drain_due = false;
  bool end_received = false;

  bool peer_vanished = false;  // without a word: half-open
  bool dark = false;           // nothing that is sent to this end arrives any more
  CloseReason reason = CloseReason::finished;
};

}  // namespace curia::sim
