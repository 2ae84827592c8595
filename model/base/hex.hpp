// Hexadecimal digits: read in either letter case, written in lower case.
#pragma once

#include <array>
#include <cstdint>
#include <string>

namespace curia {

namespace detail {
constexpr std::array<std::int8_t, 256> make_hex_values() {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (int digit = 0; digit < 10; ++digit) values['0' + digit] = static_cast<std::int8_t>(digit);
  for (int digit = 10; digit < 16; ++digit)
    values['a' + digit - 10] = values['A' + digit - 10] = static_cast<std::int8_t>(digit);
  return values;
}
inline constexpr std::array<std::int8_t, 256> hex_values = make_hex_values();
}  // namespace detail

// 0 to 15; -1 when it is no digit. A table, as no processor foresees which branch it takes.
constexpr int hex_value(char c) { return detail::hex_values[static_cast<unsigned char>(c)]; }

inline void append_hex(std::string& text, std::uint8_t byte) {
  constexpr const char* digits = "0123456789abcdef";
  text += digits[byte >> 4];
  text += digits[byte & 15];
}

}  // namespace curia
