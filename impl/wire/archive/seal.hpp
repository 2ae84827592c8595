// Sealed files: bytes encrypted with a password, piece by piece, so that any piece can be read by
// itself and no end, order or piece can be changed.
//
// 1. The key comes from scrypt (RFC 7914); each piece is AES-256-GCM with its number and whether it
//    is the last in the nonce (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár,
//    2015), and the head as additional data. A salt is used once, so nonces never meet again.
// 2. The head is in the clear: the cost, the salt, a check value that tells a wrong password from
//    a changed file, and a note of the caller, which is authenticated with every piece.
// 3. Nothing here keeps a password. derive_seal_key() takes a fifth of a second and 32 MiB.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "model/base/result.hpp"

namespace curia {

inline constexpr std::size_t seal_piece_bytes = 1024 * 1024;  // of plain bytes; the last has fewer
inline constexpr std::size_t seal_tag_bytes = 16;
inline constexpr std::size_t seal_head_most = 1024;

struct SealHead {
  unsigned log2_n = 15;  // scrypt's N; r = 8, p = 3 (the cost of passwords, accounts/password.hpp)
  std::array<std::uint8_t, 16> salt{};
  std::array<std::uint8_t, 16> check{};
  std::string note{};  // at most 512 bytes
};

struct SealKey {
  std::array<std::uint8_t, 32> key{};
  std::array<std::uint8_t, 16> check{};
};

bool is_sealed(std::string_view beginning);
std::string write_seal_head(const SealHead& head);
// `bytes` is the head as written. Errors: corrupt.
struct ReadSealHead {
  SealHead head;
  std::string bytes;
};
// `beginning` holds the first seal_head_most bytes, or the whole file. Errors: corrupt.
Result<ReadSealHead> read_seal_head(std::string_view beginning);

// Errors: io_error (no memory).
Result<SealKey> derive_seal_key(std::string_view password, const SealHead& head);

// `head` is what write_seal_head() gave; pieces are counted from 0.
std::string seal_piece(const SealKey& key, std::string_view head, std::uint64_t number,
                       bool is_last, std::string_view plain);
// Errors: corrupt.
Result<std::string> open_piece(const SealKey& key, std::string_view head, std::uint64_t number,
                               bool is_last, std::string_view sealed);

}  // namespace curia
