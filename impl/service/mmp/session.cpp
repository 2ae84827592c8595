#include "impl/service/mmp/session.hpp"

#include <algorithm>
#include <utility>

#include "impl/service/mmp/mmp.hpp"
#include "model/admin/command_line.hpp"
#include "model/admin/limits.hpp"
#include "model/base/reached.hpp"
#include "model/base/text.hpp"

namespace curia::mmp {
namespace {

// Words that stand for secrets are not for the audit log; nor is what may be one in the wrong
// place: after `passwd` what is no account, after `snmp` everything.
std::string masked(const admin::Form& form, std::vector<std::string> words,
                   const accounts::AccountTable& accounts) {
  constexpr std::string_view hidden = "***";
  const admin::Syntax syntax(form.syntax);
  std::size_t at = 0;
  for (const admin::Element& element : syntax.elements()) {
    if (at >= words.size()) break;
    if (element.repeated) {
      if (words.front() == "snmp") std::fill(words.begin() + 1, words.end(), hidden);
      break;
    }
    if (element.optional && element.kind != admin::Element::Kind::value &&
        std::ranges::find(element.words, words[at]) == element.words.end())
      continue;
    if (element.name == "password" || element.name == "shared secret" ||
        (element.name == "username" && words.front() == "passwd" &&
         accounts.find(words[at]) == nullptr))
      words[at] = hidden;
    ++at;
  }
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : " ") + admin::quoted(word);
  return text;
}

}  // namespace

Session::Session(Mmp& mmp, SessionId id, SessionInfo info, Screen& screen)
    : mmp_(mmp), id_(id), info_(std::move(info)), screen_(&screen) {}

void Session::begin(bool must_change_password) {
  must_change_ = must_change_password;
  if (const std::string& text = mmp_.configuration().current().motd; !text.empty())
    show(text + "\n");
  next();
}

void Session::line(std::string text) {
  if (is_over()) return;
  mmp_.sessions().touch(id_);
  if (answer_) {
    auto answer = std::exchange(answer_, std::nullopt);
    mmp_.sessions().set_busy(id_, true);
    (*answer)(std::move(text));
    return;
  }
  if (is_running_ && waiting_.size() == limits::mmp_lines_waiting) {
    reached("mmp.lines_full");
    return show("FAILURE: too many lines are waiting, this one is dropped\n");
  }
  waiting_.push_back(std::move(text));
  if (!is_running_ && !is_taking_) next();
}

void Session::interrupt() {
  if (is_over()) return;
  mmp_.sessions().touch(id_);
  waiting_.clear();
  show("^C\n");
  if (interrupted_) return std::exchange(interrupted_, {})();
  if (!answer_) return is_running_ ? void() : ask_command();
  const auto dropped = std::exchange(answer_, std::nullopt);  // its Call ends with it
}

void Session::close(std::string_view why) { mmp_.sessions().close(id_, why); }

void Session::over(std::string_view why) {
  if (is_over()) return;
  const auto self = shared_from_this();
  Screen* screen = std::exchange(screen_, nullptr);
  waiting_.clear();
  if (interrupted_) std::exchange(interrupted_, {})();
  const auto dropped = std::exchange(answer_, std::nullopt);
  mmp_.logged_out(info_, why);
  screen->ended(why);
}

std::vector<std::string> Session::complete(std::string_view line) const {
  return mmp_.complete(line, info_.role);
}

void Session::show(std::string_view text) {
  if (screen_ != nullptr) screen_->show(text);
}

void Session::ask(Prompt prompt, admin::Call::Answer answer) {
  if (is_over()) return;
  if (!waiting_.empty()) {
    // A script has answered already.
    screen_->show(prompt.text + "\n");
    std::string text = std::move(waiting_.front());
    waiting_.pop_front();
    return answer(std::move(text));
  }
  answer_ = std::move(answer);
  mmp_.sessions().set_busy(id_, false);
  screen_->ask(prompt);
}

void Session::ask_command() {
  if (!is_over()) screen_->ask({mmp_.configuration().current().hostname + "> ", false, true});
}

// One command after the other; each may end at once or later.
void Session::next() {
  const auto self = shared_from_this();
  is_taking_ = true;
  while (!is_over() && !is_running_) {
    if (!ending_.empty()) {
      close(ending_);
      break;
    }
    if (must_change_) {
      change_password_first();
      continue;
    }
    if (waiting_.empty()) {
      ask_command();
      break;
    }
    const std::string text = std::move(waiting_.front());
    waiting_.pop_front();
    run(text);
  }
  is_taking_ = false;
}

void Session::run(const std::string& text) {
  if (trim_ascii_space(text).empty()) return;
  auto words = admin::parse_command_line(text);
  if (!words) {
    mmp_.audit_command(info_, "(not a command)");
    return show("FAILURE: " + words.error().message + "\n");
  }
  auto match = mmp_.grammar().match(*words, info_.role);
  if (!match) {
    // What was typed may be anything, a password too: only the name of a command is told.
    const bool is_topic = mmp_.grammar().help(words->front(), info_.role).has_value();
    mmp_.audit_command(info_, is_topic ? words->front() + " (refused)" : "(not a command)");
    return show("FAILURE: " + match.error().message + "\n");
  }
  match->form->handler(start(masked(*match->form, *std::move(words), mmp_.accounts().table()),
                             std::move(match->captures)));
}

admin::CallPtr Session::start(std::string text, admin::Captures captures) {
  mmp_.audit_command(info_, text);
  current_ = std::move(text);
  is_running_ = true;
  mmp_.sessions().set_busy(id_, true);
  auto call = std::make_shared<admin::Call>(weak_from_this(), mmp_, std::move(captures));
  running_ = call;
  return call;
}

// Whatever becomes of it, the session ends unless the password was changed.
void Session::change_password_first() {
  must_change_ = false;
  ending_ = "the password was not changed";
  show("Your password has to be changed before you go on.\n");
  mmp_.change_own_password(start("passwd (forced)", {}), [weak = weak_from_this()](bool changed) {
    if (const auto self = weak.lock(); self && changed) self->ending_.clear();
  });
}

void Session::command_ended(bool failed) {
  is_running_ = false;
  interrupted_ = {};
  if (failed) mmp_.audit_failure(info_, current_);
  if (is_over()) return;
  mmp_.sessions().set_busy(id_, false);
  if (!is_taking_) next();
}

}  // namespace curia::mmp
