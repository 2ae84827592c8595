// Tar archives as this program writes them (POSIX.1-2017 ustar; GNU long names and sizes where
// those of ustar end): plain files with one owner, mode and time, so that equal contents are equal
// bytes. `tar -x` reads them.
//
// Read is only what write gives: a head that tar_head() would not have written is refused, so no
// name leads out of a folder and no field can say two things.
//
//   out = tar_head({"live.json", text.size()}) + text + tar_padding(text.size()) + tar_end();
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/base/result.hpp"

namespace curia {

inline constexpr std::size_t tar_block = 512;
inline constexpr std::size_t tar_head_most = 3 * tar_block;  // with a long name
inline constexpr std::size_t tar_name_most = 480;

struct TarEntry {
  std::string name;
  std::uint64_t size = 0;
  bool operator==(const TarEntry&) const = default;
};

// Parts joined by "/", none of them empty, "." or ".."; no control characters; at most
// tar_name_most bytes.
bool is_tar_name(std::string_view name);

// What stands before the bytes of a file. The name is_tar_name().
std::string tar_head(const TarEntry& entry);
// Zeros that follow the bytes of a file of this size.
std::string tar_padding(std::uint64_t size);
std::string tar_end();

struct TarHead {
  std::optional<TarEntry> entry;  // none: the archive ends here
  std::size_t bytes = 0;          // that the head takes
};

// `bytes` are the next tar_head_most, or all that are left. Errors: corrupt.
Result<TarHead> read_tar_head(std::string_view bytes);

}  // namespace curia
