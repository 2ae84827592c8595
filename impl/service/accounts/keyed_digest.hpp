// A digest with a random key of this process: what it stands for cannot be guessed from outside,
// and nobody outside can make two messages meet, so tables may be keyed by it.
//
// SipHash-2-4 with 128 bits of output (Aumasson and Bernstein 2012): made to be a short-message
// MAC, and several times faster than SHA-256, which every request would pay for.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "model/env/random.hpp"

namespace curia::accounts {

using Digest = std::array<std::uint64_t, 2>;

class KeyedDigest {
 public:
  explicit KeyedDigest(Random& random);
  explicit KeyedDigest(const std::array<std::uint8_t, 16>& key);

  Digest operator()(std::string_view message) const;

 private:
  std::uint64_t key0_;
  std::uint64_t key1_;
};

}  // namespace curia::accounts
