// VfsName: a file of a VFS under the name that SQLite would give it, with those of its logs beside
// it (sqlite3_filename_journal() and sqlite3_filename_wal()).
#pragma once

#include <sqlite3.h>

#include <memory>
#include <string>

#include "model/base/result.hpp"

namespace curia::store {

struct FreeFilename {
  void operator()(const char* name) const { sqlite3_free_filename(name); }
};

struct VfsName {
  sqlite3_vfs* vfs = nullptr;
  std::unique_ptr<const char, FreeFilename> name{};
};

// Error: io_error (there is no such VFS, or the path is none).
Result<VfsName> name_in_vfs(const std::string& path, const std::string& vfs_name);

}  // namespace curia::store
