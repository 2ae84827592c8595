#include "model/schedule/rule_days.hpp"

#include <algorithm>
#include <bit>

namespace curia::schedule {
namespace {

bool has_weekdays(const Rule& rule) { return rule.weekdays != 0 || !rule.nth_weekdays.empty(); }

bool allows_month(const Rule& rule, int month) {
  return rule.months == 0 || (rule.months >> month & 1) != 0;
}

// Bit i: the weekday `first` + i is in the set, for a whole week.
std::uint32_t week_from(std::uint8_t weekdays, int first) {
  return (weekdays >> first | weekdays << (7 - first)) & 0x7f;
}

constexpr std::uint64_t five_weeks = 1 | 1 << 7 | 1 << 14 | 1 << 21 | 1 << 28;

std::uint32_t month_days_of(const SignedSet& set, int length) {
  std::uint64_t days = set.from_start >> 1;
  for (std::uint64_t left = set.from_end; left != 0; left &= left - 1)
    if (const int back = std::countr_zero(left); back <= length)
      days |= std::uint64_t{1} << (length - back);
  return static_cast<std::uint32_t>(days);
}

// The nth of the days `weekday` among `length` days that begin with the weekday `first`; -1 when
// there are not so many.
int nth_weekday(NthWeekday day, int first, int length) {
  const int from_first = (day.weekday - first + 7) % 7;
  const int last = from_first + (length - 1 - from_first) / 7 * 7;
  const int found = day.nth > 0 ? from_first + (day.nth - 1) * 7 : last + (day.nth + 1) * 7;
  return found >= 0 && found < length ? found : -1;
}

std::uint32_t weekdays_of_month(const Rule& rule, int first, int length) {
  std::uint64_t days = week_from(rule.weekdays, first) * five_weeks;
  for (const NthWeekday& day : rule.nth_weekdays)
    if (const int found = nth_weekday(day, first, length); found >= 0)
      days |= std::uint64_t{1} << found;
  return static_cast<std::uint32_t>(days);
}

// Where the first week of a year starts, in days from January 1: the first with four days in it.
int first_week(int january_first, int week_start) {
  const int into_week = (january_first - week_start + 7) % 7;
  return into_week <= 3 ? -into_week : 7 - into_week;
}

bool lists(const std::vector<std::int16_t>& list, int number) {
  return std::ranges::binary_search(list, number);
}

bool lists(const SignedSet& set, int number, int number_of_all) {
  return (set.from_start >> number & 1) != 0 ||
         (set.from_end >> (number_of_all + 1 - number) & 1) != 0;
}

bool lists_year_day(const Rule& rule, const CivilDate& date) {
  const int day = day_of_year(date.year, date.month, date.day);
  return lists(rule.year_days, day + 1) || lists(rule.year_days, day - days_in_year(date.year));
}

// A year in which weeks, days of the year or numbered weekdays are asked for: one day at a time.
class YearFilter {
 public:
  YearFilter(const Rule& rule, CivilDate start, int year)
      : rule_(rule),
        first_(first_of_year(year)),
        length_(days_in_year(year)),
        weekday_(weekday_of(first_)),
        week_one_(first_week(weekday_, rule.week_start)) {
    const int next = first_week((weekday_ + length_) % 7, rule.week_start);
    weeks_ = (length_ + next - week_one_) / 7;
    days_open_ = rule.year_days.empty() && rule.month_days.empty() && !has_weekdays(rule);
    start_weekday_ = weekday_of(day_number(start));
  }

  bool allows(int index) const {
    if (rule_.weeks.empty() ? index < 0 || index >= length_ : !allows_week(index)) return false;
    const CivilDate date = civil_date(first_ + index);
    if (!allows_month(rule_, date.month)) return false;
    if (!rule_.year_days.empty() && !lists_year_day(rule_, date)) return false;
    if (!rule_.month_days.empty() &&
        !lists(rule_.month_days, date.day, days_in_month(date.year, date.month)))
      return false;
    const int weekday = (weekday_ + index + 7) % 7;
    if (days_open_) return weekday == start_weekday_;
    return !has_weekdays(rule_) || (rule_.weekdays >> weekday & 1) != 0 ||
           allows_nth(index, weekday, date);
  }

 private:
  bool allows_week(int index) const {
    if (index < week_one_ || index >= week_one_ + weeks_ * 7) return false;
    return lists(rule_.weeks, (index - week_one_) / 7 + 1, weeks_);
  }
  bool allows_nth(int index, int weekday, const CivilDate& date) const {
    const bool in_month = rule_.months != 0;
    const int place = in_month ? date.day - 1 : index;
    const int length = in_month ? days_in_month(date.year, date.month) : length_;
    return std::ranges::any_of(rule_.nth_weekdays, [&](const NthWeekday& day) {
      return day.weekday == weekday &&
             (day.nth > 0 ? place / 7 + 1 == day.nth : (length - 1 - place) / 7 + 1 == -day.nth);
    });
  }

  const Rule& rule_;
  std::int64_t first_;
  int length_;
  int weekday_;   // of January 1
  int week_one_;  // its first day, from January 1
  int weeks_ = 0;
  bool days_open_ = false;
  int start_weekday_ = 0;
};

void put_month(YearDays& days, std::uint32_t month, int first) {
  const auto word = static_cast<std::size_t>(first / 64);
  const int shift = first % 64;
  days.words[word] |= std::uint64_t{month} << shift;
  if (shift > 32) days.words[word + 1] |= std::uint64_t{month} >> (64 - shift);
}

}  // namespace

std::uint32_t days_of_month(const Rule& rule, int start_day, int year, int month) {
  if (!allows_month(rule, month)) return 0;
  const int length = days_in_month(year, month);
  const std::uint32_t all = static_cast<std::uint32_t>((std::uint64_t{1} << length) - 1);
  const bool by_weekday = has_weekdays(rule);
  if (rule.month_days.empty() && !by_weekday) return (1u << (start_day - 1)) & all;
  std::uint32_t days = all;
  if (!rule.month_days.empty()) days &= month_days_of(rule.month_days, length);
  if (by_weekday) days &= weekdays_of_month(rule, weekday_of(day_number(year, month, 1)), length);
  return days;
}

YearDays days_of_year(const Rule& rule, CivilDate start, int year) {
  YearDays days{};
  const bool by_month = rule.months != 0 || rule.nth_weekdays.empty();
  if (!rule.weeks.empty() || !rule.year_days.empty() || !by_month) {
    const YearFilter filter(rule, start, year);
    for (int bit = 0; bit < days_in_year(year) + 2 * YearDays::january_first; ++bit)
      if (filter.allows(bit - YearDays::january_first)) days.set(bit);
    return days;
  }
  const bool month_open = rule.months == 0 && rule.month_days.empty() && !has_weekdays(rule);
  for (int month = 1; month <= 12; ++month)
    if (!month_open || month == start.month)
      put_month(days, days_of_month(rule, start.day, year, month),
                YearDays::january_first + day_of_year(year, month, 1));
  return days;
}

std::uint8_t days_of_week(const Rule& rule, int start_weekday, std::int64_t first) {
  const auto weekdays =
      static_cast<std::uint8_t>(rule.weekdays != 0 ? rule.weekdays : 1 << start_weekday);
  std::uint32_t days = week_from(weekdays, rule.week_start);
  if (rule.months == 0) return static_cast<std::uint8_t>(days);
  const CivilDate date = civil_date(first);
  const int left = days_in_month(date.year, date.month) - date.day + 1;  // days of this month
  if (!allows_month(rule, date.month)) days &= left >= 7 ? 0 : ~0u << left;
  if (left < 7 && !allows_month(rule, date.month % 12 + 1)) days &= (1u << left) - 1;
  return static_cast<std::uint8_t>(days);
}

std::int64_t next_day(const Rule& rule, std::int64_t day) {
  if (rule.months == 0 && rule.month_days.empty() && rule.year_days.empty()) {
    if (rule.weekdays == 0) return day;
    return day + std::countr_zero(week_from(rule.weekdays, weekday_of(day)));
  }
  const CivilDate date = civil_date(day);
  const int length = days_in_month(date.year, date.month);
  const std::int64_t next_month = day + length - date.day + 1;
  if (!allows_month(rule, date.month)) return next_month;
  std::uint64_t days = ((std::uint64_t{1} << length) - 1) >> (date.day - 1);  // bit 0: `day`
  if (!rule.month_days.empty()) days &= month_days_of(rule.month_days, length) >> (date.day - 1);
  if (rule.weekdays != 0) days &= week_from(rule.weekdays, weekday_of(day)) * five_weeks;
  if (days == 0) return next_month;
  const std::int64_t found = day + std::countr_zero(days);
  return rule.year_days.empty() || lists_year_day(rule, civil_date(found)) ? found : found + 1;
}

}  // namespace curia::schedule
