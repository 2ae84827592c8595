// TerminalLink: one SSH channel with a command line, on the side of the server's loop: a shell or
// one command (exec), with a terminal (pty) or without.
//
// 1. With a terminal the line is edited here (admin::LineEditor) and echoed. Without one, what
//    comes is a script: each line is a command or the answer to a question, nothing is echoed, and
//    the next line waits until everything before is done.
// 2. end() comes once and last; the status is 1 when a line began with FAILURE, when a question got
//    no answer, or when the server ended the session.
// 3. While the outlet is full a script rests; a terminal does not: its outlet has a limit.
//
//   TerminalLink link(mmp, outlet, {.columns = 80});
//   if (auto opened = link.open(admitted, peer); !opened) ...
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "impl/service/mmp/failure_watch.hpp"
#include "impl/service/mmp/mmp.hpp"
#include "model/admin/line_editor.hpp"

namespace curia::mmp {

// Where a channel's bytes go.
class TerminalOutlet {
 public:
  virtual ~TerminalOutlet() = default;
  virtual void send(std::string_view bytes) = 0;
  virtual bool is_full() const = 0;
  // So many bytes of receive() are done with: as many may come again.
  virtual void taken(std::size_t bytes) = 0;
  // `by_server`: neither the person nor the script wanted it.
  virtual void end(int exit_status, bool by_server) = 0;
};

struct TerminalMode {
  std::optional<std::size_t> columns{};  // of a terminal; nothing: there is none
  std::optional<std::string> command{};  // nothing: a shell
};

class TerminalLink final : private Screen {
 public:
  // Both outlive it.
  TerminalLink(Mmp& mmp, TerminalOutlet& outlet, TerminalMode mode);
  ~TerminalLink() override;
  TerminalLink(const TerminalLink&) = delete;
  TerminalLink& operator=(const TerminalLink&) = delete;

  // Errors: limit_reached, not_permitted (a single command while the password has to be changed).
  Result<> open(const Admitted& who, const Endpoint& source);
  void receive(std::string_view bytes);
  void end_of_input();
  void resize(std::size_t columns);
  void drained();  // the outlet is not full any more
  void gone(std::string_view why);

 private:
  void show(std::string_view text) override;
  void ask(const Prompt& prompt) override;
  void ended(std::string_view why) override;

  bool has_terminal() const { return mode_.columns.has_value(); }
  void later();
  void turn();
  void turn_script();
  void edit(std::string_view bytes);
  void complete(const std::string& line);
  std::optional<std::string> next_line();
  void finish(bool by_server);

  Mmp& mmp_;
  TerminalOutlet& outlet_;
  TerminalMode mode_;
  admin::LineEditor editor_;
  FailureWatch watch_;
  std::shared_ptr<Session> session_;
  std::optional<Prompt> asked_;  // and not answered yet
  std::string typed_;            // by a script, whole lines and the beginning of one
  bool is_at_end_ = false;       // of its input
  bool has_begun_ = false;       // the single command was given
  bool is_leaving_ = false;      // because the person or the script is done
  bool is_over_ = false;
  bool is_turning_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace curia::mmp
