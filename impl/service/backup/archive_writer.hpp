// ArchiveWriter: a backup or an image as it is written: a tar archive (impl/wire/archive/tar.hpp)
// of the parts, then `manifest.json` with their hashes, then one last file that vouches for all
// bytes before it: `checksum` or `signature`. Sealed on request (impl/wire/archive/seal.hpp).
//
// 1. It appends to a file that nobody else touches; what a failure leaves is for remove().
// 2. It is synced now and then, so that the disk never has much to do at once, and by finish().
//
//   ArchiveWriter writer(files, "snapshot.part", std::nullopt);
//   writer.file("live.json");
//   writer.begin("curia.db", size); writer.add(piece); writer.end();
//   writer.finish(manifest, checksum);
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "impl/service/backup/manifest.hpp"
#include "impl/wire/archive/seal.hpp"
#include "impl/wire/archive/sha256.hpp"
#include "model/env/files.hpp"

namespace curia::backup {

struct Seal {
  SealKey key;
  std::string head;  // as written
};

// The last file: its name, and its text for the SHA-256 (64 digits) of all bytes before it.
struct Voucher {
  std::string_view name;
  std::function<Result<std::string>(const std::string& sha256)> text;
};
Voucher checksum_voucher();

class ArchiveWriter {
 public:
  ArchiveWriter(Files& files, std::string name, std::optional<Seal> seal = std::nullopt);

  // One part after the other. Errors of all: those of Files::append, invalid_value (a name that
  // cannot be written).
  Result<> begin(const std::string& part, std::uint64_t size);
  Result<> add(std::string_view bytes);  // `size` bytes in all
  Result<> end();
  Result<> text(const std::string& part, std::string_view bytes);
  // A file of the same root. Errors: those of Files::read_part, unavailable (it was changed
  // meanwhile).
  Result<> file(const std::string& name);

  // The manifest gets the parts that were written.
  Result<> finish(Manifest& manifest, const Voucher& voucher);

 private:
  Result<> put(std::string_view bytes);
  Result<> flush(bool is_last);
  Result<> append(std::string_view bytes);

  Files& files_;
  std::string name_;
  std::optional<Seal> seal_;
  std::string waiting_;  // plain bytes of the next piece
  std::uint64_t pieces_ = 0;
  std::uint64_t unsynced_ = 0;
  Sha256 all_;
  Sha256 part_hash_;
  Part part_;
  std::vector<Part> parts_;
};

}  // namespace curia::backup
