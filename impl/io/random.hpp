// RealRandom: named streams from a seed that the system gave, secrets from the system itself.
#pragma once

#include <map>
#include <string>

#include "model/base/prng.hpp"
#include "model/env/random.hpp"

namespace curia::io {

class RealRandom final : public Random {
 public:
  RealRandom();
  std::uint64_t next(std::string_view stream) override;
  // Never weaker than getrandom(2): when that fails, the process ends.
  void secret(std::span<std::uint8_t> bytes) override;

 private:
  std::uint64_t seed_ = 0;
  std::map<std::string, Prng, std::less<>> streams_;
};

}  // namespace curia::io
