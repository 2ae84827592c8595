#include "sim/world/clock.hpp"

#include "model/base/reached.hpp"

namespace curia::sim {
namespace {

Instant next_after(Instant last, Prng& chance, Duration mean) {
  return last + Duration(1 + static_cast<std::int64_t>(scale(
                                 chance.next(), static_cast<std::uint64_t>(mean.count()) * 2)));
}

}  // namespace

SimClock::SimClock(const EventQueue& queue, const Options& options, std::uint64_t seed)
    : queue_(queue), options_(options), chance_(seed, "wall") {
  if (options_.wall_jump_every > 0ns)
    next_jump_ = next_after(queue_.now(), chance_, options_.wall_jump_every);
}

void SimClock::catch_up() const {
  const std::int64_t most = options_.wall_jump_most.count();
  while (queue_.now() >= next_jump_) {
    reached("clock.wall_jump");
    offset_ += Duration(chance_.between(-most, most));
    next_jump_ = next_after(next_jump_, chance_, options_.wall_jump_every);
  }
}

WallTime SimClock::wall() const {
  catch_up();
  return options_.wall_start + queue_.now().time_since_epoch() + offset_;
}

}  // namespace curia::sim
