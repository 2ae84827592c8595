#include "tools/curia/terminal_mode.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <iostream>

#include "tools/curia/command.hpp"

namespace curia::tools {
namespace {

constexpr std::size_t usual_columns = 80;

}  // namespace

RawMode::RawMode() {
  ::tcgetattr(STDIN_FILENO, &before_);
  termios raw = before_;
  ::cfmakeraw(&raw);
  ::tcsetattr(STDIN_FILENO, TCSADRAIN, &raw);
}

RawMode::~RawMode() { ::tcsetattr(STDIN_FILENO, TCSADRAIN, &before_); }

std::size_t terminal_columns() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return usual_columns;
  return size.ws_col;
}

Result<std::string> read_password() {
  if (isatty(STDIN_FILENO) == 0) return read_line();
  termios before{};
  ::tcgetattr(STDIN_FILENO, &before);
  termios quiet = before;
  quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
  ::tcsetattr(STDIN_FILENO, TCSADRAIN, &quiet);
  std::cerr << "Password: " << std::flush;
  auto line = read_line();
  ::tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
  std::cerr << "\n";
  return line;
}

}  // namespace curia::tools
