// ArchiveFile::contents() and verify(): from head to head through an archive.
#include <algorithm>
#include <vector>

#include "impl/service/backup/archive_file.hpp"
#include "impl/wire/archive/tar.hpp"

namespace curia::backup {
namespace {

constexpr std::size_t manifest_most = 16 * 1024 * 1024;

// With a check every byte is read and hashed; without one only heads and the manifest are.
class Walk {
 public:
  Walk(ArchiveFile& file, std::string_view voucher, const ArchiveFile::Check* check,
       const ArchiveFile::Sink* sink)
      : file_(file), voucher_(voucher), check_(check), sink_(sink) {}

  Result<Contents> run() {
    for (bool goes_on = true; goes_on;) {
      const auto more = one_file();
      if (!more) return fail(more.error());
      goes_on = *more;
    }
    if (!has_manifest_) return fail(file_.damaged("it has no manifest"));
    if (check_ == nullptr) return contents_;
    if (!is_vouched_) return fail(file_.damaged("nothing vouches for it"));
    if (contents_.manifest.parts != found_)
      return fail(file_.damaged("its parts are not those of its manifest"));
    contents_.sha256 = all_.hex();
    return contents_;
  }

 private:
  // False at the end of the archive.
  Result<bool> one_file() {
    const auto bytes = file_.read(at_, tar_head_most);
    if (!bytes) return fail(bytes.error());
    const auto head = read_tar_head(*bytes);
    if (!head) return fail(file_.damaged("not the whole of it is there, or it was changed"));
    const bool is_vouching = check_ != nullptr && head->entry && head->entry->name == voucher_;
    const std::string before = is_vouching ? all_.hex() : std::string();
    if (auto taken = take(std::string_view(*bytes).substr(0, head->bytes)); !taken)
      return fail(taken.error());
    at_ += head->bytes;
    if (head->entry) return entry(*head->entry, before);
    if (at_ != file_.size()) return fail(file_.damaged("something stands behind its end"));
    return false;
  }

  Result<bool> entry(const TarEntry& entry, const std::string& before) {
    if (!contents_.places.emplace(entry.name, Place{at_, entry.size}).second)
      return fail(file_.damaged("a file is in it twice"));
    const bool is_manifest = entry.name == manifest_name, is_voucher = entry.name == voucher_;
    if (has_manifest_ && !is_voucher && check_ != nullptr)
      return fail(file_.damaged("a file stands behind its manifest"));
    Part part{entry.name, entry.size, {}};
    const auto kept = body(part, is_manifest || is_voucher);
    if (!kept) return fail(kept.error());
    if (is_manifest) {
      auto manifest = decode_manifest(*kept);
      if (!manifest) return fail(file_.damaged("its manifest is wrong"));
      contents_.manifest = *std::move(manifest);
      has_manifest_ = true;
    } else if (is_voucher && check_ != nullptr) {
      if (!has_manifest_) return fail(file_.damaged("it has no manifest"));
      if (auto good = (*check_)(before, *kept); !good)
        return fail(good.error().code, "the file is refused: " + good.error().message);
      is_vouched_ = true;
    } else {
      found_.push_back(std::move(part));
    }
    return true;
  }

  // The bytes of a file, kept on request, and its padding; fills in the hash.
  Result<std::string> body(Part& part, bool is_kept) {
    const std::uint64_t padded = part.size + tar_padding(part.size).size();
    if (padded < part.size || padded > file_.size() - at_)
      return fail(file_.damaged("not the whole of it is there"));
    if (is_kept && part.size > manifest_most) return fail(file_.damaged("its manifest is wrong"));
    std::string kept;
    Sha256 hash;
    const std::uint64_t wanted = check_ != nullptr || is_kept ? padded : 0;
    for (std::uint64_t done = 0; done < wanted;) {
      const auto count =
          static_cast<std::size_t>(std::min<std::uint64_t>(seal_piece_bytes, wanted - done));
      const auto piece = file_.read(at_ + done, count);
      if (!piece) return fail(piece.error());
      if (piece->size() != count) return fail(file_.damaged("not the whole of it is there"));
      if (auto taken = take(*piece); !taken) return fail(taken.error());
      const std::uint64_t left = part.size - std::min(part.size, done);
      const auto own = std::string_view(*piece).substr(
          0, static_cast<std::size_t>(std::min<std::uint64_t>(count, left)));
      hash.add(own);
      if (is_kept) kept += own;
      if (piece->find_first_not_of('\0', own.size()) != std::string::npos)
        return fail(file_.damaged("something stands between its files"));
      done += count;
    }
    at_ += padded;
    part.sha256 = hash.hex();
    return kept;
  }

  Result<> take(std::string_view bytes) {
    if (check_ == nullptr) return {};
    all_.add(bytes);
    return *sink_ ? (*sink_)(bytes) : Result<>();
  }

  ArchiveFile& file_;
  std::string_view voucher_;
  const ArchiveFile::Check* check_;
  const ArchiveFile::Sink* sink_;
  std::uint64_t at_ = 0;
  Sha256 all_;
  Contents contents_;
  std::vector<Part> found_;
  bool has_manifest_ = false;
  bool is_vouched_ = false;
};

}  // namespace

Result<Contents> ArchiveFile::contents() { return Walk(*this, {}, nullptr, nullptr).run(); }

Result<Contents> ArchiveFile::verify(std::string_view voucher_name, const Check& check,
                                     const Sink& sink) {
  return Walk(*this, voucher_name, &check, &sink).run();
}

}  // namespace curia::backup
