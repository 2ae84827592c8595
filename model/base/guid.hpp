// Guid: the public id of every API object, 8-4-4-4-12 lower-case hexadecimal on output.
// Upper case is accepted on input (api-conventions, XML form). All zero is "no object".
#pragma once

#include <array>
#include <bit>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "model/base/result.hpp"

namespace curia {

struct Guid {
  std::array<std::uint8_t, 16> bytes{};

  // The order of the bytes, compared eight at a time: every table of the server is a tree of them.
  constexpr bool operator==(const Guid& other) const {
    return half(0) == other.half(0) && half(1) == other.half(1);
  }
  constexpr std::strong_ordering operator<=>(const Guid& other) const {
    const auto first = half(0) <=> other.half(0);
    return first != 0 ? first : half(1) <=> other.half(1);
  }
  explicit operator bool() const { return *this != Guid{}; }

  // Bytes 0 to 7, or 8 to 15, as one number, the first byte the highest.
  constexpr std::uint64_t half(std::size_t index) const {
    const auto value = std::bit_cast<std::array<std::uint64_t, 2>>(bytes)[index];
    return std::endian::native == std::endian::little ? __builtin_bswap64(value) : value;
  }
};

std::string to_string(const Guid& guid);

// Errors: invalid_value.
Result<Guid> parse_guid(std::string_view text);

// Stamps version 4 and variant 1 of RFC 4122 section 4.4 on 16 random bytes.
Guid guid_from_random(std::array<std::uint8_t, 16> random);

}  // namespace curia

template <>
struct std::hash<curia::Guid> {
  // The bytes are random already: the first eight are hash enough.
  std::size_t operator()(const curia::Guid& guid) const noexcept { return guid.half(0); }
};
