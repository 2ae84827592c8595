// TimedLogging: what the Scheduler tells more of for a while (/timedLogging), counting down.
#pragma once

#include <algorithm>
#include <array>

#include "model/env/clock.hpp"

namespace curia::scheduler {

enum class Facility : std::uint8_t { web_bridge, api, email };
inline constexpr std::array<std::string_view, 3> facility_names = {"webBridge", "api", "email"};

class TimedLogging {
 public:
  explicit TimedLogging(const Clock& clock) : clock_(clock) {}

  void set(Facility facility, std::int64_t seconds) {
    until_[static_cast<std::size_t>(facility)] = clock_.now() + std::chrono::seconds(seconds);
  }
  // Rounded up, so that what is on never shows 0.
  std::int64_t seconds_left(Facility facility) const {
    const Duration left = until_[static_cast<std::size_t>(facility)] - clock_.now();
    return std::max<std::int64_t>(0, std::chrono::ceil<std::chrono::seconds>(left).count());
  }
  bool is_on(Facility facility) const { return seconds_left(facility) > 0; }

 private:
  const Clock& clock_;
  std::array<Instant, facility_names.size()> until_{};
};

}  // namespace curia::scheduler
