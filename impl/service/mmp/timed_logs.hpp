// TimedLogs: parts of the Scheduler whose log is more talkative for a while (release notes 2.10.5).
// Not kept over a restart.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

#include "model/env/clock.hpp"

namespace curia::mmp {

class TimedLogs {
 public:
  static constexpr std::array<std::string_view, 3> names = {"webBridge", "api", "email"};

  explicit TimedLogs(const Clock& clock) : clock_(clock) {}

  void set(std::string_view name, std::int64_t seconds) {
    until_[index(name)] = clock_.now() + std::chrono::seconds(std::min(seconds, most_seconds));
  }
  // Rounded up, so that what is on never shows 0.
  std::int64_t seconds_left(std::string_view name) const {
    const Duration left = until_[index(name)] - clock_.now();
    return std::max<std::int64_t>(0, std::chrono::ceil<std::chrono::seconds>(left).count());
  }
  bool is_on(std::string_view name) const { return seconds_left(name) > 0; }

 private:
  static constexpr std::int64_t most_seconds = 86400 * 365;
  static std::size_t index(std::string_view name) {
    return static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
  }

  const Clock& clock_;
  std::array<Instant, names.size()> until_{};
};

}  // namespace curia::mmp
