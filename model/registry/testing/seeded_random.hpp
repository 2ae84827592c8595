// SeededRandom: the same numbers in every run, for tests.
#pragma once

#include "model/base/prng.hpp"
#include "model/env/random.hpp"

namespace curia {

class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed = 1) : prng_(seed) {}
  std::uint64_t next(std::string_view) override { return prng_.next(); }
  void secret(std::span<std::uint8_t> bytes) override { prng_.fill(bytes); }

 private:
  Prng prng_;
};

}  // namespace curia
