#include "tools/curia/terminal.hpp"

#include <unistd.h>

#include <cstdlib>
#include <iostream>

namespace curia::tools {

std::string coloured(std::string_view text, bool good) {
  static const bool on = isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
  if (!on) return std::string(text);
  return (good ? "\x1b[32m" : "\x1b[31m") + std::string(text) + "\x1b[0m";
}

void show_progress(std::string_view text) {
  static const bool on = isatty(STDERR_FILENO) != 0;
  if (on) std::cerr << "\r\x1b[K" << text << std::flush;
}

}  // namespace curia::tools
