// RuleCursor: walks through the local times that a rule makes from a start, in order.
//
// 1. Local times only: no zone, no UNTIL, no COUNT (Series adds them). A start that the rule does
//    not make is not among them.
// 2. seek() costs the same however far it goes: nothing is replayed.
// 3. Every next() does a bounded amount of work: after limits::recurrence_barren_periods periods
//    without an occurrence it gives up. Rules of days and longer periods are proved to end before
//    that: the calendar repeats itself after 400 years. The last year is 9999.
// 4. Nothing is allocated. Rule and cursor are separate so that a million rules stay small; the
//    rule outlives the cursor.
//
//   RuleCursor cursor(rule, start);
//   cursor.seek(from);
//   while (const auto time = cursor.next()) ...;
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "model/schedule/rule.hpp"
#include "model/schedule/rule_days.hpp"
#include "model/schedule/times_of_day.hpp"

namespace curia::schedule {

// Why there is no next occurrence.
enum class End : std::uint8_t {
  open,      // it is not known that there is none
  finished,  // there is none
  gave_up,   // none within limits::recurrence_barren_periods
};

class RuleCursor {
 public:
  // `start` is of the years 1 to 9999.
  RuleCursor(const Rule& rule, local_seconds start);
  RuleCursor(const RuleCursor&) = delete;
  RuleCursor& operator=(const RuleCursor&) = delete;

  // The next occurrence will be the first at or after `from`.
  void seek(local_seconds from);
  std::optional<local_seconds> next();
  End end() const { return end_; }
  // Periods that were looked at since the construction.
  std::uint64_t periods() const { return periods_; }

 private:
  std::int64_t period_of(std::int64_t time) const;
  bool next_period();
  bool load();
  bool load_year();
  bool load_day();
  bool load_time();
  std::int64_t later_time(std::int64_t time) const;
  void open_days(std::int64_t first_day, std::size_t words);
  void open_one(std::int64_t begin);
  void skip_to_lower();
  std::optional<std::int64_t> next_in_period();
  std::optional<std::int64_t> next_position();
  std::int64_t candidate(std::uint32_t index) const;
  bool align(std::int64_t period);
  bool stop(End why);
  bool barren();
  bool time_never_matches() const;

  const Rule& rule_;
  TimesOfDay times_;
  std::int64_t start_;
  std::int64_t lower_;  // nothing before it
  CivilDate start_date_;
  int start_weekday_;
  std::int64_t unit_ = 0;  // seconds of a period shorter than a day
  std::int64_t first_period_;
  std::int64_t period_;
  bool loaded_ = false;  // period_ was looked at
  End end_ = End::open;
  std::uint64_t periods_ = 0;
  std::uint64_t barren_ = 0;  // since the last occurrence

  // Of the period: its days as bits from the midnight begin_ on; a short period is one such bit.
  std::int64_t begin_ = 0;
  YearDays days_;
  std::size_t words_ = 0;
  std::size_t word_ = 0;          // the bits that are left of this one ...
  std::uint64_t left_ = 0;        // ... are here
  std::uint32_t time_index_ = 0;  // of the first bit that is left

  // BYSETPOS: how many candidates the period has, and which positions of each sign come next.
  std::uint32_t candidates_ = 0;
  std::size_t next_from_end_ = 0;
  std::size_t next_from_start_ = 0;
  std::int64_t last_index_ = -1;

  // Days of a year depend on its length and first weekday only; none that is not asked for is made.
  std::uint16_t years_known_ = 0;
  std::array<YearDays, 14> years_;
};

}  // namespace curia::schedule
