// Occurrences: reads a Series forward from an instant.
//
// 1. In the order of their starts, and of their names where starts are equal; each name once.
// 2. Each next() does a bounded amount of work. When it returns nothing, end() says whether there
//    is nothing more or the search gave up (RuleCursor, invariant 3).
// 3. The Series outlives it. Memory is taken only around a change of clocks that skips times of
//    the rule.
#pragma once

#include <optional>
#include <vector>

#include "model/schedule/rule_cursor.hpp"
#include "model/schedule/series.hpp"

namespace curia::schedule {

// The occurrences as they were before changes: rule or start, with RDATE, without EXDATE.
class BaseWalk {
 public:
  BaseWalk(const Series& series, sys_seconds from);
  std::optional<Occurrence> next();
  End end() const;

 private:
  struct Moment {
    sys_seconds instant;
    local_seconds local;
    bool skipped = false;
  };
  std::optional<Moment> next_of_rule();
  std::optional<Moment> take_of_rule();
  std::optional<Moment> read_rule(LocalReading& reading);
  void collect_mixed(const LocalReading& first, local_seconds local);

  const Series& series_;
  sys_seconds from_;
  ZoneClock clock_;
  std::optional<RuleCursor> cursor_;
  bool rule_done_ = false;
  std::optional<Moment> ahead_;  // of the rule
  bool has_ahead_ = false;
  std::vector<Moment> mixed_;  // sorted; left from mixed_next_ on
  std::size_t mixed_next_ = 0;
  std::size_t added_next_ = 0;
  std::size_t excluded_next_ = 0;
};

class Occurrences {
 public:
  // From the first occurrence that starts at `from` or later.
  explicit Occurrences(const Series& series, sys_seconds from = sys_seconds::min());
  Occurrences(const Occurrences&) = delete;
  Occurrences& operator=(const Occurrences&) = delete;

  std::optional<Occurrence> next();
  End end() const { return end_; }

 private:
  std::optional<Occurrence> next_unchanged();

  const Series& series_;
  BaseWalk base_;
  std::optional<Occurrence> ahead_;
  bool has_ahead_ = false;
  std::size_t changed_next_ = 0;
  std::size_t moved_next_ = 0;
  End end_ = End::open;
};

}  // namespace curia::schedule
