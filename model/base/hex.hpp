// Hexadecimal digits: read in either letter case, written in lower case.
#pragma once

#include <cstdint>
#include <string>

namespace curia {

// 0 to 15; -1 when it is no digit.
constexpr int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

inline void append_hex(std::string& text, std::uint8_t byte) {
  constexpr const char* digits = "0123456789abcdef";
  text += digits[byte >> 4];
  text += digits[byte & 15];
}

}  // namespace curia
