// The data types of SSH (RFC 4251 section 5): numbers with the most significant byte first, and
// strings that begin with their length.
//
//   Reader in(packet);
//   const std::uint32_t id = in.u32();
//   const std::string_view name = in.text();
//   if (!in) ...   // it ended before that
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace curia::ssh {

// What does not fit reads as zeros, and the reader is false from then on.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : left_(bytes) {}

  explicit operator bool() const { return is_good_; }
  bool is_at_end() const { return left_.empty(); }
  std::uint8_t u8() { return static_cast<std::uint8_t>(number(1)); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(number(4)); }
  std::uint64_t u64() { return number(8); }
  std::string_view text();

 private:
  std::uint64_t number(std::size_t bytes);

  std::string_view left_;
  bool is_good_ = true;
};

void put_u8(std::string& out, std::uint8_t value);
void put_u32(std::string& out, std::uint32_t value);
void put_u64(std::string& out, std::uint64_t value);
void put_text(std::string& out, std::string_view text);
// A positive number of any size as "mpint"; `bytes` is the most significant byte first.
void put_positive(std::string& out, std::string_view bytes);

}  // namespace curia::ssh
