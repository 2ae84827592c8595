// Utf8Check: says as early as possible that a text which comes in pieces is no UTF-8 (RFC 3629).
// The pieces may end inside a character.
#pragma once

#include <cstdint>
#include <string_view>

namespace curia::websocket {

class Utf8Check {
 public:
  // False as soon as nothing that could follow would make the text well-formed.
  bool put(std::string_view piece);
  // The text may end here: no character is begun.
  bool complete() const { return left_ == 0; }

 private:
  bool begin(std::uint8_t byte);

  std::uint8_t left_ = 0;                  // bytes of the character at hand that have not come
  std::uint8_t low_ = 0x80, high_ = 0xBF;  // what the next of them may be
};

}  // namespace curia::websocket
