// Descriptor: owns one file descriptor. error_of(): what the system said, as an Error.
#pragma once

#include <unistd.h>

#include <string>
#include <utility>

#include "model/base/result.hpp"

namespace curia::io {

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() { reset(); }

  explicit operator bool() const { return fd_ >= 0; }
  int get() const { return fd_; }
  [[nodiscard]] int release() { return std::exchange(fd_, -1); }  // whoever takes it closes it
  void reset() {
    if (fd_ >= 0) ::close(std::exchange(fd_, -1));
  }

 private:
  int fd_ = -1;
};

// `number` is an errno; the message is "<what>: <text of the system>".
Error error_of(int number, std::string what);

}  // namespace curia::io
