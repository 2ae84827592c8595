// Base64 with the alphabet of RFC 4648 section 4, with padding.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace curia {

std::string to_base64(std::span<const std::uint8_t> bytes);

// Strict: nullopt for other characters, line ends, missing or wrong padding, bits left over.
std::optional<std::string> parse_base64(std::string_view text);

}  // namespace curia
