// Spread: a distribution of whole numbers, written as its quantiles: the values below which 0/16,
// 1/16, ... 16/16 of all draws lie; between two of them every number is as likely as the next.
//
// 1. Integers only: the same draws on every machine.
//
//   constexpr Spread late_s{{0, 5, 10, ..., 300}};
//   const auto late = late_s.draw(prng);
#pragma once

#include <array>
#include <cstdint>

#include "model/base/prng.hpp"
#include "model/base/time.hpp"

namespace curia::crowd {

struct Spread {
  static constexpr std::size_t parts = 16;
  std::array<std::int64_t, parts + 1> quantiles;  // never descending

  std::int64_t draw(Prng& prng) const {
    constexpr std::uint64_t fine = 4096;
    const std::uint64_t at = prng.below(parts * fine);
    const std::int64_t low = quantiles[at / fine];
    const std::int64_t width = quantiles[at / fine + 1] - low;
    return low + width * static_cast<std::int64_t>(at % fine) / static_cast<std::int64_t>(fine);
  }
  // Of a spread in milliseconds.
  Duration draw_ms(Prng& prng) const { return std::chrono::milliseconds(draw(prng)); }
};

}  // namespace curia::crowd
