// Which program runs a data directory: `upgrade` installs others there
// (impl/io/program_folder.hpp).
//
// These come back when this program is the one, or when the other cannot be run (which is told on
// standard error); otherwise the other goes on with the same command line.
#pragma once

#include <span>
#include <string>

#include "impl/io/program_folder.hpp"

namespace curia::tools {

// For a command that works on the --data of its command line.
void run_installed(std::string_view command, std::span<const std::string> arguments);

// For `serve`: counts the start of a program that is on trial.
void serve_installed(io::ProgramFolder& programs, std::span<const std::string> arguments);

}  // namespace curia::tools
