#include "model/base/guid.hpp"

#include "model/base/hex.hpp"

namespace curia {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

constexpr bool dash_at(std::size_t position) {
  return position == 8 || position == 13 || position == 18 || position == 23;
}

}  // namespace

std::string to_string(const Guid& guid) {
  std::string text(36, '-');
  std::size_t at = 0;
  for (std::uint8_t byte : guid.bytes) {
    if (dash_at(at)) ++at;
    text[at++] = hex_digits[byte >> 4];
    text[at++] = hex_digits[byte & 15];
  }
  return text;
}

Result<Guid> parse_guid(std::string_view text) {
  const auto refuse = [&] {
    return fail(Errc::invalid_value, "'" + std::string(text.substr(0, 64)) + "' is not a GUID");
  };
  if (text.size() != 36) return refuse();
  Guid guid;
  std::size_t nibble = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (dash_at(at)) {
      if (text[at] != '-') return refuse();
      continue;
    }
    const int value = hex_value(text[at]);
    if (value < 0) return refuse();
    auto& byte = guid.bytes[nibble / 2];
    byte = static_cast<std::uint8_t>(byte << 4 | value);
    ++nibble;
  }
  return guid;
}

Guid guid_from_random(std::array<std::uint8_t, 16> random) {
  random[6] = static_cast<std::uint8_t>((random[6] & 0x0f) | 0x40);
  random[8] = static_cast<std::uint8_t>((random[8] & 0x3f) | 0x80);
  return Guid{random};
}

}  // namespace curia
