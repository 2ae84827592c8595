// NoRandom: for a Change that only asks, and so draws nothing.
#pragma once

#include "model/env/random.hpp"

namespace curia::checks {

class NoRandom final : public Random {
 public:
  std::uint64_t next(std::string_view) override { return 0; }
  void secret(std::span<std::uint8_t>) override {}
};

}  // namespace curia::checks
