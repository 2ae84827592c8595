// Calendar arithmetic on day numbers: the proleptic Gregorian calendar, as RFC 5545 has it.
//
// A day number counts days since 1970-01-01. Weekdays count from Monday, 0, to Sunday, 6.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>

namespace curia::schedule {

// What a clock on the wall shows, as seconds since 1970-01-01 00:00 on that clock; and UTC.
using std::chrono::local_seconds;
using std::chrono::seconds;
using std::chrono::sys_seconds;

inline constexpr std::int64_t day_seconds = 86400;

struct CivilDate {
  int year = 1970;
  int month = 1;  // 1 to 12
  int day = 1;    // 1 to 31
  bool operator==(const CivilDate&) const = default;
};

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}
constexpr std::int64_t floor_mod(std::int64_t a, std::int64_t b) { return a - floor_div(a, b) * b; }

constexpr bool is_leap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }
constexpr int days_in_year(int year) { return is_leap(year) ? 366 : 365; }
constexpr int days_in_month(int year, int month) {
  return month == 2 ? 28 + (is_leap(year) ? 1 : 0) : 30 + ((month + (month > 7 ? 1 : 0)) & 1);
}

// Days before the first of each month of a year without February 29.
inline constexpr std::array<int, 12> days_before_month = {0,   31,  59,  90,  120, 151,
                                                          181, 212, 243, 273, 304, 334};
// From 0.
constexpr int day_of_year(int year, int month, int day) {
  return days_before_month[month - 1] + (month > 2 && is_leap(year) ? 1 : 0) + day - 1;
}

// The number of January 1.
constexpr std::int64_t first_of_year(int year) {
  const std::int64_t y = year - 1;
  return y * 365 + floor_div(y, 4) - floor_div(y, 100) + floor_div(y, 400) - 719162;
}
constexpr std::int64_t day_number(int year, int month, int day) {
  return first_of_year(year) + day_of_year(year, month, day);
}
constexpr std::int64_t day_number(CivilDate date) {
  return day_number(date.year, date.month, date.day);
}

// Counts from March 1 in eras of 400 years, so that the leap day is the last of a year.
constexpr CivilDate civil_date(std::int64_t number) {
  const std::int64_t shifted = number + 719468;
  const std::int64_t era = floor_div(shifted, 146097);
  const int of_era = static_cast<int>(shifted - era * 146097);
  const int year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const int of_year = of_era - (365 * year + year / 4 - year / 100);
  const int month = (5 * of_year + 2) / 153;  // from March
  const int day = of_year - (153 * month + 2) / 5 + 1;
  return {static_cast<int>(era * 400) + year + (month >= 10 ? 1 : 0), month + (month < 10 ? 3 : -9),
          day};
}

constexpr int weekday_of(std::int64_t number) {
  return static_cast<int>(floor_mod(number + 3, 7));  // 1970-01-01 was a Thursday
}

constexpr std::int64_t count_of(local_seconds time) { return time.time_since_epoch().count(); }
constexpr std::int64_t count_of(sys_seconds time) { return time.time_since_epoch().count(); }
constexpr local_seconds local_at(std::int64_t count) { return local_seconds(seconds(count)); }
constexpr sys_seconds sys_at(std::int64_t count) { return sys_seconds(seconds(count)); }

constexpr local_seconds local_time(CivilDate date, int hour = 0, int minute = 0, int second = 0) {
  return local_at(day_number(date) * day_seconds + hour * 3600 + minute * 60 + second);
}

}  // namespace curia::schedule
