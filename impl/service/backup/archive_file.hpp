// ArchiveFile: a backup or an image as it is read: its plain bytes at any place, and what they are.
//
// 1. Of a sealed file the note in its head can be read at once, the rest after unlock().
// 2. contents() jumps from head to head: quick, and proves nothing. verify() reads every byte once
//    and gives the same when the archive is whole: every part with the hash of the manifest, no
//    other, and the voucher right.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "impl/service/backup/archive_writer.hpp"

namespace curia::backup {

struct Place {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

struct Contents {
  Manifest manifest;
  std::map<std::string, Place, std::less<>> places;
  std::string sha256;  // of all plain bytes; only of verify()
};

class ArchiveFile {
 public:
  // Errors: those of Files::read_part, corrupt.
  static Result<ArchiveFile> open(Files& files, const std::string& name);

  bool is_sealed() const { return head_.has_value(); }
  const SealHead& seal_head() const { return head_->head; }
  // The key that derive_seal_key() makes of the password. Errors: not_permitted (a wrong one).
  Result<> unlock(const SealKey& key);

  std::uint64_t size() const { return size_; }
  // Errors: corrupt, io_error.
  Result<std::string> read(std::uint64_t offset, std::size_t count);
  // For the operator: its name with what is wrong.
  Error damaged(const std::string& why) const {
    return {Errc::corrupt, {}, "'" + name_ + "' is damaged: " + why};
  }

  // Errors: corrupt, those of Files::read_part.
  Result<Contents> contents();
  // `sink` gets all plain bytes in order. Errors: those of contents() and of the sink,
  // not_permitted (the voucher is wrong).
  using Sink = std::function<Result<>(std::string_view bytes)>;
  using Check = std::function<Result<>(const std::string& sha256, const std::string& text)>;
  Result<Contents> verify(std::string_view voucher_name, const Check& check, const Sink& sink = {});

 private:
  ArchiveFile(Files& files, std::string name, std::uint64_t bytes)
      : files_(&files), name_(std::move(name)), size_(bytes) {}
  Result<std::string> piece(std::uint64_t number);

  Files* files_;
  std::string name_;
  std::uint64_t size_;
  std::optional<ReadSealHead> head_;
  std::uint64_t pieces_ = 0;
  std::uint64_t last_sealed_bytes_ = 0;
  std::optional<SealKey> key_;
  std::optional<std::uint64_t> opened_;  // the piece that `plain_` is
  std::string plain_;
};

// A backup's voucher: the checksum. Errors: corrupt.
Result<> check_checksum(const std::string& sha256, const std::string& text);

}  // namespace curia::backup
