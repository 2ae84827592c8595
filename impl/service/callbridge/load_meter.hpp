// LoadMeter: how busy the server is, in the units of loadLimit (docs/system.md): one processor
// that does nothing else counts limits::load_per_processor.
#pragma once

#include <cstdint>
#include <deque>

#include "model/env/env.hpp"

namespace curia::callbridge {

class LoadMeter {
 public:
  explicit LoadMeter(const Env& env) : env_(env) {}

  // Takes a reading; called again and again.
  void read();
  // Of the last limits::load_window.
  std::int64_t load() const;

 private:
  struct Reading {
    Instant at;
    Duration used;  // processor time
  };

  Env env_;
  std::deque<Reading> readings_;
};

}  // namespace curia::callbridge
