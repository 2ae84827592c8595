// CRC-32C (Castagnoli, RFC 3720 appendix B.4): the checksum of stored rows. It finds every burst of
// up to 32 damaged bits.
#pragma once

#include <cstdint>
#include <string_view>

namespace curia::store {

// Chained: crc32c("ab") == crc32c("b", crc32c("a")).
std::uint32_t crc32c(std::string_view bytes, std::uint32_t start = 0);

// What stands beside each row: over the place, the kind and the value, so that bytes of one row
// that turn up in another are found too.
std::uint32_t row_checksum(std::uint64_t ordinal, std::string_view kind, std::string_view value);

}  // namespace curia::store
