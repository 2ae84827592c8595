#include "model/schedule/rule_cursor.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <numeric>

#include "model/base/check.hpp"
#include "model/base/limits.hpp"

namespace curia::schedule {
namespace {

constexpr int last_year = 9999;  // four digits are all that a date has
constexpr std::int64_t last_day = day_number(last_year, 12, 31);
constexpr std::int64_t first_time = day_number(1, 1, 1) * day_seconds;
constexpr std::int64_t last_time = last_day * day_seconds + day_seconds - 1;

// Periods of each frequency after which the calendar repeats itself; 0: too many to walk through.
constexpr std::array<std::uint64_t, 7> cycle_periods = {0, 0, 0, 146097, 20871, 4800, 400};

constexpr std::array<std::int64_t, 3> units = {1, 60, 3600};

std::int64_t day_of(std::int64_t time) { return floor_div(time, day_seconds); }

// The number of the `index`th bit that is set, from 0.
int select_bit(std::uint64_t word, std::uint32_t index) {
  for (; index > 0; --index) word &= word - 1;
  return std::countr_zero(word);
}

}  // namespace

RuleCursor::RuleCursor(const Rule& rule, local_seconds start)
    : rule_(rule),
      times_(rule, start),
      start_(count_of(start)),
      lower_(start_),
      start_date_(civil_date(day_of(start_))),
      start_weekday_(weekday_of(day_of(start_))) {
  check(start_ >= first_time && start_ <= last_time, "a start outside the years 1 to 9999");
  if (rule.frequency < Frequency::daily) unit_ = units[static_cast<std::size_t>(rule.frequency)];
  first_period_ = period_ = period_of(start_);
}

std::int64_t RuleCursor::period_of(std::int64_t time) const {
  const std::int64_t day = day_of(time);
  switch (rule_.frequency) {
    case Frequency::yearly:
      return civil_date(day).year;
    case Frequency::monthly: {
      const CivilDate date = civil_date(day);
      return std::int64_t{date.year} * 12 + date.month - 1;
    }
    case Frequency::weekly:
      return floor_div(day + 3 - rule_.week_start, 7);
    case Frequency::daily:
      return day;
    default:
      return floor_div(time, unit_);
  }
}

void RuleCursor::seek(local_seconds from) {
  lower_ = std::clamp(count_of(from), start_, last_time + 1);
  std::int64_t period = period_of(lower_);
  if (!rule_.weeks.empty()) --period;  // its last week may reach into the year of `from`
  period_ = first_period_;
  if (period > first_period_) period_ += (period - first_period_) / rule_.interval * rule_.interval;
  loaded_ = false;
  end_ = End::open;
  barren_ = 0;
}

std::optional<local_seconds> RuleCursor::next() {
  while (end_ == End::open) {
    if (loaded_) {
      while (const auto time = rule_.positions.empty() ? next_in_period() : next_position()) {
        if (*time < lower_) continue;
        if (*time > last_time) break;
        barren_ = 0;
        return local_at(*time);
      }
      period_ += rule_.interval;
    }
    if (!next_period()) break;
  }
  return std::nullopt;
}

bool RuleCursor::stop(End why) {
  end_ = why;
  return false;
}

// Counts a period without an occurrence; false when there have been too many.
bool RuleCursor::barren() {
  ++periods_;
  ++barren_;
  const std::uint64_t cycle = cycle_periods[static_cast<std::size_t>(rule_.frequency)];
  if (cycle != 0 && barren_ > cycle + 1) return stop(End::finished);
  if (barren_ > limits::recurrence_barren_periods)
    return stop(time_never_matches() ? End::finished : End::gave_up);
  return true;
}

// Finds the next period, from period_ on, that has days.
bool RuleCursor::next_period() {
  for (;;) {
    if (!barren()) return false;
    const std::int64_t period = period_;
    if (load()) break;
    if (end_ != End::open) return false;
    if (period_ == period) period_ += rule_.interval;  // it did not find a later one itself
  }
  loaded_ = true;
  if (rule_.positions.empty()) {
    skip_to_lower();
    return true;
  }
  std::uint32_t days = 0;
  for (std::size_t i = 0; i < words_; ++i)
    days += static_cast<std::uint32_t>(std::popcount(days_.words[i]));
  candidates_ = days * times_.size();
  next_from_end_ = 0;
  next_from_start_ = static_cast<std::size_t>(std::ranges::lower_bound(rule_.positions, 0) -
                                              rule_.positions.begin());
  last_index_ = -1;
  return true;
}

// Opens period_ when it has days; else false, and period_ may have moved ahead.
bool RuleCursor::load() {
  switch (rule_.frequency) {
    case Frequency::yearly:
      return load_year();
    case Frequency::monthly: {
      const std::int64_t year = floor_div(period_, 12);
      if (year > last_year) return stop(End::finished);
      const int month = static_cast<int>(period_ - year * 12) + 1;
      days_.words[0] = days_of_month(rule_, start_date_.day, static_cast<int>(year), month);
      if (days_.words[0] == 0) return false;
      open_days(day_number(static_cast<int>(year), month, 1), 1);
      return true;
    }
    case Frequency::weekly: {
      const std::int64_t first = period_ * 7 - 3 + rule_.week_start;
      if (first > last_day) return stop(End::finished);
      days_.words[0] = days_of_week(rule_, start_weekday_, first);
      open_days(first, 1);
      return days_.words[0] != 0;
    }
    case Frequency::daily:
      return load_day();
    default:
      return load_time();
  }
}

bool RuleCursor::load_year() {
  if (period_ > last_year) return stop(End::finished);
  const int year = static_cast<int>(period_);
  const std::int64_t first = first_of_year(year);
  const auto kind = static_cast<std::size_t>(weekday_of(first) + (is_leap(year) ? 7 : 0));
  // The days of the year of a week that reaches outside depend on more than this year.
  const bool keep = rule_.weeks.empty() || rule_.year_days.empty();
  if (!keep || (years_known_ >> kind & 1) == 0) {
    years_[kind] = days_of_year(rule_, start_date_, year);
    years_known_ = static_cast<std::uint16_t>(years_known_ | 1 << kind);
  }
  days_ = years_[kind];
  open_days(first - YearDays::january_first, days_.words.size());
  return std::ranges::any_of(days_.words, [](std::uint64_t word) { return word != 0; });
}

bool RuleCursor::load_day() {
  if (period_ > last_day) return stop(End::finished);
  const std::int64_t found = next_day(rule_, period_);
  if (found != period_) return align(found);
  open_one(period_ * day_seconds);
  return true;
}

bool RuleCursor::load_time() {
  const std::int64_t time = period_ * unit_;
  if (time > last_time) return stop(End::finished);
  const std::int64_t day = day_of(time);
  const std::int64_t found = next_day(rule_, day);
  const std::int64_t later = found == day ? later_time(time) : found * day_seconds;
  if (later != time) return align(floor_div(later, unit_));
  open_one(time);
  return true;
}

// `time` when BYHOUR, BYMINUTE and BYSECOND allow it, as far as they limit this frequency; else
// the begin of a later period before which none is allowed, of this day or the next midnight.
std::int64_t RuleCursor::later_time(std::int64_t time) const {
  const std::int64_t second = floor_mod(time, day_seconds);
  const std::int64_t midnight = time - second;
  const auto next = [](std::uint64_t set, std::int64_t from) -> std::int64_t {
    const std::uint64_t left = from > 63 ? 0 : set >> from;
    return left == 0 ? -1 : from + std::countr_zero(left);
  };
  const std::int64_t hour = second / 3600;
  const std::int64_t next_hour = rule_.hours == 0 ? hour : next(rule_.hours, hour);
  if (next_hour < 0) return midnight + day_seconds;
  if (next_hour != hour) return midnight + next_hour * 3600;
  if (unit_ == 3600) return time;
  const std::int64_t minute = second / 60 % 60;
  const std::int64_t next_minute = rule_.minutes == 0 ? minute : next(rule_.minutes, minute);
  if (next_minute < 0) return midnight + (hour + 1) * 3600;
  if (next_minute != minute) return midnight + hour * 3600 + next_minute * 60;
  if (unit_ == 60 || rule_.seconds_set == 0) return time;
  const std::int64_t found = next(rule_.seconds_set, second % 60);
  return time - second % 60 + (found < 0 ? 60 : found);
}

// Moves ahead to the first period of the rule that is not before `period`.
bool RuleCursor::align(std::int64_t period) {
  const std::int64_t steps = (period - period_ + rule_.interval - 1) / rule_.interval;
  period_ += steps * rule_.interval;
  return false;
}

// Whether no period of a day, whichever, has a time of day that the rule allows: intervals and
// times of day that never meet, or positions that no period has.
bool RuleCursor::time_never_matches() const {
  if (unit_ == 0) return false;
  const auto has_position = [&](int position) {
    return static_cast<std::uint32_t>(std::abs(position)) <= times_.size();
  };
  if (!rule_.positions.empty() && std::ranges::none_of(rule_.positions, has_position)) return true;
  const std::int64_t per_day = day_seconds / unit_;
  const std::int64_t step = std::gcd(per_day, std::int64_t{rule_.interval});
  for (std::int64_t i = floor_mod(first_period_, step); i < per_day; i += step)
    if (later_time(i * unit_) == i * unit_) return false;
  return true;
}

void RuleCursor::open_days(std::int64_t first_day, std::size_t words) {
  begin_ = first_day * day_seconds;
  words_ = words;
  word_ = 0;
  left_ = days_.words[0];
  time_index_ = 0;
}

void RuleCursor::open_one(std::int64_t begin) {
  begin_ = begin;
  words_ = 1;
  word_ = 0;
  days_.words[0] = left_ = 1;
  time_index_ = 0;
}

void RuleCursor::skip_to_lower() {
  if (begin_ >= lower_) return;
  const std::int64_t days = (lower_ - begin_) / day_seconds;
  const auto word = static_cast<std::size_t>(days / 64);
  if (word >= words_) {
    word_ = words_ - 1;
    left_ = 0;
    return;
  }
  if (word > word_) left_ = days_.words[word_ = word];
  left_ &= ~std::uint64_t{0} << days % 64;
  if ((left_ >> days % 64 & 1) != 0)
    time_index_ = times_.from(lower_ - begin_ - days * day_seconds);
}

std::optional<std::int64_t> RuleCursor::next_in_period() {
  for (;;) {
    while (left_ == 0) {
      if (++word_ >= words_) return std::nullopt;
      left_ = days_.words[word_];
    }
    if (time_index_ < times_.size()) break;
    left_ &= left_ - 1;
    time_index_ = 0;
  }
  const auto day = static_cast<std::int64_t>(word_ * 64) + std::countr_zero(left_);
  return begin_ + day * day_seconds + times_.at(time_index_++);
}

// Positions of each sign are in order, and so is what both name.
std::optional<std::int64_t> RuleCursor::next_position() {
  const auto& positions = rule_.positions;
  for (;;) {
    const bool has_back = next_from_end_ < positions.size() && positions[next_from_end_] < 0;
    const bool has_front = next_from_start_ < positions.size();
    if (!has_back && !has_front) return std::nullopt;
    const std::int64_t back =
        has_back ? std::int64_t{candidates_} + positions[next_from_end_] : candidates_;
    const std::int64_t front = has_front ? positions[next_from_start_] - 1 : candidates_;
    const std::int64_t index = std::min(back, front);
    if (has_back && back == index) ++next_from_end_;
    if (has_front && front == index) ++next_from_start_;
    if (index >= candidates_) return std::nullopt;
    if (index > last_index_) {
      last_index_ = index;
      return candidate(static_cast<std::uint32_t>(index));
    }
  }
}

std::int64_t RuleCursor::candidate(std::uint32_t index) const {
  std::uint32_t day = index / times_.size();
  std::size_t word = 0;
  while (day >= static_cast<std::uint32_t>(std::popcount(days_.words[word])))
    day -= static_cast<std::uint32_t>(std::popcount(days_.words[word++]));
  return begin_ +
         (static_cast<std::int64_t>(word * 64) + select_bit(days_.words[word], day)) * day_seconds +
         times_.at(index % times_.size());
}

}  // namespace curia::schedule
