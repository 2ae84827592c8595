#include "impl/service/accounts/keyed_digest.hpp"

#include <bit>
#include <cstddef>

namespace curia::accounts {
namespace {

// Up to eight bytes, least significant first, whatever the machine.
std::uint64_t load(const std::uint8_t* bytes, std::size_t count = 8) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < count; ++i) word |= std::uint64_t{bytes[i]} << (8 * i);
  return word;
}

struct State {
  std::uint64_t v0, v1, v2, v3;

  void round() {
    v0 += v1;
    v1 = std::rotl(v1, 13) ^ v0;
    v0 = std::rotl(v0, 32);
    v2 += v3;
    v3 = std::rotl(v3, 16) ^ v2;
    v0 += v3;
    v3 = std::rotl(v3, 21) ^ v0;
    v2 += v1;
    v1 = std::rotl(v1, 17) ^ v2;
    v2 = std::rotl(v2, 32);
  }

  void take(std::uint64_t word) {
    v3 ^= word;
    round();
    round();
    v0 ^= word;
  }

  std::uint64_t finish() {
    for (int i = 0; i < 4; ++i) round();
    return v0 ^ v1 ^ v2 ^ v3;
  }
};

std::array<std::uint8_t, 16> new_key(Random& random) {
  std::array<std::uint8_t, 16> key{};
  random.secret(key);
  return key;
}

}  // namespace

KeyedDigest::KeyedDigest(Random& random) : KeyedDigest(new_key(random)) {}

KeyedDigest::KeyedDigest(const std::array<std::uint8_t, 16>& key)
    : key0_(load(key.data())), key1_(load(key.data() + 8)) {}

Digest KeyedDigest::operator()(std::string_view message) const {
  // The constants are those of the definition ("somepseudorandomlygeneratedbytes", and 0xee for
  // 128 bits of output).
  State state{key0_ ^ 0x736f6d6570736575u, key1_ ^ 0x646f72616e646f6du ^ 0xee,
              key0_ ^ 0x6c7967656e657261u, key1_ ^ 0x7465646279746573u};
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(message.data());
  const std::size_t whole = message.size() / 8 * 8;
  for (std::size_t i = 0; i < whole; i += 8) state.take(load(bytes + i));
  state.take(load(bytes + whole, message.size() - whole) | std::uint64_t{message.size()} << 56);
  state.v2 ^= 0xee;
  const std::uint64_t low = state.finish();
  state.v1 ^= 0xdd;
  return {low, state.finish()};
}

}  // namespace curia::accounts
