// TimedLogging: what the Scheduler tells more of for a while (/timedLogging), counting down: the
// same numbers as `scheduler timedLogging` shows and sets.
#pragma once

#include <array>

#include "impl/service/mmp/timed_logs.hpp"

namespace curia::scheduler {

enum class Facility : std::uint8_t { web_bridge, api, email };
inline constexpr std::array<std::string_view, 3> facility_names = mmp::TimedLogs::names;

class TimedLogging {
 public:
  // The logs outlive it.
  explicit TimedLogging(mmp::TimedLogs& logs) : logs_(logs) {}

  void set(Facility facility, std::int64_t seconds) { logs_.set(name_of(facility), seconds); }
  std::int64_t seconds_left(Facility facility) const {
    return logs_.seconds_left(name_of(facility));
  }
  bool is_on(Facility facility) const { return logs_.is_on(name_of(facility)); }

 private:
  static std::string_view name_of(Facility facility) {
    return facility_names[static_cast<std::size_t>(facility)];
  }
  mmp::TimedLogs& logs_;
};

}  // namespace curia::scheduler
