#include "conformance/linear/checker.hpp"

#include <algorithm>
#include <limits>
#include <set>
#include <tuple>

namespace curia::linear {
namespace {

class Search {
 public:
  explicit Search(const History& history) : history_(history), done_(history.size(), '0') {}

  bool go(const std::string& state) {
    if (is_over()) return true;
    // The same operations with the same outcome lead to the same dead end.
    if (!seen_.insert({done_, state}).second) return false;
    const auto first_end = earliest_end();
    for (std::size_t i = 0; i < history_.size(); ++i) {
      if (done_[i] == '1' || history_[i].begun > first_end) continue;
      const auto next = history_[i].apply(state);
      if (!next) continue;
      done_[i] = '1';
      if (go(*next)) return true;
      done_[i] = '0';
    }
    return false;
  }

 private:
  // What nobody had an answer to need not have happened.
  bool is_over() const {
    for (std::size_t i = 0; i < history_.size(); ++i)
      if (done_[i] == '0' && !history_[i].is_lost) return false;
    return true;
  }

  // Nothing that begins behind the end of another can come before it.
  std::int64_t earliest_end() const {
    auto end = std::numeric_limits<std::int64_t>::max();
    for (std::size_t i = 0; i < history_.size(); ++i)
      if (done_[i] == '0' && !history_[i].is_lost) end = std::min(end, history_[i].ended);
    return end;
  }

  const History& history_;
  std::string done_;
  std::set<std::pair<std::string, std::string>> seen_;
};

std::string told(History history) {
  std::ranges::sort(history, {},
                    [](const Operation& one) { return std::tie(one.begun, one.ended, one.told); });
  std::string out;
  for (const Operation& one : history)
    out += std::to_string(one.begun) + ".." +
           (one.is_lost ? std::string("?") : std::to_string(one.ended)) + "  " + one.told + "\n";
  return out;
}

}  // namespace

Verdict check_history(const History& history, const std::string& initial) {
  if (Search(history).go(initial)) return {};
  return {false, told(history)};
}

}  // namespace curia::linear
