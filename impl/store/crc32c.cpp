#include "impl/store/crc32c.hpp"

#include <array>
#include <bit>
#include <cstring>

namespace curia::store {
namespace {

constexpr std::uint32_t polynomial = 0x82f63b78u;  // RFC 3720, reflected

// tables[k][b] is the checksum of byte b followed by k zero bytes: eight bytes go in one step.
consteval std::array<std::array<std::uint32_t, 256>, 8> make_tables() {
  std::array<std::array<std::uint32_t, 256>, 8> tables{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t value = byte;
    for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ (value & 1 ? polynomial : 0);
    tables[0][byte] = value;
  }
  for (std::size_t k = 1; k < 8; ++k)
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::uint32_t before = tables[k - 1][byte];
      tables[k][byte] = before >> 8 ^ tables[0][before & 0xff];
    }
  return tables;
}
constexpr auto tables = make_tables();

}  // namespace

std::uint32_t crc32c(std::string_view bytes, std::uint32_t start) {
  static_assert(std::endian::native == std::endian::little);
  std::uint32_t crc = ~start;
  while (bytes.size() >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data(), 8);
    word ^= crc;
    crc = 0;
    for (std::size_t i = 0; i < 8; ++i) crc ^= tables[7 - i][word >> (8 * i) & 0xff];
    bytes.remove_prefix(8);
  }
  for (const char byte : bytes)
    crc = crc >> 8 ^ tables[0][(crc ^ static_cast<std::uint8_t>(byte)) & 0xff];
  return ~crc;
}

std::uint32_t row_checksum(std::uint64_t ordinal, std::string_view kind, std::string_view value) {
  std::array<char, 16> place{};
  const std::uint64_t kind_bytes = kind.size();
  std::memcpy(place.data(), &ordinal, 8);
  std::memcpy(place.data() + 8, &kind_bytes, 8);
  return crc32c(value, crc32c(kind, crc32c({place.data(), place.size()})));
}

}  // namespace curia::store
