// Which days of a year, a month or a week a rule names: RFC 5545 section 3.3.10, the table of what
// expands and what limits, on sets of days instead of one day after the other.
//
// Every part names a set of days of the period and the parts intersect. Where the parts leave the
// day open it comes from the start.
#pragma once

#include <array>
#include <cstdint>

#include "model/schedule/rule.hpp"

namespace curia::schedule {

// Days around one year: bit 7 is January 1, since the first week may begin in the year before.
struct YearDays {
  static constexpr int january_first = 7;
  static constexpr int bits = 384;
  std::array<std::uint64_t, bits / 64> words;

  void set(int bit) { words[static_cast<std::size_t>(bit / 64)] |= std::uint64_t{1} << bit % 64; }
};

// FREQ=YEARLY. A week belongs to the year that it is numbered in, also its days outside.
YearDays days_of_year(const Rule& rule, CivilDate start, int year);

// FREQ=MONTHLY, and each month of a year with BYMONTH; bit 0 is the first of the month.
std::uint32_t days_of_month(const Rule& rule, int start_day, int year, int month);

// FREQ=WEEKLY; bit 0 is the day `first`, on which the week starts.
std::uint8_t days_of_week(const Rule& rule, int start_weekday, std::int64_t first);

// FREQ=DAILY and shorter: `day` when the rule allows it, else a later one before which none is.
std::int64_t next_day(const Rule& rule, std::int64_t day);

}  // namespace curia::schedule
