// TimedLogging: facilities whose log is more talkative for a while (/system/timedLogging).
//
// 1. A facility is on until its time has run out; nothing has to be switched off.
// 2. It is not kept over a restart.
//
//   logging.set("api", 600);
//   if (logging.is_on("api")) ...
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "model/env/clock.hpp"

namespace curia::callbridge {

class TimedLogging {
 public:
  explicit TimedLogging(const Clock& clock) : clock_(clock) {}

  // In the order in which they are shown.
  static std::span<const std::string_view> facilities();

  void set(std::string_view facility, std::int64_t seconds);  // 0: off
  // Rounded up, so that what is on never shows 0.
  std::int64_t seconds_left(std::string_view facility) const;
  bool is_on(std::string_view facility) const { return seconds_left(facility) > 0; }

 private:
  static constexpr std::size_t count = 10;

  const Clock& clock_;
  std::array<Instant, count> until_{};
};

}  // namespace curia::callbridge
