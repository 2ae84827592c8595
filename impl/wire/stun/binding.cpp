#include "impl/wire/stun/binding.hpp"

#include <algorithm>

namespace curia::stun {
namespace {

// RFC 8489 sections 5 and 14.2.
constexpr std::string_view magic_cookie("\x21\x12\xA4\x42", 4);
constexpr std::string_view request_type("\x00\x01", 2);
constexpr std::string_view success_type("\x01\x01", 2);
constexpr unsigned xor_mapped_address = 0x0020;
constexpr std::size_t header_bytes = 20;
constexpr std::size_t attribute_header_bytes = 4;

unsigned number_at(std::string_view bytes, std::size_t at) {
  return static_cast<unsigned char>(bytes[at]) << 8U | static_cast<unsigned char>(bytes[at + 1]);
}

std::string_view text_of(const Transaction& transaction) {
  return {reinterpret_cast<const char*>(transaction.data()), transaction.size()};
}

// The value of XOR-MAPPED-ADDRESS: a zero byte, the family, the port and the address, both mixed
// with the cookie and the transaction.
std::optional<Endpoint> unmixed(std::string_view value, std::string_view mask) {
  const std::size_t size = value.size() == 8 ? 4 : 16;
  const bool is_v6 = size == 16;
  if (value.size() != 4 + size || value[1] != (is_v6 ? 2 : 1)) return std::nullopt;
  Endpoint mapped;
  mapped.address.is_v6 = is_v6;
  mapped.port = static_cast<std::uint16_t>(number_at(value, 2) ^ number_at(mask, 0));
  for (std::size_t i = 0; i < size; ++i)
    mapped.address.bytes[i] = static_cast<std::uint8_t>(value[4 + i] ^ mask[i]);
  return mapped;
}

}  // namespace

std::string binding_request(const Transaction& transaction) {
  std::string request(request_type);
  request.append(2, '\0');  // no attributes
  request += magic_cookie;
  request += text_of(transaction);
  return request;
}

std::optional<Endpoint> mapped_address(std::string_view bytes, const Transaction& transaction) {
  if (bytes.size() < header_bytes || bytes.substr(0, 2) != success_type ||
      number_at(bytes, 2) != bytes.size() - header_bytes || bytes.substr(4, 4) != magic_cookie ||
      bytes.substr(8, 12) != text_of(transaction))
    return std::nullopt;
  const std::string_view mask = bytes.substr(4, 16);
  std::string_view rest = bytes.substr(header_bytes);
  while (rest.size() >= attribute_header_bytes) {
    const std::size_t size = number_at(rest, 2);
    if (rest.size() - attribute_header_bytes < size) return std::nullopt;
    if (number_at(rest, 0) == xor_mapped_address)
      return unmixed(rest.substr(attribute_header_bytes, size), mask);
    const std::size_t padded = attribute_header_bytes + (size + 3) / 4 * 4;
    rest.remove_prefix(std::min(padded, rest.size()));
  }
  return std::nullopt;
}

}  // namespace curia::stun
