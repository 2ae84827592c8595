#include "sim/people/voice.hpp"

namespace curia::people {

void Voice::start(std::uint8_t loudness) {
  forget();
  loudness_ = loudness;
  change(true);
}

void Voice::repeat() {
  if (is_on()) start(loudness_);
}

void Voice::change(bool to_loud) {
  timer_ = env_.timers.at(env_.clock.now() + (to_loud ? loud_time : pause_time),
                          [this, to_loud] { change(!to_loud); });
  sink_(to_loud ? loudness_ : noise_of_a_room);
}

void Voice::stop() {
  if (!is_on()) return;
  forget();
  sink_(silence);
}

void Voice::forget() {
  if (timer_) env_.timers.cancel(*timer_);
  timer_.reset();
}

}  // namespace curia::people
