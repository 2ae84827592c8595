// Options: what a simulated world is like, and which faults it has. Swarm testing: each seed draws
// which faults are on and how strong they are, because all faults at once hide what one would show.
//
// 1. Chances are parts per million; distributions use integers only.
// 2. check_options() asserts that the numbers make sense; World calls it.
// 3. calm() has no fault and a fixed latency; swarm(seed) draws everything from the seed.
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/base/time.hpp"

namespace curia::sim {

class TraceSink;

using Ppm = std::uint32_t;
inline constexpr Ppm ppm_always = 1'000'000;

// One direction between two hosts.
struct LinkOptions {
  Duration latency = 200us;  // one way, at least
  Duration jitter = 0ns;     // uniform on top
  Ppm tail = 0;              // chance that a packet takes up to tail_latency more
  Duration tail_latency = 0ns;
  Ppm loss = 0;                    // TCP: the bytes come a retransmission later; UDP: gone
  Ppm duplicate = 0;               // UDP only
  Ppm split = 0;                   // a write arrives in two or more pieces
  Ppm join = 0;                    // a write arrives in one piece with those before it
  Ppm reset = 0;                   // per packet: the connection breaks, both sides see a reset
  Ppm silence = 0;                 // per packet: the connection dies and nobody is told (half-open)
  Duration partition_every = 0ns;  // mean time between partitions; 0 = never
  Duration partition_for = 0ns;    // mean length of one
};

struct WorkOptions {
  Duration disk_latency = 1ms;
  Duration disk_jitter = 0ns;
  Duration crypto_latency = 50ms;
  Duration crypto_jitter = 0ns;
};

struct Options {
  WallTime wall_start{std::chrono::sys_days{std::chrono::year{2026} / 1 / 5} + 9h};
  LinkOptions link;  // of every pair of hosts without its own
  WorkOptions work;
  Duration loopback_latency = 20us;
  std::size_t segment_bytes = 16 * 1024;  // the longest piece that arrives at once
  std::size_t window_bytes = 64 * 1024;   // on the way or unread; more waits at the sender
  Duration connect_timeout = 30s;
  Duration retransmit_after = 200ms;  // doubled each time, up to a minute
  Duration give_up_after = 120s;      // bytes that nobody acknowledges reset the stream
  Duration linger_for = 5s;           // a closed stream waits so long for the end of its peer
  Duration resolve_latency = 2ms;
  Ppm resolve_failure = 0;
  Duration wall_jump_every = 0ns;   // mean time between jumps of the wall clocks; 0 = never
  Duration wall_jump_most = 0ns;    // largest jump, either way
  Duration crash_every = 0ns;       // mean time between power cuts; scenarios carry them out
  TraceSink* trace_sink = nullptr;  // sees every record; borrowed

  static Options calm() { return {}; }
  static Options swarm(std::uint64_t seed);
};

// End the process when a number is out of range.
void check_options(const Options& options);
void check_link(const LinkOptions& options);

}  // namespace curia::sim
