#include "impl/service/callbridge/load_meter.hpp"

#include "model/base/limits.hpp"

namespace curia::callbridge {

void LoadMeter::read() {
  const Instant now = env_.clock.now();
  readings_.push_back({now, env_.machine.processor_time()});
  while (readings_.size() > 2 && now - readings_[1].at >= limits::load_window)
    readings_.pop_front();
}

std::int64_t LoadMeter::load() const {
  if (readings_.size() < 2) return 0;
  const Duration time = readings_.back().at - readings_.front().at;
  const Duration used = readings_.back().used - readings_.front().used;
  // Microseconds: the product of nanoseconds would not fit for long.
  using std::chrono::microseconds;
  const auto spent = std::chrono::duration_cast<microseconds>(time).count();
  if (spent == 0) return 0;
  return std::chrono::duration_cast<microseconds>(used).count() * limits::load_per_processor /
         spent;
}

}  // namespace curia::callbridge
