#include "impl/io/disk.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "impl/io/descriptor.hpp"

namespace curia::io {

Result<> write_all(int fd, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(fd, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return fail(error_of(errno, "cannot write '" + path + "'"));
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

Result<> sync_path(const std::string& path, int flags) {
  const Descriptor file(::open(path.c_str(), flags | O_CLOEXEC));
  if (!file || ::fsync(file.get()) != 0) return fail(error_of(errno, "cannot sync '" + path + "'"));
  return {};
}

}  // namespace curia::io
