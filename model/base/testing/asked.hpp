// What the environment asks of a test: more cases, or other seeds, than every day
// (docs/contributing.md).
//
//   for (auto seed = 1; seed <= asked_number("CURIA_CASES", 12); ++seed)
//   const SeedRange seeds = asked_seeds("CURIA_SEEDS", 25);   // CURIA_SEEDS=7 or 1..5000
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "model/base/text.hpp"

namespace curia {

// `otherwise` where nothing, or no number, is asked.
inline std::int64_t asked_number(const char* name, std::int64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : parse_decimal(text).value_or(otherwise);
}

struct SeedRange {
  std::int64_t first = 1, last = 1;  // both are in it
};

// 1 to `everyday` where nothing is asked.
inline SeedRange asked_seeds(const char* name, std::int64_t everyday) {
  const char* asked = std::getenv(name);
  if (asked == nullptr) return {1, everyday};
  const std::string_view range(asked);
  const auto dots = range.find("..");
  const std::int64_t first = parse_decimal(range.substr(0, dots)).value_or(1);
  if (dots == std::string_view::npos) return {first, first};
  return {first, parse_decimal(range.substr(dots + 2)).value_or(first)};
}

}  // namespace curia
