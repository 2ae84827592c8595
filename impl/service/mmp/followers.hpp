// Followers: those who are told every new line of a log (`syslog follow`).
//
//   const auto mark = followers.add([&](const std::string& line) { screen.show(line + "\n"); });
//   followers.remove(mark);
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>

namespace curia::mmp {

class Followers {
 public:
  using Watcher = std::function<void(const std::string& line)>;

  // Gives what remove() takes. A watcher neither adds nor removes one.
  std::uint64_t add(Watcher watcher) {
    watchers_[++last_] = std::move(watcher);
    return last_;
  }
  void remove(std::uint64_t mark) { watchers_.erase(mark); }
  bool none() const { return watchers_.empty(); }
  void tell(const std::string& line) const {
    for (const auto& [mark, watcher] : watchers_) watcher(line);
  }

 private:
  std::map<std::uint64_t, Watcher> watchers_;
  std::uint64_t last_ = 0;
};

}  // namespace curia::mmp
