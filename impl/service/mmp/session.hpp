// Session: the command line of one person who has logged in. A door (SSH, console) gives it lines
// and shows what it answers.
//
// 1. Lines that come while a command runs wait (limits::mmp_lines_waiting; then they are refused),
//    so that scripts may be sent at once. Each line is a command, or the answer to the question
//    that was asked last.
// 2. Nothing is called back from inside line(), interrupt() or close() but `show`, `ask` and
//    `ended` of the Screen; after `ended` none of them is called.
// 3. A prompt with is_command says that everything before is done: what an exec channel waits for.
// 4. It ends by `exit`, close(), eviction, idling, or the end of the server. The log-out is
//    audited whichever it was.
//
//   auto session = mmp.open(admitted, Door::ssh, peer, screen);   // asks for the first command
//   (*session)->line("user list");
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "impl/service/mmp/call.hpp"
#include "impl/service/mmp/session_book.hpp"

namespace curia::mmp {

// What a door shows. Text has \n as line ends.
class Screen {
 public:
  virtual ~Screen() = default;
  virtual void show(std::string_view text) = 0;
  virtual void ask(const Prompt& prompt) = 0;
  virtual void ended(std::string_view why) = 0;  // the last call
};

class Session : public std::enable_shared_from_this<Session> {
 public:
  // Use Mmp::open(). The screen is the door's and outlives ended().
  Session(Mmp& mmp, SessionId id, SessionInfo info, Screen& screen);

  void line(std::string text);
  // Ctrl-C: gives up the question, or what a command is waiting for.
  void interrupt();
  // The door has gone, or its user.
  void close(std::string_view why);
  std::vector<std::string> complete(std::string_view line) const;

  SessionId id() const { return id_; }
  const SessionInfo& info() const { return info_; }
  bool is_over() const { return screen_ == nullptr; }
  // A command ends it (exit, reboot), nobody else.
  bool is_leaving() const { return !ending_.empty(); }

  // For Mmp and Call.
  void begin(bool must_change_password);
  void show(std::string_view text);
  void ask(Prompt prompt, admin::Call::Answer answer);
  void command_ended(bool failed);
  void end_after_command(std::string_view why) { ending_ = why; }
  void over(std::string_view why);
  std::shared_ptr<admin::Call> running() const { return running_.lock(); }
  // Called at Ctrl-C while the command runs without a question (follow).
  void on_interrupt(Task task) { interrupted_ = std::move(task); }

 private:
  void run(const std::string& line);
  void ask_command();
  void next();
  std::shared_ptr<admin::Call> start(std::string text, admin::Captures captures);
  void change_password_first();

  Mmp& mmp_;
  SessionId id_;
  SessionInfo info_;
  Screen* screen_;
  std::deque<std::string> waiting_;
  std::weak_ptr<admin::Call> running_;
  bool is_running_ = false;
  bool is_taking_ = false;
  std::optional<admin::Call::Answer> answer_;
  Task interrupted_;
  std::string current_;  // the command that runs, as the audit log shows it
  std::string ending_;
  bool must_change_ = false;
};

}  // namespace curia::mmp
