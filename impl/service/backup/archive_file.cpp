#include "impl/service/backup/archive_file.hpp"

#include <openssl/crypto.h>

#include <algorithm>

namespace curia::backup {
namespace {

constexpr std::uint64_t sealed_piece_bytes = seal_piece_bytes + seal_tag_bytes;

}  // namespace

Result<> check_checksum(const std::string& sha256, const std::string& text) {
  if (sha256 == text) return {};
  return fail(Errc::corrupt, "it is not what was written: its checksum is another one");
}

Result<ArchiveFile> ArchiveFile::open(Files& files, const std::string& name) {
  const auto size = files.size(name);
  if (!size) return fail(size.error());
  const auto beginning = files.read_part(name, 0, seal_head_most);
  if (!beginning) return fail(beginning.error());
  ArchiveFile file(files, name, *size);
  if (!curia::is_sealed(*beginning)) return file;
  auto head = read_seal_head(*beginning);
  if (!head) return fail(file.damaged(head.error().message));
  const std::uint64_t body = *size - head->bytes.size();
  file.pieces_ = (body + sealed_piece_bytes - 1) / sealed_piece_bytes;
  file.last_sealed_bytes_ = body - (file.pieces_ == 0 ? 0 : file.pieces_ - 1) * sealed_piece_bytes;
  if (file.pieces_ == 0 || file.last_sealed_bytes_ <= seal_tag_bytes)
    return fail(file.damaged("its end is missing"));
  file.size_ = body - file.pieces_ * seal_tag_bytes;
  file.head_ = *std::move(head);
  return file;
}

Result<> ArchiveFile::unlock(const SealKey& key) {
  const auto& expected = head_->head.check;
  if (CRYPTO_memcmp(expected.data(), key.check.data(), expected.size()) != 0)
    return fail(Errc::not_permitted, "wrong password");
  key_ = key;
  return {};
}

Result<std::string> ArchiveFile::piece(std::uint64_t number) {
  if (opened_ == number) return plain_;
  if (!key_) return fail(Errc::not_permitted, "'" + name_ + "' is encrypted");
  const bool is_last = number + 1 == pieces_;
  const std::uint64_t count = is_last ? last_sealed_bytes_ : sealed_piece_bytes;
  const auto sealed = files_->read_part(name_, head_->bytes.size() + number * sealed_piece_bytes,
                                        static_cast<std::size_t>(count));
  if (!sealed) return fail(sealed.error());
  auto plain = open_piece(*key_, head_->bytes, number, is_last, *sealed);
  if (!plain) return fail(damaged(plain.error().message));
  opened_ = number;
  plain_ = *std::move(plain);
  return plain_;
}

Result<std::string> ArchiveFile::read(std::uint64_t offset, std::size_t count) {
  if (!is_sealed()) return files_->read_part(name_, offset, count);
  std::string bytes;
  while (bytes.size() < count && offset + bytes.size() < size_) {
    const std::uint64_t at = offset + bytes.size();
    auto plain = piece(at / seal_piece_bytes);
    if (!plain) return fail(plain.error());
    bytes += plain->substr(static_cast<std::size_t>(at % seal_piece_bytes), count - bytes.size());
  }
  return bytes;
}

}  // namespace curia::backup
