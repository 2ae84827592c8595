#include "impl/wire/websocket/utf8.hpp"

#include <cstring>

namespace curia::websocket {
namespace {

// The length of the ASCII text at the front, in steps of eight bytes.
std::size_t ascii_words(std::string_view text) {
  std::size_t done = 0;
  for (std::uint64_t word = 0; text.size() - done >= sizeof word; done += sizeof word) {
    std::memcpy(&word, text.data() + done, sizeof word);
    if ((word & 0x8080808080808080U) != 0) break;
  }
  return done;
}

}  // namespace

bool Utf8Check::put(std::string_view piece) {
  while (!piece.empty()) {
    if (left_ == 0) piece.remove_prefix(ascii_words(piece));
    if (piece.empty()) break;
    const auto byte = static_cast<std::uint8_t>(piece.front());
    piece.remove_prefix(1);
    if (left_ == 0) {
      if (!begin(byte)) return false;
      continue;
    }
    if (byte < low_ || byte > high_) return false;
    --left_;
    low_ = 0x80;
    high_ = 0xBF;
  }
  return true;
}

// The table of RFC 3629 section 4: the first byte says how many follow, and for four of them the
// second is narrower than usual (shortest form, no surrogates, at most U+10FFFF).
bool Utf8Check::begin(std::uint8_t byte) {
  if (byte < 0x80) return true;
  if (byte < 0xC2 || byte > 0xF4) return false;
  left_ = byte < 0xE0 ? 1 : byte < 0xF0 ? 2 : 3;
  if (byte == 0xE0) low_ = 0xA0;
  if (byte == 0xED) high_ = 0x9F;
  if (byte == 0xF0) low_ = 0x90;
  if (byte == 0xF4) high_ = 0x8F;
  return true;
}

}  // namespace curia::websocket
