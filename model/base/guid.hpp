// Guid: the public id of every API object, 8-4-4-4-12 lower-case hexadecimal on output.
// Upper case is accepted on input (api-conventions, XML form). All zero is "no object".
#pragma once

#include <array>
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

  auto operator<=>(const Guid&) const = default;
  explicit operator bool() const { return *this != Guid{}; }
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
  std::size_t operator()(const curia::Guid& guid) const noexcept {
    std::uint64_t value = 0;
    for (int i = 0; i < 8; ++i) value = value << 8 | guid.bytes[static_cast<std::size_t>(i)];
    return value;
  }
};
