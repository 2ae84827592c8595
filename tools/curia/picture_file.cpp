#include "tools/curia/picture_file.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <fstream>
#include <string_view>

namespace curia::tools {
namespace {

// Everything or an error; the reader may be gone.
bool write_all(int pipe, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(pipe, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// Has rsvg-convert of librsvg2-bin make a PNG; no library of ours draws pixels.
Result<> write_png(const std::string& svg, const std::string& file) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0)
    return fail(Errc::io_error, std::string("no pipe: ") + std::strerror(errno));
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
  std::string program = "rsvg-convert";
  std::string output = "--output=" + file;
  char* const arguments[] = {program.data(), output.data(), nullptr};
  pid_t child = 0;
  const int error = ::posix_spawnp(&child, "rsvg-convert", &actions, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  ::close(ends[0]);
  bool written = false;
  if (error == 0) {
    std::signal(SIGPIPE, SIG_IGN);
    written = write_all(ends[1], svg);
  }
  ::close(ends[1]);
  if (error == ENOENT)
    return fail(Errc::unavailable, "a PNG needs the program rsvg-convert (package librsvg2-bin)");
  int status = 0;
  if (error != 0 || ::waitpid(child, &status, 0) != child || status != 0 || !written)
    return fail(Errc::io_error, "rsvg-convert could not write '" + file + "'");
  return {};
}

}  // namespace

Result<> judge_picture_name(const std::string& file) {
  if (file.ends_with(".svg") || file.ends_with(".png")) return {};
  return fail(Errc::invalid_value, "--output: '" + file + "' ends neither in .svg nor in .png");
}

Result<> write_picture(const std::string& svg, const std::string& file) {
  if (auto judged = judge_picture_name(file); !judged) return judged;
  if (file.ends_with(".png")) return write_png(svg, file);
  std::ofstream out(file, std::ios::binary);
  if (!(out << svg) || !out.flush())
    return fail(Errc::io_error, "'" + file + "' cannot be written: " + std::strerror(errno));
  return {};
}

}  // namespace curia::tools
