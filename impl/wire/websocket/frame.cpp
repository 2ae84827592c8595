#include "impl/wire/websocket/frame.hpp"

#include <cstring>

namespace curia::websocket {
namespace {

constexpr unsigned length_of_16_bits = 126;
constexpr unsigned length_of_64_bits = 127;

std::uint8_t byte_at(std::string_view bytes, std::size_t i) {
  return static_cast<std::uint8_t>(bytes[i]);
}

bool is_known(std::uint8_t opcode) { return opcode <= 2 || (opcode >= 8 && opcode <= 10); }

std::uint64_t number(std::string_view bytes) {
  std::uint64_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<std::uint8_t>(c);
  return value;
}

// Bytes of the extended length after the first two.
std::size_t length_bytes(std::uint8_t second) {
  const unsigned length = second & 0x7FU;
  return length == length_of_16_bits ? 2 : length == length_of_64_bits ? 8 : 0;
}

std::uint64_t payload_length(std::string_view bytes) {
  const std::size_t more = length_bytes(byte_at(bytes, 1));
  return more == 0 ? byte_at(bytes, 1) & 0x7FU : number(bytes.substr(2, more));
}

void append_big_endian(std::string& out, std::uint64_t value, int bytes) {
  for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(value >> (8 * i) & 0xFFU);
}

std::string_view judge_length(std::string_view bytes) {
  const std::size_t more = length_bytes(byte_at(bytes, 1));
  if (more == 0 || bytes.size() < 2 + more) return {};
  const std::uint64_t length = payload_length(bytes);
  if (length >> 63U != 0) return "a frame's length has its highest bit set";
  if (length < length_of_16_bits || (more == 8 && length <= 0xFFFF))
    return "a frame's length is not in its shortest form";
  return {};
}

}  // namespace

bool may_be_sent(std::uint16_t code) {
  if (code >= 3000 && code <= 4999) return true;
  return code >= 1000 && code <= 1014 && code != 1004 && code != close_code::no_status &&
         code != close_code::abnormal;
}

std::string_view judge_head(std::string_view bytes, bool from_client) {
  if (bytes.empty()) return {};
  const std::uint8_t first = byte_at(bytes, 0);
  if ((first & 0x70U) != 0) return "a frame has bits of an extension that was not agreed on";
  const std::uint8_t opcode = first & 0x0FU;
  if (!is_known(opcode)) return "a frame has an unknown opcode";
  const bool control = is_control(static_cast<Opcode>(opcode));
  if (control && (first & 0x80U) == 0) return "a control frame is fragmented";
  if (bytes.size() < 2) return {};
  const std::uint8_t second = byte_at(bytes, 1);
  if (from_client && (second & 0x80U) == 0) return "a client's frame is not masked";
  if (!from_client && (second & 0x80U) != 0) return "a server's frame is masked";
  if (control && (second & 0x7FU) > control_payload_bytes) return "a control frame is too long";
  return judge_length(bytes);
}

std::size_t head_bytes(std::string_view bytes) {
  if (bytes.size() < 2) return 0;
  const std::uint8_t second = byte_at(bytes, 1);
  const std::size_t size = 2 + length_bytes(second) + ((second & 0x80U) != 0 ? 4 : 0);
  return bytes.size() < size ? 0 : size;
}

FrameHead read_head(std::string_view bytes) {
  FrameHead head;
  head.fin = (byte_at(bytes, 0) & 0x80U) != 0;
  head.opcode = static_cast<Opcode>(byte_at(bytes, 0) & 0x0FU);
  head.length = payload_length(bytes);
  if ((byte_at(bytes, 1) & 0x80U) == 0) return head;
  std::memcpy(head.mask.emplace().data(), bytes.data() + 2 + length_bytes(byte_at(bytes, 1)),
              sizeof(Mask));
  return head;
}

void append_frame(std::string& out, const FrameHead& head, std::string_view payload) {
  const std::uint8_t masked = head.mask ? 0x80 : 0;
  out += static_cast<char>((head.fin ? 0x80U : 0U) | static_cast<std::uint8_t>(head.opcode));
  if (payload.size() < length_of_16_bits) {
    out += static_cast<char>(masked | payload.size());
  } else if (payload.size() <= 0xFFFF) {
    out += static_cast<char>(masked | length_of_16_bits);
    append_big_endian(out, payload.size(), 2);
  } else {
    out += static_cast<char>(masked | length_of_64_bits);
    append_big_endian(out, payload.size(), 8);
  }
  if (head.mask) out.append(reinterpret_cast<const char*>(head.mask->data()), sizeof(Mask));
  const std::size_t at = out.size();
  out += payload;
  if (head.mask) apply_mask(out.data() + at, payload.size(), *head.mask, 0);
}

void apply_mask(char* bytes, std::size_t size, const Mask& mask, std::uint64_t offset) {
  std::array<char, 8> pattern;
  for (std::size_t i = 0; i < pattern.size(); ++i)
    pattern[i] = static_cast<char>(mask[(offset + i) % mask.size()]);
  std::uint64_t key = 0;
  std::memcpy(&key, pattern.data(), sizeof key);
  std::size_t i = 0;
  for (std::uint64_t word = 0; size - i >= sizeof word; i += sizeof word) {
    std::memcpy(&word, bytes + i, sizeof word);
    word ^= key;
    std::memcpy(bytes + i, &word, sizeof word);
  }
  for (std::size_t j = 0; i < size; ++i, ++j) bytes[i] = static_cast<char>(bytes[i] ^ pattern[j]);
}

}  // namespace curia::websocket
