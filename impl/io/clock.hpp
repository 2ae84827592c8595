// RealClock: the system's clocks, read at most once per event and only when somebody asks.
//
// 1. Between begin_event() and end_event() both times are constant.
// 2. Outside events (start-up, tests) each call reads the clock anew.
#pragma once

#include "model/env/clock.hpp"

namespace curia::io {

class RealClock final : public Clock {
 public:
  Instant now() const override {
    if (!now_known_ || !in_event_) {
      now_ = Instant(std::chrono::steady_clock::now().time_since_epoch());
      now_known_ = true;
    }
    return now_;
  }
  WallTime wall() const override {
    if (!wall_known_ || !in_event_) {
      wall_ = std::chrono::system_clock::now();
      wall_known_ = true;
    }
    return wall_;
  }

  void begin_event() {
    in_event_ = true;
    now_known_ = wall_known_ = false;
  }
  void end_event() { in_event_ = false; }

 private:
  bool in_event_ = false;
  mutable bool now_known_ = false;
  mutable bool wall_known_ = false;
  mutable Instant now_{};
  mutable WallTime wall_{};
};

}  // namespace curia::io
