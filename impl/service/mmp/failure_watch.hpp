// FailureWatch: whether a line of the output of commands says that something failed: it becomes the
// exit status of a script.
#pragma once

#include <string>
#include <string_view>

namespace curia::mmp {

class FailureWatch {
 public:
  // The output in any pieces.
  void see(std::string_view text) {
    for (const char c : text) {
      if (c == '\n') {
        line_.clear();
        continue;
      }
      if (line_.size() < mark.size()) line_ += c;
      failed_ = failed_ || line_ == mark;
    }
  }
  void fail() { failed_ = true; }
  bool failed() const { return failed_; }

 private:
  static constexpr std::string_view mark = "FAILURE";
  std::string line_;
  bool failed_ = false;
};

}  // namespace curia::mmp
