// For the tests and the fuzz target of the WebSocket machine: one end that is fed in pieces, and
// what came of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "impl/wire/websocket/machine.hpp"
#include "model/base/prng.hpp"

namespace curia::websocket {

inline MaskSource counted_masks() {
  return [n = std::uint8_t{0}]() mutable {
    ++n;
    return Mask{n, static_cast<std::uint8_t>(n * 7), 0x5A, static_cast<std::uint8_t>(~n)};
  };
}

inline Machine make_machine(Role role, Options options = {}, Instant now = Instant{}) {
  return Machine(role, options, now, role == Role::client ? counted_masks() : MaskSource{});
}

// What one end made of its input.
struct Heard {
  std::vector<std::string> messages;  // "text:..." or "binary:..."
  std::string output;
  bool operator==(const Heard&) const = default;
};

inline void hear(Machine& machine, std::string_view bytes, Instant now, Heard& heard) {
  machine.feed(bytes, now);
  while (const Message* message = machine.next(now))
    heard.messages.push_back((message->kind == Opcode::text ? "text:" : "binary:") +
                             std::string(message->data));
}

// Pieces of 1 to `longest` bytes.
inline std::vector<std::string_view> split(std::string_view text, Prng& prng,
                                           std::uint64_t longest) {
  std::vector<std::string_view> pieces;
  for (std::size_t at = 0; at < text.size();) {
    const auto bytes = static_cast<std::size_t>(1 + prng.below(longest));
    pieces.push_back(text.substr(at, bytes));
    at += bytes;
  }
  return pieces;
}

// A frame as a client writes it, whatever its head says.
inline std::string client_frame(Opcode opcode, std::string_view payload, bool fin = true) {
  std::string out;
  append_frame(out, {.fin = fin, .opcode = opcode, .mask = Mask{1, 2, 3, 4}, .length = 0}, payload);
  return out;
}

inline std::string server_frame(Opcode opcode, std::string_view payload, bool fin = true) {
  std::string out;
  append_frame(out, {.fin = fin, .opcode = opcode, .mask = {}, .length = 0}, payload);
  return out;
}

inline std::string close_payload(std::uint16_t code, std::string_view reason = {}) {
  return std::string{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)} +
         std::string(reason);
}

}  // namespace curia::websocket
