#include "impl/io/program_folder.hpp"

#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <sstream>
#include <system_error>

#include "impl/io/disk.hpp"
#include "impl/io/files.hpp"
#include "impl/io/set_aside.hpp"

namespace curia::io {
namespace {

constexpr std::string_view prefix = "curia-", unfinished = ".part", trial_file = "trial";
constexpr std::string_view link_name = "current";
constexpr auto patience = std::chrono::seconds(30);
constexpr std::size_t answer_most = 4096;

std::string real_path(const std::string& path) {
  char found[PATH_MAX];
  return ::realpath(path.c_str(), found) == nullptr ? std::string() : std::string(found);
}

// Of the program that runs, also when its file was replaced meanwhile.
std::string own_path() {
  char target[PATH_MAX];
  const ssize_t count = ::readlink("/proc/self/exe", target, sizeof target);
  std::string own(target, count < 0 ? 0 : static_cast<std::size_t>(count));
  if (constexpr std::string_view mark = " (deleted)"; own.ends_with(mark))
    own.resize(own.size() - mark.size());
  return own;
}

// What a process prints until it ends; killed when it takes too long.
Result<std::string> output_of(const std::string& program, const char* argument) {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return fail(error_of(errno, "cannot make a pipe"));
  const Descriptor out(ends[0]);
  Descriptor in(ends[1]);
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, in.get(), STDOUT_FILENO);
  char* const arguments[] = {const_cast<char*>(program.c_str()), const_cast<char*>(argument),
                             nullptr};
  pid_t child = 0;
  const int spawned = ::posix_spawn(&child, program.c_str(), &actions, nullptr, arguments, environ);
  ::posix_spawn_file_actions_destroy(&actions);
  if (spawned != 0) return fail(error_of(spawned, "the program in the image does not run here"));
  in.reset();
  std::string text;
  const auto end = std::chrono::steady_clock::now() + patience;
  for (bool is_open = true; is_open && text.size() < answer_most;) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        end - std::chrono::steady_clock::now());
    pollfd one{out.get(), POLLIN, 0};
    if (left.count() <= 0 || ::poll(&one, 1, static_cast<int>(left.count())) == 0) break;
    char bytes[512];
    const ssize_t count = ::read(out.get(), bytes, sizeof bytes);
    is_open = count > 0;
    if (is_open) text.append(bytes, static_cast<std::size_t>(count));
    if (!is_open) {
      int status = 0;
      ::waitpid(child, &status, 0);
      if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return text;
      return fail(Errc::invalid_value, "the program in the image fails when it is started");
    }
  }
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  return fail(Errc::timed_out, "the program in the image does not say its version");
}

}  // namespace

Result<> ProgramFolder::begin(const std::string& id) {
  if (::mkdir(root_.c_str(), 0755) != 0 && errno != EEXIST)
    return fail(error_of(errno, "cannot make '" + root_ + "'"));
  writing_ = std::string(prefix) + id;
  const std::string name = path(writing_ + std::string(unfinished));
  file_ = Descriptor(::open(name.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0755));
  if (!file_) return fail(error_of(errno, "cannot make '" + name + "'"));
  return {};
}

Result<> ProgramFolder::append(std::string_view bytes) {
  return write_all(file_.get(), bytes, path(writing_));
}

Result<> ProgramFolder::end() {
  const std::string name = path(writing_ + std::string(unfinished));
  if (::fsync(file_.get()) != 0) return fail(error_of(errno, "cannot sync '" + name + "'"));
  file_.reset();  // a program that is open for writing cannot be run
  if (::rename(name.c_str(), path(writing_).c_str()) != 0)
    return fail(error_of(errno, "cannot rename '" + name + "'"));
  return sync_path(root_, O_RDONLY | O_DIRECTORY);
}

Result<std::string> ProgramFolder::ask(const std::string& id) {
  return output_of(path(std::string(prefix) + id), "version");
}

void ProgramFolder::discard(const std::string& id) {
  file_.reset();
  const std::string name = std::string(prefix) + id;
  (void)::unlink(path(name + std::string(unfinished)).c_str());
  if (name != current() && real_path(path(name)) != own_path()) (void)::unlink(path(name).c_str());
}

Result<> ProgramFolder::switch_to(const std::string& id) {
  const std::string name = std::string(prefix) + id;
  const std::string own = own_path(), before = current();
  if (before != name) {
    const bool is_installed = !before.empty() && real_path(path(before)) == own;
    if (auto written = write_trial({name, is_installed ? before : own, 0}); !written)
      return written;
  }
  return link_to(name);
}

Result<> ProgramFolder::clean() {
  RealFiles files(root_);
  const auto names = files.list("");
  if (!names) return fail(names.error());
  const std::string own = own_path();
  const auto on_trial = trial();
  for (const std::string& name : *names) {
    if (!name.starts_with(prefix) || name == current() || real_path(path(name)) == own) continue;
    if (on_trial && name == on_trial->previous) continue;
    if (auto removed = files.remove(name); !removed) return removed;
  }
  return {};
}

std::string ProgramFolder::current() const {
  char target[PATH_MAX];
  const ssize_t count = ::readlink(path(std::string(link_name)).c_str(), target, sizeof target);
  return count <= 0 ? std::string() : std::string(target, static_cast<std::size_t>(count));
}

bool ProgramFolder::is_current() const {
  const std::string name = current();
  return !name.empty() && real_path(path(name)) == own_path();
}

std::optional<std::string> ProgramFolder::next() const {
  if (elsewhere_) return elsewhere_;
  const std::string name = current();
  if (name.empty() || is_current()) return std::nullopt;
  const std::string program = real_path(path(name));
  // A link to nothing: the program that was there is not, so this one goes on.
  return program.empty() ? std::nullopt : std::optional(program);
}

std::optional<ProgramFolder::Trial> ProgramFolder::trial() const {
  const auto text = RealFiles(root_).read(std::string(trial_file));
  if (!text) return std::nullopt;
  Trial found;
  std::istringstream lines(*text);
  std::getline(lines, found.program);
  std::getline(lines, found.previous);
  lines >> found.begun;
  return found;
}

Result<> ProgramFolder::write_trial(const Trial& trial) const {
  return RealFiles(root_).replace(
      std::string(trial_file),
      trial.program + "\n" + trial.previous + "\n" + std::to_string(trial.begun) + "\n");
}

Result<> ProgramFolder::link_to(const std::string& name) const {
  const std::string fresh = path(std::string(link_name) + std::string(unfinished));
  ::unlink(fresh.c_str());
  if (::symlink(name.c_str(), fresh.c_str()) != 0 ||
      ::rename(fresh.c_str(), path(std::string(link_name)).c_str()) != 0)
    return fail(error_of(errno, "cannot switch to '" + path(name) + "'"));
  return sync_path(root_, O_RDONLY | O_DIRECTORY);
}

Result<> ProgramFolder::begin_trial() {
  auto found = trial();
  if (!found || found->program != current()) return {};
  Result<> begun = found->begun == 0
                       ? set_aside(data_, before())
                       : fail(Errc::unavailable, "it was started before and did not come to serve");
  ++found->begun;
  if (begun) begun = write_trial(*found);
  if (begun) return {};
  if (auto back = fall_back(); !back) return fail(back.error());
  return begun;
}

Result<> ProgramFolder::confirm() {
  const auto found = trial();
  if (!found || found->program != current() || !is_current()) return {};
  return end_trial();
}

Result<> ProgramFolder::end_trial() const {
  if (auto over = RealFiles(root_).remove(std::string(trial_file)); !over) return over;
  std::error_code ignored;
  std::filesystem::remove_all(before(), ignored);
  return {};
}

Result<bool> ProgramFolder::fall_back() {
  const auto found = trial();
  if (!found || found->program != current()) return false;
  // Only what was begun has touched anything.
  if (found->begun > 0)
    if (auto done = put_back(before(), data_); !done) return fail(done.error());
  if (found->previous.starts_with("/")) {
    elsewhere_ = found->previous;
    if (::unlink(path(std::string(link_name)).c_str()) != 0)
      return fail(error_of(errno, "cannot switch back"));
  } else if (auto linked = link_to(found->previous); !linked) {
    return fail(linked.error());
  }
  (void)end_trial();  // a trial of what is not current means nothing
  return true;
}

}  // namespace curia::io
