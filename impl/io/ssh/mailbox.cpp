#include "impl/io/ssh/mailbox.hpp"

#include <sys/eventfd.h>

#include <utility>

namespace curia::io {

SshMailbox::SshMailbox() : wake_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}

void SshMailbox::put(SshLetter letter) {
  if (letter.kind == SshLetter::Kind::output) output_waiting_ += letter.text.size();
  {
    const std::lock_guard lock(mutex_);
    letters_.push_back(std::move(letter));
  }
  ::eventfd_write(wake_.get(), 1);
}

void SshMailbox::answer(bool yes) {
  const std::lock_guard lock(mutex_);
  answer_ = yes;
  answered_.notify_one();
}

void SshMailbox::stop() {
  {
    const std::lock_guard lock(mutex_);
    is_stopped_ = true;
    answered_.notify_one();
  }
  ::eventfd_write(wake_.get(), 1);
}

std::vector<SshLetter> SshMailbox::take() {
  eventfd_t ignored = 0;
  ::eventfd_read(wake_.get(), &ignored);
  const std::lock_guard lock(mutex_);
  return std::exchange(letters_, {});
}

bool SshMailbox::wait_for_answer() {
  std::unique_lock lock(mutex_);
  answered_.wait(lock, [&] { return answer_.has_value() || is_stopped_; });
  return std::exchange(answer_, std::nullopt).value_or(false);
}

}  // namespace curia::io
