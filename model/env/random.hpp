// The port Random: named streams for choices, and secrets for keys.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "model/base/guid.hpp"

namespace curia {

// 1. next(stream) is the n-th number of a stream that depends only on (seed, stream, n), so that
//    removing one draw shifts no draw of another stream.
// 2. secret() is for keys, tokens, passcodes and GUIDs: unpredictable in production, seeded in
//    simulation.
class Random {
 public:
  virtual ~Random() = default;
  virtual std::uint64_t next(std::string_view stream) = 0;
  virtual void secret(std::span<std::uint8_t> bytes) = 0;
};

inline Guid new_guid(Random& random) {
  std::array<std::uint8_t, 16> bytes{};
  random.secret(bytes);
  return guid_from_random(bytes);
}

}  // namespace curia
