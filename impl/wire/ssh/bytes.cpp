#include "impl/wire/ssh/bytes.hpp"

namespace curia::ssh {

std::uint64_t Reader::number(std::size_t bytes) {
  if (left_.size() < bytes) {
    is_good_ = false;
    left_ = {};
    return 0;
  }
  std::uint64_t value = 0;
  for (const char c : left_.substr(0, bytes)) value = value << 8 | static_cast<unsigned char>(c);
  left_.remove_prefix(bytes);
  return value;
}

std::string_view Reader::text() {
  const std::uint32_t size = u32();
  if (!is_good_ || left_.size() < size) {
    is_good_ = false;
    left_ = {};
    return {};
  }
  const std::string_view text = left_.substr(0, size);
  left_.remove_prefix(size);
  return text;
}

void put_u8(std::string& out, std::uint8_t value) { out += static_cast<char>(value); }

void put_u32(std::string& out, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xff);
}

void put_u64(std::string& out, std::uint64_t value) {
  put_u32(out, static_cast<std::uint32_t>(value >> 32));
  put_u32(out, static_cast<std::uint32_t>(value));
}

void put_text(std::string& out, std::string_view text) {
  put_u32(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

void put_positive(std::string& out, std::string_view bytes) {
  while (!bytes.empty() && bytes.front() == 0) bytes.remove_prefix(1);
  std::string number;
  if (!bytes.empty() && (static_cast<unsigned char>(bytes.front()) & 0x80) != 0) number += '\0';
  put_text(out, number.append(bytes));
}

}  // namespace curia::ssh
