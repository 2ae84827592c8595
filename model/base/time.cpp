#include "model/base/time.hpp"

#include <cstdio>

namespace curia {
namespace {

constexpr std::string_view malformed = "is not an RFC 3339 time such as 2021-08-24T10:15:30Z";

std::unexpected<Error> refuse(std::string_view text) {
  return fail(Errc::invalid_value, "'" + std::string(text) + "' " + std::string(malformed));
}

// Reads `digits` decimal digits at the front of `text` and removes them; -1 when there are fewer.
int take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return -1;
  int value = 0;
  for (char c : text.substr(0, digits)) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  text.remove_prefix(digits);
  return value;
}

bool take_char(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

// ".123" -> 123 ms; digits past the ninth are dropped.
bool take_fraction(std::string_view& text, Duration& fraction) {
  if (!take_char(text, ".")) return true;
  std::int64_t unit = 100'000'000;
  std::size_t digits = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    fraction += Duration((text.front() - '0') * unit);
    unit /= 10;
    ++digits;
    text.remove_prefix(1);
  }
  return digits > 0;
}

bool take_offset(std::string_view& text, Duration& offset) {
  if (take_char(text, "Zz")) return true;
  const bool west = !text.empty() && text.front() == '-';
  if (!take_char(text, "+-")) return false;
  const int hours = take_number(text, 2);
  if (!take_char(text, ":")) return false;
  const int minutes = take_number(text, 2);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return false;
  offset = std::chrono::hours(hours) + std::chrono::minutes(minutes);
  if (west) offset = -offset;
  return true;
}

}  // namespace

std::string to_rfc3339(WallTime time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text;
}

Result<WallTime> parse_rfc3339(std::string_view text) {
  std::string_view rest = text;
  const int year = take_number(rest, 4);
  if (year < 0 || !take_char(rest, "-")) return refuse(text);
  const int month = take_number(rest, 2);
  if (month < 0 || !take_char(rest, "-")) return refuse(text);
  const int day = take_number(rest, 2);
  if (day < 0 || !take_char(rest, "Tt ")) return refuse(text);
  const int hour = take_number(rest, 2);
  if (hour < 0 || hour > 23 || !take_char(rest, ":")) return refuse(text);
  const int minute = take_number(rest, 2);
  if (minute < 0 || minute > 59 || !take_char(rest, ":")) return refuse(text);
  const int second = take_number(rest, 2);
  Duration fraction{}, offset{};
  if (second < 0 || second > 60 || !take_fraction(rest, fraction) || !take_offset(rest, offset) ||
      !rest.empty())
    return refuse(text);
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  // 64 bits of nanoseconds end in the year 2262.
  if (!date.ok() || year < 1678 || year > 2261) return refuse(text);
  return WallTime(std::chrono::sys_days(date)) + std::chrono::hours(hour) +
         std::chrono::minutes(minute) + std::chrono::seconds(second) + fraction - offset;
}

}  // namespace curia
