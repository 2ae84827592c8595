// SeldomLog: a log line that strangers can provoke, told at most once per interval with a count.
#pragma once

#include <cstdint>
#include <string>

#include "model/env/env.hpp"

namespace curia::web {

class SeldomLog {
 public:
  explicit SeldomLog(Duration interval) : interval_(interval) {}

  void say(const Env& env, Severity severity, std::string sentence);

 private:
  Duration interval_;
  Instant quiet_until_{};
  std::uint64_t untold_ = 0;
};

}  // namespace curia::web
