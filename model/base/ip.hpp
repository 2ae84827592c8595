// IP addresses and endpoints, IPv4 and IPv6 alike.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "model/base/result.hpp"

namespace curia {

struct IpAddress {
  // IPv6 in network order; IPv4 in the first four bytes, the rest zero.
  std::array<std::uint8_t, 16> bytes{};
  bool is_v6 = false;
  auto operator<=>(const IpAddress&) const = default;
};

struct Endpoint {
  IpAddress address;
  std::uint16_t port = 0;
  auto operator<=>(const Endpoint&) const = default;
};

// "127.0.0.1" or "::1" in the form of RFC 5952. Zone ids are not taken. Errors: invalid_value.
Result<IpAddress> parse_ip(std::string_view text);
std::string to_string(const IpAddress& address);

// "127.0.0.1:443" or "[::1]:443". Errors: invalid_value.
Result<Endpoint> parse_endpoint(std::string_view text);
std::string to_string(const Endpoint& endpoint);

inline constexpr IpAddress loopback_v4{{127, 0, 0, 1}, false};
inline constexpr IpAddress loopback_v6{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, true};

}  // namespace curia
