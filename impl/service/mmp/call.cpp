#include "impl/service/mmp/call.hpp"

#include "impl/service/mmp/mmp.hpp"
#include "impl/service/mmp/session.hpp"

namespace curia::admin {

Call::Call(std::weak_ptr<mmp::Session> session, mmp::Mmp& mmp, Captures captures)
    : session_(std::move(session)), mmp_(mmp), captures_(std::move(captures)) {
  if (const auto alive = session_.lock()) {
    who_ = alive->info();
    id_ = alive->id();
  }
}

Call::~Call() {
  if (const auto alive = session_.lock()) alive->command_ended(failed_);
}

void Call::print(std::string_view lines) {
  const auto alive = session_.lock();
  if (!alive || lines.empty()) return;
  alive->show(lines);
  if (lines.back() != '\n') alive->show("\n");
}

void Call::success(std::string_view text) {
  print(text.empty() ? "SUCCESS" : "SUCCESS: " + std::string(text));
}

void Call::failure(std::string_view text) {
  failed_ = true;
  print("FAILURE: " + std::string(text));
}

void Call::ask(mmp::Prompt prompt, Answer answer) {
  if (const auto alive = session_.lock()) alive->ask(std::move(prompt), std::move(answer));
}

void Call::ask_new_password(std::function<void(const std::string&)> answer, std::string_view what,
                            int tries) {
  const auto alive = session_.lock();
  if (!alive) return;
  // The session keeps the question, and with it this Call.
  const CallPtr self = alive->running();
  const std::string name(what);
  ask({"Please enter " + name + ": ", true, false}, [=](std::string first) {
    self->ask({"Please enter " + name + " again: ", true, false}, [=](std::string second) {
      if (first == second) return answer(first);
      if (tries <= 1) return self->failure("the two are not the same");
      self->print("The two are not the same.");
      self->ask_new_password(answer, name, tries - 1);
    });
  });
}

void Call::confirm(std::string_view question, std::move_only_function<void()> go_on) {
  const auto alive = session_.lock();
  if (!alive) return;
  ask({std::string(question) + " Are you sure? (Y/n) ", false, false},
      [self = alive->running(), go_on = std::move(go_on)](std::string answer) mutable {
        if (answer == "Y") return go_on();
        self->failure("not confirmed: only a capital Y goes on");
      });
}

const Configuration& Call::configuration() const { return mmp_.configuration().current(); }

bool Call::configure(const std::function<void(Configuration&)>& edit, std::string_view text) {
  if (auto stored = mmp_.configuration().change(edit); !stored) {
    failure("the configuration cannot be stored: " + stored.error().message);
    return false;
  }
  if (!text.empty()) success(text);
  return true;
}

void Call::end_session(std::string_view why) {
  if (const auto alive = session_.lock()) alive->end_after_command(why);
}

}  // namespace curia::admin
