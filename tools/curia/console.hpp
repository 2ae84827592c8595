// The console of a server: its side of the local socket, and the terminal's.
#pragma once

#include <memory>
#include <string>

#include "impl/io/reality.hpp"
#include "impl/service/mmp/mmp.hpp"

namespace curia::tools {

// The socket in the data directory.
std::string console_path(const std::string& data);

// Lets terminals in while the server runs. Errors: those of Reality::open_local_door().
Result<std::unique_ptr<io::LocalDoor>> open_console(io::Reality& reality, mmp::Mmp& mmp,
                                                    const std::string& data);

}  // namespace curia::tools
