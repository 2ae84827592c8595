#include "impl/io/machine.hpp"

#include <sys/statvfs.h>

#include <cerrno>
#include <cstring>
#include <ctime>

namespace curia::io {

Result<DiskSpace> RealMachine::disk() {
  struct statvfs found{};
  if (root_.empty() || ::statvfs(root_.c_str(), &found) != 0)
    return fail(Errc::io_error, "the disk of '" + root_ + "' cannot be measured: " +
                                    (root_.empty() ? "no folder" : std::strerror(errno)));
  const std::uint64_t block = found.f_frsize;
  return DiskSpace{.total = block * found.f_blocks, .free = block * found.f_bavail};
}

Duration RealMachine::processor_time() {
  timespec used{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
  return std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec);
}

}  // namespace curia::io
