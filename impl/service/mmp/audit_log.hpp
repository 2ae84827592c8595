// AuditLog: who logged in, logged out, and entered which command, from where (release notes 2.4).
//
//   2026-11-27T21:45:54Z 12 login account="admin" role=admin door=ssh source=192.0.2.7:50022
//   |9f3c...
//
// 1. Each line ends with a bar and the SHA-256 of the hash before it and of what stands before the
//    bar: a line that is changed, taken out or put in breaks the chain (verify()).
// 2. The file `audit` is rotated at limits::audit_file_bytes; audit.1 is the one before, up to
//    limits::audit_files. The chain goes on from file to file; the first line of each is a
//    `continues` line with the hash before it, so that what is left can be verified. Files are
//    renamed, the oldest first: a crash leaves a gap in their numbers, which the next rotation
//    fills.
// 3. No secrets: callers give words that were masked.
// 4. A line that the disk does not take is kept in memory (limits::audit_lines_waiting) and
//    written before the next one; lines beyond that are counted in one of kind `lost`.
// 5. The files are read on the lane `bulk`, as far as they go when somebody asks; until that is
//    done they only grow, the rotation waits.
//
//   audit.note("login", {{"account", "admin"}, {"door", "ssh"}});
#pragma once

#include <deque>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/env/env.hpp"

namespace curia::mmp {

inline constexpr std::string_view audit_file = "audit";

class AuditLog {
 public:
  explicit AuditLog(const Env& env) : env_(env) {}

  // Goes on where the file ends. Errors: io_error.
  Result<> open();

  using Field = std::pair<std::string_view, std::string>;
  void note(std::string_view kind, std::initializer_list<Field> fields);

  // Each line is told, without its hash: to syslog servers, to whoever follows. Gives what
  // unfollow() takes.
  using Watcher = std::function<void(const std::string& line)>;
  std::uint64_t follow(Watcher watcher) {
    watchers_[++last_watch_] = std::move(watcher);
    return last_watch_;
  }
  void unfollow(std::uint64_t watch) { watchers_.erase(watch); }

  struct Found {
    std::vector<std::string> lines{};  // without their hashes, the oldest first
    bool has_more = false;             // older ones
  };
  // The last lines that contain `text`, at most `most`. Errors: io_error.
  void search(std::string text, std::size_t most, Done<Result<Found>> done);
  // "12 lines, unbroken". Errors: io_error, corrupt, with the file and the line where the chain
  // breaks.
  void verify(Done<Result<std::string>> done);

 private:
  // A file, and how long it is.
  using Part = std::pair<std::string, std::uint64_t>;
  // The newest first.
  Result<std::vector<Part>> parts();
  template <class T>
  void read(std::function<Result<T>(Files&, const std::vector<Part>&)> job, Done<Result<T>> done);
  Result<> write(const std::string& line);
  Result<> rotate(std::size_t more);
  Result<> begin_file();
  void flush();

  Env env_;
  std::string head_;                 // the hash of the last line
  std::uint64_t size_ = 0;           // of the file
  std::deque<std::string> waiting_;  // without hashes
  std::uint64_t lost_ = 0;
  bool failed_ = false;
  std::map<std::uint64_t, Watcher> watchers_;
  std::uint64_t last_watch_ = 0;
  std::shared_ptr<std::size_t> readers_ = std::make_shared<std::size_t>(0);
};

}  // namespace curia::mmp
