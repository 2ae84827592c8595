// Call: one run of a command, as its handler sees it.
//
// 1. The command is over when nobody holds its Call any more: a handler that has to wait keeps the
//    pointer in what it waits with.
// 2. What it prints comes as lines; SUCCESS and FAILURE stand at the beginning of a line of their
//    own (platform facts 1.2).
// 3. ask() prompts for a line; an answer that does not come (Ctrl-C, the session ends) drops the
//    function that waits for it.
//
//   void hostname_set(const CallPtr& call) {
//     call->configure([&](auto& c) { c.hostname = call->value(0); }, "hostname set");
//   }
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "impl/service/mmp/session_book.hpp"
#include "model/admin/configuration.hpp"
#include "model/admin/syntax.hpp"
#include "model/base/result.hpp"

namespace curia::mmp {
class Mmp;
class Session;

// What a session asks for: a command, a value, or a secret that must not be shown.
struct Prompt {
  std::string text;
  bool is_hidden = false;
  bool is_command = false;
};
}  // namespace curia::mmp

namespace curia::admin {

class Call {
 public:
  using Answer = std::move_only_function<void(std::string)>;

  Call(std::weak_ptr<mmp::Session> session, mmp::Mmp& mmp, Captures captures);
  ~Call();
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;

  mmp::Mmp& mmp() { return mmp_; }
  const mmp::SessionInfo& who() const { return who_; }
  mmp::SessionId session_id() const { return id_; }

  // Captured, in the order of the syntax; "" for what was absent.
  const std::string& value(std::size_t index) const { return captures_.values.at(index); }
  bool has(std::size_t index) const { return !value(index).empty(); }
  std::span<const std::string> rest() const { return captures_.rest; }

  void print(std::string_view lines);  // a line end is added where it is missing
  void success(std::string_view text = {});
  void failure(std::string_view text);
  void failure(const Error& error) { failure(error.message); }
  bool has_failed() const { return failed_; }

  void ask(mmp::Prompt prompt, Answer answer);
  // Twice, hidden, until both are the same: at most three times, then FAILURE.
  void ask_new_password(std::function<void(const std::string& password)> answer,
                        std::string_view what = "password", int tries = 3);
  // Goes on only after a capital Y.
  void confirm(std::string_view question, std::move_only_function<void()> go_on);

  const Configuration& configuration() const;
  // Stores the change; prints SUCCESS with the text, or FAILURE. True when it is stored.
  bool configure(const std::function<void(Configuration&)>& edit, std::string_view success = {});

  // Ends the session after this command.
  void end_session(std::string_view why);
  // The session, for commands that go on printing (follow); empty when it has gone.
  std::shared_ptr<mmp::Session> session() const { return session_.lock(); }

 private:
  std::weak_ptr<mmp::Session> session_;
  mmp::Mmp& mmp_;
  Captures captures_;
  mmp::SessionInfo who_;
  mmp::SessionId id_{};
  bool failed_ = false;
};

using CallPtr = std::shared_ptr<Call>;

}  // namespace curia::admin
