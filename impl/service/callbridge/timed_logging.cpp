#include "impl/service/callbridge/timed_logging.hpp"

#include <algorithm>

#include "model/base/check.hpp"

namespace curia::callbridge {
namespace {

constexpr std::string_view names[] = {"activeControl", "sip",      "ice",  "dns",
                                      "events",        "api",      "bfcp", "dtls",
                                      "cameraControl", "webBridge"};

std::size_t index_of(std::string_view facility) {
  const auto* found = std::ranges::find(names, facility);
  check(found != std::end(names), "a facility that has a log");
  return static_cast<std::size_t>(found - std::begin(names));
}

}  // namespace

std::span<const std::string_view> TimedLogging::facilities() {
  static_assert(std::size(names) == count);
  return names;
}

void TimedLogging::set(std::string_view facility, std::int64_t seconds) {
  until_[index_of(facility)] = clock_.now() + std::chrono::seconds(seconds);
}

std::int64_t TimedLogging::seconds_left(std::string_view facility) const {
  const Duration left = until_[index_of(facility)] - clock_.now();
  return std::max<std::int64_t>(0, std::chrono::ceil<std::chrono::seconds>(left).count());
}

}  // namespace curia::callbridge
