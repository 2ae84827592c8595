#include "impl/service/backup/archive_writer.hpp"

#include <algorithm>
#include <utility>

#include "impl/wire/archive/tar.hpp"

namespace curia::backup {
namespace {

constexpr std::uint64_t sync_every = 4 * seal_piece_bytes;

}  // namespace

Voucher checksum_voucher() {
  return {checksum_name, [](const std::string& sha256) -> Result<std::string> { return sha256; }};
}

ArchiveWriter::ArchiveWriter(Files& files, std::string name, std::optional<Seal> seal)
    : files_(files), name_(std::move(name)), seal_(std::move(seal)) {}

Result<> ArchiveWriter::begin(const std::string& part, std::uint64_t size) {
  if (!is_tar_name(part))
    return fail(Errc::invalid_value, "the name of the file '" + part + "' cannot be kept");
  part_ = {part, size, {}};
  part_hash_ = Sha256();
  return put(tar_head({part, size}));
}

Result<> ArchiveWriter::add(std::string_view bytes) {
  part_hash_.add(bytes);
  return put(bytes);
}

Result<> ArchiveWriter::end() {
  part_.sha256 = part_hash_.hex();
  parts_.push_back(part_);
  return put(tar_padding(part_.size));
}

Result<> ArchiveWriter::text(const std::string& part, std::string_view bytes) {
  if (auto begun = begin(part, bytes.size()); !begun) return begun;
  if (auto added = add(bytes); !added) return added;
  return end();
}

Result<> ArchiveWriter::file(const std::string& name) {
  const auto size = files_.size(name);
  if (!size) return fail(size.error());
  // At once where it can be: a file that is replaced meanwhile is then the old one or the new one.
  if (*size <= seal_piece_bytes) {
    const auto bytes = files_.read(name);
    return bytes ? text(name, *bytes) : fail(bytes.error());
  }
  if (auto begun = begin(name, *size); !begun) return begun;
  for (std::uint64_t offset = 0; offset < *size;) {
    const auto count =
        static_cast<std::size_t>(std::min<std::uint64_t>(seal_piece_bytes, *size - offset));
    const auto bytes = files_.read_part(name, offset, count);
    if (!bytes) return fail(bytes.error());
    if (bytes->size() != count)
      return fail(Errc::unavailable, "'" + name + "' was changed while it was copied");
    if (auto added = add(*bytes); !added) return added;
    offset += count;
  }
  return end();
}

Result<> ArchiveWriter::finish(Manifest& manifest, const Voucher& voucher) {
  manifest.parts = parts_;
  if (auto written = text(std::string(manifest_name), encode(manifest)); !written) return written;
  const auto vouched = voucher.text(all_.hex());
  if (!vouched) return fail(vouched.error());
  if (auto written = text(std::string(voucher.name), *vouched); !written) return written;
  if (auto written = put(tar_end()); !written) return written;
  if (auto written = flush(true); !written) return written;
  return files_.sync(name_);
}

Result<> ArchiveWriter::put(std::string_view bytes) {
  all_.add(bytes);
  while (!bytes.empty()) {
    const std::size_t count = std::min(bytes.size(), seal_piece_bytes - waiting_.size());
    waiting_ += bytes.substr(0, count);
    bytes.remove_prefix(count);
    // The last piece is known to be so only at the end: a full one waits for the next byte.
    if (!bytes.empty())
      if (auto flushed = flush(false); !flushed) return flushed;
  }
  return {};
}

Result<> ArchiveWriter::flush(bool is_last) {
  std::string piece = std::exchange(waiting_, {});
  if (!seal_) return append(piece);
  if (pieces_ == 0)
    if (auto written = append(seal_->head); !written) return written;
  return append(seal_piece(seal_->key, seal_->head, pieces_++, is_last, piece));
}

Result<> ArchiveWriter::append(std::string_view bytes) {
  if (auto written = files_.append(name_, bytes); !written) return written;
  unsynced_ += bytes.size();
  if (unsynced_ < sync_every) return {};
  unsynced_ = 0;
  return files_.sync(name_);
}

}  // namespace curia::backup
