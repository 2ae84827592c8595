#include "impl/service/accounts/login_failures.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/base/limits.hpp"
#include "model/base/reached.hpp"

namespace curia::accounts {

IpAddress source_of(const IpAddress& address) {
  IpAddress source = address;
  if (source.is_v6) std::fill(source.bytes.begin() + 8, source.bytes.end(), std::uint8_t{0});
  return source;
}

std::string source_text(const IpAddress& source) {
  return to_string(source) + (source.is_v6 ? "/64" : "");
}

void LoginFailures::forget_ended(Instant now) {
  while (!order_.empty()) {
    const auto oldest = windows_.find(order_.front());
    if (now - oldest->second.begin < limits::auth_failure_window) return;
    windows_.erase(oldest);
    order_.pop_front();
  }
}

LoginFailures::Admission LoginFailures::begin(const IpAddress& source, Instant now) {
  forget_ended(now);
  const auto window = windows_.find(source);
  const std::size_t failures = window == windows_.end() ? 0 : window->second.failures;
  if (failures >= limits::auth_failures_per_source) return Admission::refused;
  const auto running = running_.find(source);
  const std::size_t checks = running == running_.end() ? 0 : running->second;
  if (failures + checks >= limits::auth_failures_per_source) return Admission::busy;
  ++running_[source];
  return Admission::admitted;
}

void LoginFailures::passed(const IpAddress& source) {
  const auto running = running_.find(source);
  check(running != running_.end(), "a login check ends that did not begin");
  if (--running->second == 0) running_.erase(running);
}

std::size_t LoginFailures::failed(const IpAddress& source, Instant now) {
  passed(source);
  forget_ended(now);
  if (const auto window = windows_.find(source); window != windows_.end())
    return ++window->second.failures;
  if (windows_.size() == limits::auth_sources_remembered) {
    reached("accounts.failures.forget_oldest");
    windows_.erase(order_.front());
    order_.pop_front();
  }
  windows_[source] = {1, now};
  order_.push_back(source);
  return 1;
}

std::optional<Instant> LoginFailures::refused_until(const IpAddress& source, Instant now) const {
  const auto window = windows_.find(source);
  if (window == windows_.end() || window->second.failures < limits::auth_failures_per_source)
    return std::nullopt;
  const Instant end = window->second.begin + limits::auth_failure_window;
  if (now >= end) return std::nullopt;
  return end;
}

}  // namespace curia::accounts
