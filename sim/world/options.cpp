#include "sim/world/options.hpp"

#include "model/base/check.hpp"
#include "model/base/prng.hpp"

namespace curia::sim {
namespace {

Duration between(Prng& prng, Duration low, Duration high) {
  return Duration(prng.between(low.count(), high.count()));
}

// Off in half of the worlds; otherwise up to `most`, and more often weak than strong.
Ppm maybe(Prng& prng, Ppm most) {
  if (prng.chance(1, 2)) return 0;
  return static_cast<Ppm>(1 + prng.below(1 + prng.below(most)));
}

LinkOptions swarm_link(Prng& prng) {
  LinkOptions link;
  link.latency = between(prng, 20us, prng.chance(1, 4) ? 80ms : 2ms);
  if (prng.chance(1, 2)) link.jitter = between(prng, 0ns, link.latency * 2);
  link.tail = maybe(prng, 20'000);
  link.tail_latency = between(prng, 1ms, 3s);
  link.loss = maybe(prng, 50'000);
  link.duplicate = maybe(prng, 50'000);
  link.split = maybe(prng, 500'000);
  link.join = maybe(prng, 500'000);
  link.reset = maybe(prng, 3'000);
  link.silence = maybe(prng, 1'000);
  if (prng.chance(1, 4)) {
    link.partition_every = between(prng, 5s, 10min);
    link.partition_for = between(prng, 100ms, 1min);
  }
  return link;
}

void check_chance(Ppm chance) { check(chance <= ppm_always, "a chance is at most a million ppm"); }

}  // namespace

Options Options::swarm(std::uint64_t seed) {
  Prng prng(seed, "swarm");
  Options options;
  options.link = swarm_link(prng);
  options.work.disk_latency = between(prng, 20us, 20ms);
  options.work.disk_jitter = between(prng, 0ns, 50ms);
  options.work.crypto_latency = between(prng, 1ms, 100ms);
  options.work.crypto_jitter = between(prng, 0ns, 100ms);
  options.segment_bytes = static_cast<std::size_t>(prng.between(1, 16)) * 1024;
  options.window_bytes = options.segment_bytes * static_cast<std::size_t>(prng.between(1, 16));
  options.retransmit_after = between(prng, 20ms, 1s);
  options.resolve_latency = between(prng, 100us, 200ms);
  options.resolve_failure = maybe(prng, 200'000);
  if (prng.chance(1, 4)) {
    options.wall_jump_every = between(prng, 10s, 1h);
    options.wall_jump_most = between(prng, 1ms, 2h);
  }
  if (prng.chance(1, 2)) options.crash_every = between(prng, 1s, 10min);
  return options;
}

void check_link(const LinkOptions& link) {
  check(link.latency > 0ns, "bytes take time: a latency is positive");
  check(link.jitter >= 0ns && link.tail_latency >= 0ns, "a latency is not negative");
  for (Ppm chance :
       {link.tail, link.loss, link.duplicate, link.split, link.join, link.reset, link.silence})
    check_chance(chance);
  check(link.loss < ppm_always, "a link that loses everything is a partition");
  check(link.partition_every == 0ns || link.partition_for > 0ns,
        "partitions that happen have a length");
}

void check_options(const Options& options) {
  check_link(options.link);
  const WorkOptions& work = options.work;
  check(work.disk_latency > 0ns && work.crypto_latency > 0ns, "work takes time");
  check(work.disk_jitter >= 0ns && work.crypto_jitter >= 0ns, "a jitter is not negative");
  check(options.loopback_latency > 0ns && options.resolve_latency > 0ns, "bytes take time");
  check(options.segment_bytes > 0 && options.window_bytes >= options.segment_bytes,
        "at least one segment fits the window");
  check(options.connect_timeout > 0ns && options.retransmit_after > 0ns, "timeouts are positive");
  check(options.linger_for > 0ns, "a closed stream listens for a while");
  check(options.give_up_after >= options.retransmit_after, "nobody gives up before the first try");
  check_chance(options.resolve_failure);
  check(options.wall_jump_every >= 0ns && options.wall_jump_most >= 0ns, "jumps have a size");
  check(options.crash_every >= 0ns, "crashes are not negative");
}

}  // namespace curia::sim
