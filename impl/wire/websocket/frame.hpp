// Frames of RFC 6455 section 5: their heads, masks and close codes. No state.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace curia::websocket {

enum class Opcode : std::uint8_t {
  continuation = 0,
  text = 1,
  binary = 2,
  close = 8,
  ping = 9,
  pong = 10,
};
constexpr bool is_control(Opcode opcode) { return static_cast<std::uint8_t>(opcode) >= 8; }

using Mask = std::array<std::uint8_t, 4>;

struct FrameHead {
  bool fin = true;
  Opcode opcode = Opcode::text;
  std::optional<Mask> mask;
  std::uint64_t length = 0;  // of the payload
};

// Status codes of close frames (section 7.4.1, and the registry that it founds).
namespace close_code {
inline constexpr std::uint16_t normal = 1000;
inline constexpr std::uint16_t going_away = 1001;
inline constexpr std::uint16_t protocol_error = 1002;
inline constexpr std::uint16_t no_status = 1005;  // never sent: the close frame had no code
inline constexpr std::uint16_t abnormal = 1006;   // never sent: there was no close frame
inline constexpr std::uint16_t not_utf8 = 1007;
inline constexpr std::uint16_t policy_violation = 1008;
inline constexpr std::uint16_t too_big = 1009;
inline constexpr std::uint16_t internal_error = 1011;
inline constexpr std::uint16_t try_again_later = 1013;
}  // namespace close_code

// Whether a close frame may carry it.
bool may_be_sent(std::uint16_t code);

inline constexpr std::size_t control_payload_bytes = 125;  // section 5.5

// Why bytes are no frame that `from_client` (or else the server) may send; a constant sentence.
// Judges as much of the head as has come, so that no more is waited for in vain.
std::string_view judge_head(std::string_view bytes, bool from_client);

// The bytes of the head that stands at the front; 0 while it is not complete.
std::size_t head_bytes(std::string_view bytes);
// Reads a complete head that judge_head() found good.
FrameHead read_head(std::string_view bytes);

// Appends a whole frame.
void append_frame(std::string& out, const FrameHead& head, std::string_view payload);

// Masks or unmasks in place; `offset` is where in the frame's payload `bytes` begin (section 5.3).
void apply_mask(char* bytes, std::size_t size, const Mask& mask, std::uint64_t offset);

}  // namespace curia::websocket
