#include "sim/world/digest.hpp"

#include <cstdio>

namespace curia::sim {
namespace {

std::uint64_t load(const char* bytes, std::size_t count) {
  std::uint64_t word = 0;  // little endian, as every machine that we build for
  std::memcpy(&word, bytes, count);
  return word;
}

}  // namespace

std::uint64_t hash_bytes(std::string_view bytes) {
  constexpr std::uint64_t odd_one = 0x9e3779b97f4a7c15u, odd_two = 0xd6e8feb86659fd93u;
  std::uint64_t hash = fold(bytes.size() ^ odd_one, odd_two);
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= 16; at += 16, left -= 16)
    hash = fold(load(at, 8) ^ odd_one ^ hash, load(at + 8, 8) ^ odd_two);
  if (left >= 8) {
    hash = fold(load(at, 8) ^ hash, odd_two);
    at += 8, left -= 8;
  }
  if (left > 0) hash = fold(load(at, left) ^ hash, odd_one);
  return hash;
}

std::string Digest::text() const {
  char text[33];
  std::snprintf(text, sizeof text, "%016llx%016llx", static_cast<unsigned long long>(high_),
                static_cast<unsigned long long>(low_));
  return text;
}

}  // namespace curia::sim
