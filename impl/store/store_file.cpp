#include "impl/store/store_file.hpp"

#include <sqlite3.h>

#include <cstddef>
#include <vector>

#include "impl/store/sqlite.hpp"
#include "impl/store/vfs_name.hpp"

namespace curia::store {
struct StoreFile::Raw {
  ~Raw() {
    if (file != nullptr && file->pMethods != nullptr) file->pMethods->xClose(file);
  }

  Error error(int code) const { return sqlite_error(code, sqlite3_errstr(code), path); }

  std::string path;
  sqlite3_vfs* vfs = nullptr;
  std::unique_ptr<const char, FreeFilename> name;
  std::vector<std::max_align_t> space;
  sqlite3_file* file = nullptr;  // in `space`
  std::uint64_t size = 0;

  Result<> open(const std::string& given, const std::string& vfs_name) {
    path = given;
    auto found = name_in_vfs(path, vfs_name);
    if (!found) return fail(found.error());
    vfs = found->vfs;
    name = std::move(found->name);
    space.resize(static_cast<std::size_t>(vfs->szOsFile) / sizeof(std::max_align_t) + 1);
    file = reinterpret_cast<sqlite3_file*>(space.data());
    file->pMethods = nullptr;
    int got = 0;
    const int code =
        vfs->xOpen(vfs, name.get(), file,
                   SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MAIN_DB, &got);
    if (code != SQLITE_OK) return fail(error(code));
    return {};
  }

  Result<> empty() {
    const sqlite3_io_methods* methods = file->pMethods;
    int code = methods->xLock(file, SQLITE_LOCK_SHARED);
    if (code == SQLITE_OK) code = methods->xLock(file, SQLITE_LOCK_EXCLUSIVE);
    if (code == SQLITE_OK) code = methods->xTruncate(file, 0);
    if (code == SQLITE_OK)
      code = remove(sqlite3_filename_journal(name.get()), SQLITE_OPEN_MAIN_JOURNAL);
    if (code == SQLITE_OK) code = remove(sqlite3_filename_wal(name.get()), SQLITE_OPEN_WAL);
    if (code != SQLITE_OK) return fail(error(code));
    return {};
  }

  // Durably. SQLite itself deletes its log without syncing the directory: after a power cut it
  // would be back, and be taken for the log of this file. Only a deletion syncs, so there has to be
  // one.
  int remove(const char* log, int type) {
    int code = vfs->xDelete(vfs, log, 1);
    if (code != SQLITE_IOERR_DELETE_NOENT) return code;
    std::vector<std::max_align_t> place(space.size());
    auto* made = reinterpret_cast<sqlite3_file*>(place.data());
    int got = 0;
    code = vfs->xOpen(vfs, log, made, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | type, &got);
    if (code != SQLITE_OK) return code;
    made->pMethods->xClose(made);
    return vfs->xDelete(vfs, log, 1);
  }
};

StoreFile::StoreFile(std::unique_ptr<Raw> raw) : raw_(std::move(raw)) {}
StoreFile::StoreFile(StoreFile&&) noexcept = default;
StoreFile::~StoreFile() = default;

Result<StoreFile> StoreFile::make(const std::string& path, const std::string& vfs) {
  auto raw = std::make_unique<Raw>();
  if (auto opened = raw->open(path, vfs); !opened) return fail(opened.error());
  if (auto emptied = raw->empty(); !emptied) return fail(emptied.error());
  return StoreFile(std::move(raw));
}

Result<> StoreFile::append(std::string_view bytes) {
  const int code =
      raw_->file->pMethods->xWrite(raw_->file, bytes.data(), static_cast<int>(bytes.size()),
                                   static_cast<sqlite3_int64>(raw_->size));
  if (code != SQLITE_OK) return fail(raw_->error(code));
  raw_->size += bytes.size();
  return {};
}

Result<> StoreFile::finish() {
  const int code = raw_->file->pMethods->xSync(raw_->file, SQLITE_SYNC_FULL);
  if (code != SQLITE_OK) return fail(raw_->error(code));
  return {};
}

}  // namespace curia::store
