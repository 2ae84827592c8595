// What files and folders on the real disk have in common, whoever writes them.
#pragma once

#include <string>
#include <string_view>

#include "model/base/result.hpp"

namespace curia::io {

// All bytes, however many writes that takes; `path` is for the error. Errors: disk_full, io_error.
Result<> write_all(int fd, std::string_view bytes, const std::string& path);

// What was written to it outlives a power cut; of a folder: which names it has. `flags` are those
// of open(2). Error: io_error.
Result<> sync_path(const std::string& path, int flags);

}  // namespace curia::io
