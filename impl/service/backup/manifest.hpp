// Manifest: what an archive of this program says of itself, the file `manifest.json` in it.
//
//   {"kind":"snapshot","version":"3.3.1","created":"2026-01-05T09:00:00Z",
//    "parts":[{"name":"live.json","size":812,"sha256":"..."}]}
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.hpp"
#include "model/base/time.hpp"

namespace curia::backup {

inline constexpr std::string_view manifest_name = "manifest.json";
inline constexpr std::string_view checksum_name = "checksum";    // the last file of a backup
inline constexpr std::string_view signature_name = "signature";  // the last one of an image
inline constexpr std::string_view database_name = "curia.db";
inline constexpr std::string_view accounts_name = "accounts.json";

// What the archive is for.
enum class Kind { snapshot, reset_app, reset_full, upgrade };
std::string_view name_of(Kind kind);

struct Part {
  std::string name;
  std::uint64_t size = 0;
  std::string sha256;  // 64 digits
  bool operator==(const Part&) const = default;
};

struct Manifest {
  Kind kind = Kind::snapshot;
  std::string version;  // of the program that made it; of an image: that is in it
  WallTime created{};
  std::int64_t schema = 0;        // of an image: the database that it can read
  std::string minimum_version{};  // of an image: the oldest that may be upgraded to it
  std::vector<Part> parts{};
  bool operator==(const Manifest&) const = default;
};

std::string encode(const Manifest& manifest);
// Errors: corrupt.
Result<Manifest> decode_manifest(std::string_view text);

}  // namespace curia::backup
