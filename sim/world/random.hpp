// SimRandom: the port Random of one incarnation of a host.
//
// The n-th draw of a stream is a function of (seed, stream, n) alone.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "model/base/prng.hpp"
#include "model/env/random.hpp"

namespace curia::sim {

class SimRandom final : public Random {
 public:
  explicit SimRandom(std::uint64_t seed) : seed_(seed), secret_(seed, "secret") {}

  std::uint64_t next(std::string_view stream) override;
  void secret(std::span<std::uint8_t> bytes) override { secret_.fill(bytes); }

 private:
  std::uint64_t seed_;
  Prng secret_;
  std::map<std::string, Prng, std::less<>> streams_;
};

}  // namespace curia::sim
