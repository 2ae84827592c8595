#include "impl/io/files.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "impl/io/descriptor.hpp"
#include "impl/io/disk.hpp"

namespace curia::io {
namespace {

constexpr std::string_view temporary_suffix = ".new~";
constexpr mode_t file_mode = 0600;  // keys, accounts and logs are nobody else's business
constexpr mode_t folder_mode = 0750;

bool is_part(std::string_view part) {
  return !part.empty() && part != "." && part != ".." && part.find('\0') == part.npos;
}

bool is_name(std::string_view name) {
  if (name.ends_with(temporary_suffix)) return false;
  for (;;) {
    const std::size_t slash = name.find('/');
    if (!is_part(name.substr(0, slash))) return false;
    if (slash == name.npos) return true;
    name.remove_prefix(slash + 1);
  }
}

Result<> sync_folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return sync_path(slash == path.npos ? "."
                   : slash == 0       ? "/"
                                      : path.substr(0, slash),
                   O_RDONLY | O_DIRECTORY);
}

Result<> make_folder(const std::string& path) {
  if (::mkdir(path.c_str(), folder_mode) == 0) return sync_folder_of(path);
  if (errno == EEXIST) return {};
  return fail(error_of(errno, "cannot make the folder '" + path + "'"));
}

}  // namespace

Result<std::string> RealFiles::path_of(const std::string& name) const {
  if (root_.empty()) return fail(Errc::unavailable, "no data folder was given");
  if (!is_name(name)) return fail(Errc::invalid_value, "'" + name + "' is not a file name");
  return root_ + "/" + name;
}

Result<> RealFiles::make_folders(const std::string& name) const {
  if (Result<> made = make_folder(root_); !made) return made;
  for (std::size_t slash = name.find('/'); slash != name.npos; slash = name.find('/', slash + 1))
    if (Result<> made = make_folder(root_ + "/" + name.substr(0, slash)); !made) return made;
  return {};
}

Result<> RealFiles::append(const std::string& name, std::string_view bytes) {
  const Result<std::string> path = path_of(name);
  if (!path) return fail(path.error());
  constexpr int flags = O_WRONLY | O_APPEND | O_CLOEXEC;
  Descriptor file(::open(path->c_str(), flags));
  if (!file && errno == ENOENT) {
    if (Result<> made = make_folders(name); !made) return made;
    file = Descriptor(::open(path->c_str(), flags | O_CREAT, file_mode));
    if (!file) return fail(error_of(errno, "cannot make '" + *path + "'"));
    if (Result<> synced = sync_folder_of(*path); !synced) return synced;
  }
  struct stat before{};
  if (!file || ::fstat(file.get(), &before) != 0)
    return fail(error_of(errno, "cannot open '" + *path + "'"));
  Result<> written = write_all(file.get(), bytes, *path);
  // Truncation can fail too; then the error of the write still says what happened.
  if (!written && ::ftruncate(file.get(), before.st_size) != 0) return written;
  return written;
}

Result<> RealFiles::sync(const std::string& name) {
  const Result<std::string> path = path_of(name);
  if (!path) return fail(path.error());
  return sync_path(*path, O_RDONLY);
}

Result<> RealFiles::replace(const std::string& name, std::string_view bytes) {
  const Result<std::string> path = path_of(name);
  if (!path) return fail(path.error());
  if (Result<> made = make_folders(name); !made) return made;
  const std::string temporary = *path + std::string(temporary_suffix);
  const auto write_temporary = [&]() -> Result<> {
    const Descriptor file(
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, file_mode));
    if (!file) return fail(error_of(errno, "cannot make '" + temporary + "'"));
    if (Result<> written = write_all(file.get(), bytes, temporary); !written) return written;
    if (::fsync(file.get()) != 0) return fail(error_of(errno, "cannot sync '" + temporary + "'"));
    return {};
  };
  Result<> done = write_temporary();
  if (done && ::rename(temporary.c_str(), path->c_str()) != 0)
    done = fail(error_of(errno, "cannot replace '" + *path + "'"));
  if (!done) {
    ::unlink(temporary.c_str());
    return done;
  }
  return sync_folder_of(*path);
}

Result<std::string> RealFiles::read(const std::string& name) {
  const Result<std::string> path = path_of(name);
  if (!path) return fail(path.error());
  const Descriptor file(::open(path->c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status{};
  if (!file || ::fstat(file.get(), &status) != 0)
    return fail(error_of(errno, "cannot open '" + *path + "'"));
  std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t filled = 0;
  for (;;) {
    // One byte more than the size tells the end from a file that grew meanwhile.
    if (filled == bytes.size()) bytes.resize(bytes.size() + 1);
    const ssize_t count = ::read(file.get(), bytes.data() + filled, bytes.size() - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return fail(error_of(errno, "cannot read '" + *path + "'"));
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
    if (filled == bytes.size()) bytes.resize(filled * 2);
  }
  bytes.resize(filled);
  return bytes;
}

Result<std::string> RealFiles::read_part(const std::string& name, std::uint64_t offset,
                                         std::size_t count) {
  const Result<std::string> path = path_of(name);
  if (!path) return fail(path.error());
  const Descriptor file(::open(path->c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) return fail(error_of(errno, "cannot open '" + *path + "'"));
  std::string bytes(count, '\0');
  std::size_t filled = 0;
  while (filled < count) {
    const ssize_t got = ::pread(file.get(), bytes.data() + filled, count - filled,
                                static_cast<off_t>(offset + filled));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return fail(error_of(errno, "cannot read '" + *path + "'"));
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  bytes.resize(filled);
  return bytes;
}

Result<std::uint64_t> RealFiles::size(const std::string& name) {
  const Result<std::string> path = path_of(name);
  if (!path) return fail(path.error());
  struct stat status{};
  if (::lstat(path->c_str(), &status) != 0)
    return fail(error_of(errno, "cannot look at '" + *path + "'"));
  if (!S_ISREG(status.st_mode)) return fail(Errc::invalid_value, "'" + *path + "' is no file");
  return static_cast<std::uint64_t>(status.st_size);
}

Result<> RealFiles::rename(const std::string& from, const std::string& to) {
  const Result<std::string> old_path = path_of(from);
  if (!old_path) return fail(old_path.error());
  const Result<std::string> new_path = path_of(to);
  if (!new_path) return fail(new_path.error());
  if (Result<> made = make_folders(to); !made) return made;
  if (::rename(old_path->c_str(), new_path->c_str()) != 0)
    return fail(error_of(errno, "cannot rename '" + *old_path + "' to '" + *new_path + "'"));
  if (Result<> synced = sync_folder_of(*new_path); !synced) return synced;
  return sync_folder_of(*old_path);
}

Result<std::vector<std::string>> RealFiles::list(const std::string& folder) {
  Result<std::string> path = folder.empty() && !root_.empty() ? root_ : path_of(folder);
  if (!path) return fail(path.error());
  const std::unique_ptr<DIR, int (*)(DIR*)> directory(::opendir(path->c_str()), &::closedir);
  std::vector<std::string> names;
  // A folder is made with its first file: until then it is empty, not an error.
  if (!directory && errno == ENOENT) return names;
  if (!directory) return fail(error_of(errno, "cannot list '" + *path + "'"));
  while (const dirent* entry = ::readdir(directory.get())) {
    const std::string_view name = entry->d_name;
    if (is_part(name) && !name.ends_with(temporary_suffix)) names.emplace_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

Result<> RealFiles::remove(const std::string& name) {
  const Result<std::string> path = path_of(name);
  if (!path) return fail(path.error());
  if (::unlink(path->c_str()) != 0) return fail(error_of(errno, "cannot remove '" + *path + "'"));
  return sync_folder_of(*path);
}

}  // namespace curia::io
