#include "impl/store/vfs_name.hpp"

#include <vector>

namespace curia::store {

Result<VfsName> name_in_vfs(const std::string& path, const std::string& vfs_name) {
  sqlite3_vfs* vfs = sqlite3_vfs_find(vfs_name.c_str());
  if (vfs == nullptr) return fail(Errc::io_error, "SQLite has no VFS '" + vfs_name + "'");
  std::vector<char> full(static_cast<std::size_t>(vfs->mxPathname) + 1);
  const int code = vfs->xFullPathname(vfs, path.c_str(), vfs->mxPathname, full.data());
  if ((code & 0xff) != SQLITE_OK)
    return fail(Errc::io_error, "'" + path + "' is not a usable path");
  const std::string base(full.data());
  VfsName found{vfs};
  found.name.reset(sqlite3_create_filename(base.c_str(), (base + "-journal").c_str(),
                                           (base + "-wal").c_str(), 0, nullptr));
  return found;
}

}  // namespace curia::store
