#include "impl/service/mmp/terminal_link.hpp"

#include <algorithm>
#include <utility>

#include "model/admin/limits.hpp"
#include "model/base/reached.hpp"

namespace curia::mmp {
namespace {

constexpr std::size_t usual_columns = 80;

}  // namespace

TerminalLink::TerminalLink(Mmp& mmp, TerminalOutlet& outlet, TerminalMode mode)
    : mmp_(mmp),
      outlet_(outlet),
      mode_(std::move(mode)),
      editor_(mode_.columns.value_or(usual_columns)) {}

TerminalLink::~TerminalLink() { gone("the connection closed"); }

Result<> TerminalLink::open(const Admitted& who, const Endpoint& source) {
  if (mode_.command && who.must_change)
    return fail(Errc::not_permitted,
                "the password has to be changed first: log in without a command");
  auto opened = mmp_.open(who, Door::ssh, source, *this);
  if (!opened) return fail(opened.error());
  if (!is_over_) session_ = *std::move(opened);
  return {};
}

void TerminalLink::gone(std::string_view why) {
  is_over_ = true;
  if (const auto session = std::exchange(session_, nullptr)) session->close(why);
}

void TerminalLink::receive(std::string_view bytes) {
  if (is_over_) return;
  if (!has_terminal()) {
    typed_ += bytes;
    return turn();
  }
  edit(bytes);
  outlet_.taken(bytes.size());
}

void TerminalLink::end_of_input() {
  is_at_end_ = true;
  if (is_over_) return;
  if (!has_terminal()) return turn();
  is_leaving_ = true;
  session_->close("the terminal closed");
}

void TerminalLink::resize(std::size_t columns) { editor_.resize(columns); }

void TerminalLink::drained() { turn(); }

// A single command shows what it prints and nothing that greets people.
void TerminalLink::show(std::string_view text) {
  if (is_over_ || (mode_.command && !has_begun_)) return;
  watch_.see(text);
  outlet_.send(has_terminal() ? editor_.show(text) : std::string(text));
}

void TerminalLink::ask(const Prompt& prompt) {
  asked_ = prompt;
  if (has_terminal() && !(mode_.command && prompt.is_command))
    outlet_.send(editor_.ask({prompt.text, prompt.is_hidden, prompt.is_command}));
  else if (!prompt.is_command)
    outlet_.send(prompt.text + "\n");
  later();  // the session is not to be called from inside its own call
}

void TerminalLink::ended(std::string_view why) {
  if (is_over_) return;
  const bool by_command = session_ && session_->is_leaving();
  const bool by_server = !is_leaving_ && !by_command;
  if (by_server) watch_.fail();
  if (by_server || has_terminal()) {
    const std::string text = std::string(why) + "\n";
    outlet_.send(has_terminal() ? editor_.show(text) : text);
  }
  finish(by_server);
}

void TerminalLink::finish(bool by_server) {
  is_over_ = true;
  outlet_.end(watch_.failed() ? 1 : 0, by_server);
}

void TerminalLink::later() {
  mmp_.env().timers.at(mmp_.env().clock.now(), [this, alive = std::weak_ptr(alive_)] {
    if (!alive.expired()) turn();
  });
}

// Goes on with what was typed while a command ran.
void TerminalLink::turn() {
  if (is_over_ || !session_ || is_turning_) return;
  is_turning_ = true;
  const bool is_single = mode_.command && asked_ && asked_->is_command;
  if (is_single || !has_terminal())
    turn_script();
  else
    edit({});
  is_turning_ = false;
}

void TerminalLink::turn_script() {
  const auto session = session_;
  while (!is_over_ && asked_ && !outlet_.is_full()) {
    const bool is_command = asked_->is_command;
    if (is_command && mode_.command) {
      if (std::exchange(has_begun_, true)) {
        is_leaving_ = true;
        return session->close("the command is done");
      }
      asked_.reset();
      session->line(*mode_.command);
      continue;
    }
    if (auto line = next_line()) {
      asked_.reset();
      session->line(*std::move(line));
    } else if (!is_at_end_) {
      return;
    } else if (is_command) {
      is_leaving_ = true;
      return session->close("the input is at its end");
    } else {
      reached("mmp.script_without_answer");
      watch_.fail();
      asked_.reset();
      session->interrupt();
    }
  }
}

// The last line of a script may have no line end.
std::optional<std::string> TerminalLink::next_line() {
  const std::size_t end = typed_.find('\n');
  const bool is_whole = end != std::string::npos;
  // No command is so long; the grammar refuses it and the rest of it.
  const bool is_too_long = !is_whole && typed_.size() > limits::command_line_bytes;
  if (!is_whole && !is_too_long && (!is_at_end_ || typed_.empty())) return std::nullopt;
  const std::size_t size = is_whole ? end : typed_.size();
  std::string line = typed_.substr(0, size);
  const std::size_t used = std::min(size + 1, typed_.size());
  typed_.erase(0, used);
  outlet_.taken(used);
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

void TerminalLink::edit(std::string_view bytes) {
  if (is_over_ || !session_) return;
  const auto session = session_;
  std::string out;
  const auto events = editor_.feed(bytes, out);
  if (!out.empty()) outlet_.send(out);
  for (const auto& event : events) {
    if (is_over_) return;
    using Kind = admin::LineEditor::Event::Kind;
    switch (event.kind) {
      case Kind::line:
        session->line(event.text);
        break;
      case Kind::interrupt:
        session->interrupt();
        break;
      case Kind::end:
        session->line("exit");
        break;
      case Kind::complete:
        complete(event.text);
        break;
    }
  }
}

void TerminalLink::complete(const std::string& line) {
  outlet_.send(editor_.complete(session_->complete(line)));
  later();  // what was typed behind the TAB
}

}  // namespace curia::mmp
