// Prng: our own pseudo-random numbers, the same bits from every compiler and library.
//
// 1. A stream is named by (seed, name): drawing from one stream never shifts another.
// 2. xoshiro256++ (Blackman and Vigna), seeded through splitmix64. Not for secrets.
// 3. Distributions are ours too (std ones differ between libraries): below() is unbiased.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

namespace curia {

class Prng {
 public:
  explicit Prng(std::uint64_t seed, std::string_view stream = {});

  std::uint64_t next();
  // Uniform in [0, bound); bound > 0.
  std::uint64_t below(std::uint64_t bound);
  // Uniform in [low, high], both included; low <= high.
  std::int64_t between(std::int64_t low, std::int64_t high);
  // True `numerator` times out of `denominator`.
  bool chance(std::uint64_t numerator, std::uint64_t denominator);
  void fill(std::span<std::uint8_t> bytes);

  template <class T>
  void shuffle(std::span<T> items) {
    for (std::size_t left = items.size(); left > 1; --left)
      std::swap(items[left - 1], items[below(left)]);
  }

 private:
  std::array<std::uint64_t, 4> state_{};
};

// 64-bit FNV-1a: names to numbers, digests of traces. Not for untrusted keys.
std::uint64_t fnv1a(std::string_view bytes, std::uint64_t start = 0xcbf29ce484222325u);

}  // namespace curia
