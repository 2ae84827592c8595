#include "model/base/text.hpp"

#include <algorithm>

namespace curia {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<std::uint8_t>(c) < 0x80; });
}

// Decodes one code point at the front of `text` and removes it; -1 when malformed.
std::int32_t take_code_point(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t first = byte(0);
  std::size_t length = 0;
  std::int32_t value = 0, smallest = 0;
  if (first < 0x80) {
    text.remove_prefix(1);
    return first;
  } else if (first >> 5 == 0b110) {
    length = 2, value = first & 0x1f, smallest = 0x80;
  } else if (first >> 4 == 0b1110) {
    length = 3, value = first & 0x0f, smallest = 0x800;
  } else if (first >> 3 == 0b11110) {
    length = 4, value = first & 0x07, smallest = 0x10000;
  } else {
    return -1;
  }
  if (text.size() < length) return -1;
  for (std::size_t i = 1; i < length; ++i) {
    if (byte(i) >> 6 != 0b10) return -1;
    value = value << 6 | (byte(i) & 0x3f);
  }
  if (value < smallest || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff)) return -1;
  text.remove_prefix(length);
  return value;
}

void append_utf8(std::string& out, std::int32_t c) {
  const auto put = [&](std::int32_t byte) { out += static_cast<char>(byte); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xc0 | c >> 6), put(0x80 | (c & 0x3f));
  } else if (c < 0x10000) {
    put(0xe0 | c >> 12), put(0x80 | (c >> 6 & 0x3f)), put(0x80 | (c & 0x3f));
  } else {
    put(0xf0 | c >> 18), put(0x80 | (c >> 12 & 0x3f)), put(0x80 | (c >> 6 & 0x3f));
    put(0x80 | (c & 0x3f));
  }
}

// Simple lower-case mappings of Unicode for the alphabets named in the header.
std::int32_t fold(std::int32_t c) {
  const auto in = [&](std::int32_t low, std::int32_t high) { return c >= low && c <= high; };
  if (in('A', 'Z')) return c + 32;
  if (in(0xc0, 0xde) && c != 0xd7) return c + 32;
  if (c == 0x178) return 0xff;
  if (in(0x100, 0x137) || in(0x14a, 0x177)) return c == 0x130 || c == 0x131 ? c : c | 1;
  if (in(0x139, 0x148) || in(0x179, 0x17e)) return c % 2 != 0 ? c + 1 : c;
  if (in(0x391, 0x3ab) && c != 0x3a2) return c + 32;
  if (c == 0x3c2) return 0x3c3;  // final sigma
  if (in(0x400, 0x40f)) return c + 80;
  if (in(0x410, 0x42f)) return c + 32;
  return c;
}

}  // namespace

bool is_utf8(std::string_view text) {
  while (!text.empty())
    if (take_code_point(text) < 0) return false;
  return true;
}

bool is_xml_text(std::string_view text) {
  const auto is_plain = [](char c) { return c >= ' ' && static_cast<std::uint8_t>(c) < 0x80; };
  text.remove_prefix(
      static_cast<std::size_t>(std::ranges::find_if_not(text, is_plain) - text.begin()));
  while (!text.empty()) {
    const std::int32_t c = take_code_point(text);
    if (c < 0 || c == 0xfffe || c == 0xffff) return false;
    if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') return false;
  }
  return true;
}

std::string ascii_lower(std::string_view text) {
  std::string out(text);
  std::ranges::transform(out, out.begin(), lower);
  return out;
}

bool equal_ignoring_ascii_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() &&
         std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

std::string fold_case(std::string_view text) {
  if (is_ascii(text)) return ascii_lower(text);
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const char raw = text.front();
    const std::int32_t c = take_code_point(text);
    if (c >= 0) {
      append_utf8(out, fold(c));
    } else {
      out += raw;
      text.remove_prefix(1);
    }
  }
  return out;
}

bool contains_folded(std::string_view text, std::string_view folded) {
  if (!is_ascii(text)) return fold_case(text).find(folded) != std::string::npos;
  const auto same = [](char x, char y) { return lower(x) == y; };
  return !std::ranges::search(text, folded, same).empty();
}

std::optional<std::int64_t> parse_decimal(std::string_view text) {
  if (text.empty()) return std::nullopt;
  std::int64_t value = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    if (__builtin_mul_overflow(value, 10, &value) || __builtin_add_overflow(value, c - '0', &value))
      return std::nullopt;
  }
  return value;
}

std::string_view trim_ascii_space(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  const auto first = text.find_first_not_of(space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

}  // namespace curia
