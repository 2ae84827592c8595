// inspect_file(): a look at the raw header before SQLite is allowed near the file, because opening
// a database to ask what it is may already recover, and so change, somebody else's file.
#include <sqlite3.h>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "impl/store/schema.hpp"
#include "impl/store/vfs_name.hpp"

namespace curia::store {
namespace {

// https://sqlite.org/fileformat.html sections 1.3 (database header) and 3 (rollback journal
// header).
constexpr std::string_view database_magic{"SQLite format 3\0", 16};
constexpr std::size_t database_header_bytes = 100;
constexpr std::size_t user_version_at = 60;
constexpr std::size_t application_id_at = 68;
constexpr std::string_view journal_magic{"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7", 8};
constexpr std::size_t journal_header_bytes = 28;
constexpr std::size_t journal_pages_at = 16;

std::uint32_t big_endian_at(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<std::uint8_t>(bytes[at + i]);
  return value;
}

// One file of the VFS, opened for reading only.
class RawFile {
 public:
  RawFile(sqlite3_vfs* vfs, const char* name, int type)
      : space_(static_cast<std::size_t>(vfs->szOsFile) / sizeof(std::max_align_t) + 1),
        file_(reinterpret_cast<sqlite3_file*>(space_.data())) {
    int got = 0;
    file_->pMethods = nullptr;
    code_ = vfs->xOpen(vfs, name, file_, SQLITE_OPEN_READONLY | type, &got);
  }
  ~RawFile() {
    if (file_->pMethods != nullptr) file_->pMethods->xClose(file_);
  }
  RawFile(const RawFile&) = delete;
  RawFile& operator=(const RawFile&) = delete;

  int code() const { return code_; }

  std::uint64_t size() {
    sqlite3_int64 size = 0;
    if (code_ == SQLITE_OK) code_ = file_->pMethods->xFileSize(file_, &size);
    return code_ == SQLITE_OK ? static_cast<std::uint64_t>(size) : 0;
  }

  // The bytes [at, at + count), or as many of them as there are.
  std::string read(std::uint64_t at, std::size_t count) {
    const std::uint64_t end = size();
    if (at >= end) return {};
    std::string bytes(static_cast<std::size_t>(std::min<std::uint64_t>(count, end - at)), '\0');
    if (code_ == SQLITE_OK)
      code_ = file_->pMethods->xRead(file_, bytes.data(), static_cast<int>(bytes.size()),
                                     static_cast<sqlite3_int64>(at));
    return bytes;
  }

 private:
  std::vector<std::max_align_t> space_;
  sqlite3_file* file_;
  int code_ = SQLITE_OK;
};

bool is_database_header(std::string_view bytes) {
  return bytes.size() >= database_header_bytes && bytes.starts_with(database_magic);
}

bool is_ours(std::string_view header) {
  return is_database_header(header) && big_endian_at(header, application_id_at) == application_id;
}

struct Inspector {
  sqlite3_vfs* vfs;
  std::string path;  // as the operator wrote it
  std::unique_ptr<const char, FreeFilename> name;

  Error error(int code) const {
    return {Errc::io_error, {}, "'" + path + "' cannot be read: " + sqlite3_errstr(code)};
  }

  // What `look` says of the file; a default when there is no such file.
  template <class Look>
  auto with(const char* file, int type, Look look) const
      -> Result<decltype(look(std::declval<RawFile&>()))> {
    int there = 0;
    const int code = vfs->xAccess(vfs, file, SQLITE_ACCESS_EXISTS, &there);
    if (code != SQLITE_OK) return fail(error(code));
    if (there == 0) return decltype(look(std::declval<RawFile&>())){};
    RawFile raw(vfs, file, type);
    auto seen = look(raw);
    if (raw.code() != SQLITE_OK) return fail(error(raw.code()));
    return seen;
  }

  Result<std::string> database_header() const {
    return with(name.get(), SQLITE_OPEN_MAIN_DB,
                [](RawFile& file) { return file.read(0, database_header_bytes); });
  }

  // A rollback journal says that the file had no pages when its transaction began. Only the making
  // of a file writes such a journal; rolling it back leaves an empty file.
  Result<bool> was_being_made() const {
    return with(sqlite3_filename_journal(name.get()), SQLITE_OPEN_MAIN_JOURNAL, [](RawFile& file) {
      const std::string head = file.read(0, journal_header_bytes);
      return head.size() == journal_header_bytes && head.starts_with(journal_magic) &&
             big_endian_at(head, journal_pages_at) == 0;
    });
  }
};

Result<Inspector> make_inspector(const std::string& path, const std::string& vfs_name) {
  auto found = name_in_vfs(path, vfs_name);
  if (!found) return fail(found.error());
  return Inspector{found->vfs, path, std::move(found->name)};
}

}  // namespace

Result<FileState> inspect_file(const std::string& path, const std::string& vfs) {
  const Result<Inspector> inspector = make_inspector(path, vfs);
  if (!inspector) return fail(inspector.error());
  const Result<std::string> header = inspector->database_header();
  if (!header) return fail(header.error());
  if (header->empty()) return FileState::missing;
  const Result<bool> unfinished = inspector->was_being_made();
  if (!unfinished) return fail(unfinished.error());
  if (*unfinished) return FileState::unfinished;
  if (is_ours(*header)) {
    const std::int64_t version = big_endian_at(*header, user_version_at);
    if (version > schema_version) return fail(newer_version_error(path, version));
    return FileState::ours;
  }
  if (is_database_header(*header)) return fail(foreign_file_error(path));
  return fail(Errc::corrupt,
              "'" + path + "' is not a store of this program, or its beginning is damaged");
}

Result<bool> has_write_ahead_log(const std::string& path, const std::string& vfs) {
  const Result<Inspector> inspector = make_inspector(path, vfs);
  if (!inspector) return fail(inspector.error());
  return inspector->with(sqlite3_filename_wal(inspector->name.get()), SQLITE_OPEN_WAL,
                         [](RawFile& file) { return file.size() > 0; });
}

}  // namespace curia::store
