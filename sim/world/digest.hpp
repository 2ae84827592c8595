// Digest: a running 128-bit fingerprint, eight bytes at a time. Not for untrusted input.
//
// Multiply-and-fold: one 64x64 multiplication per word, which every compiler does alike.
#pragma once

#include <compare>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace curia::sim {

__extension__ using Wide = unsigned __int128;

inline std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

// Uniform in [0, bound) from 64 random bits, without a division.
inline std::uint64_t scale(std::uint64_t random, std::uint64_t bound) {
  return static_cast<std::uint64_t>(static_cast<Wide>(random) * bound >> 64);
}

std::uint64_t hash_bytes(std::string_view bytes);

class Digest {
 public:
  void add(std::uint64_t word) {
    low_ = fold(low_ ^ word, 0x9fb21c651e98df25u);
    high_ += fold(word ^ 0x2545f4914f6cdd1du, low_ | 1);
  }
  void add(std::string_view bytes) { add(hash_bytes(bytes)); }

  auto operator<=>(const Digest&) const = default;
  std::string text() const;  // 32 hexadecimal digits

 private:
  std::uint64_t low_ = 0x6a09e667f3bcc908u;
  std::uint64_t high_ = 0xbb67ae8584caa73bu;
};

}  // namespace curia::sim
