// The terminal that somebody sits at: raw while a line editor has it, and without echo for secrets.
#pragma once

#include <termios.h>

#include <cstddef>
#include <string>

#include "model/base/result.hpp"

namespace curia::tools {

class RawMode {
 public:
  RawMode();
  ~RawMode();
  RawMode(const RawMode&) = delete;
  RawMode& operator=(const RawMode&) = delete;

 private:
  termios before_{};
};

std::size_t terminal_columns();

// From the terminal without echo, or the first line of standard input. Errors: io_error.
Result<std::string> read_password();

}  // namespace curia::tools
