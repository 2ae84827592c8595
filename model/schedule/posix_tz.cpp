#include "model/schedule/posix_tz.hpp"

#include <algorithm>
#include <limits>
#include <optional>

#include "model/schedule/civil.hpp"

namespace curia::schedule {
namespace {

constexpr int most_offset_hours = 24;  // POSIX.1; RFC 8536 section 3.3.1 widens only `time`
constexpr int most_time_hours = 167;
constexpr std::int64_t cycle_seconds = 146097 * day_seconds;      // 400 years
constexpr std::int64_t farthest_instant = std::int64_t{1} << 60;  // no overflow up to there

// Takes the string apart from the front; a failed take leaves the rest anywhere.
class PosixTzReader {
 public:
  explicit PosixTzReader(std::string_view text) : rest_(text) {}

  bool at_end() const { return rest_.empty(); }
  bool at(char c) const { return !rest_.empty() && rest_.front() == c; }
  bool at_number() const { return !rest_.empty() && is_digit(rest_.front()); }
  bool take(char c) {
    if (!at(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // "CET" or "<+0330>"; at least three characters.
  bool name(std::string& out) {
    const bool quoted = take('<');
    std::size_t length = 0;
    while (length < rest_.size() && is_name_char(rest_[length], quoted)) ++length;
    out = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return length >= 3 && (!quoted || take('>'));
  }

  std::optional<int> number(int low, int high) {
    int value = 0;
    std::size_t digits = 0;
    while (digits < rest_.size() && digits < 4 && is_digit(rest_[digits]))
      value = value * 10 + (rest_[digits++] - '0');
    rest_.remove_prefix(digits);
    if (digits == 0 || value < low || value > high) return std::nullopt;
    return value;
  }

  // "[+-]hh[:mm[:ss]]" as seconds.
  std::optional<std::int32_t> time(int most_hours) {
    const bool negative = take('-');
    if (!negative) take('+');
    const auto hours = number(0, most_hours);
    if (!hours) return std::nullopt;
    std::int32_t total = *hours * 3600;
    for (const int unit : {60, 1}) {
      if (!take(':')) break;
      const auto part = number(0, 59);
      if (!part) return std::nullopt;
      total += *part * unit;
    }
    return negative ? -total : total;
  }

 private:
  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  static bool is_name_char(char c, bool quoted) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    return letter || (quoted && (is_digit(c) || c == '+' || c == '-'));
  }
  std::string_view rest_;
};

using Kind = PosixTz::Change::Kind;

// "M3.2.0/2", "J60", "59/-1".
bool read_change(PosixTzReader& in, PosixTz::Change& change) {
  if (!in.take(',')) return false;
  if (in.take('M')) {
    const auto month = in.number(1, 12);
    if (!month || !in.take('.')) return false;
    const auto week = in.number(1, 5);
    if (!week || !in.take('.')) return false;
    const auto day = in.number(0, 6);
    if (!day) return false;
    change = {Kind::month_week_day, static_cast<std::int16_t>(*month),
              static_cast<std::int16_t>(*week), static_cast<std::int16_t>(*day)};
  } else {
    const bool julian = in.take('J');
    const auto day = in.number(julian ? 1 : 0, 365);
    if (!day) return false;
    change.kind = julian ? Kind::julian_without_leap_day : Kind::day_of_year;
    change.day = static_cast<std::int16_t>(*day);
  }
  if (!in.take('/')) return true;
  const auto time = in.time(most_time_hours);
  if (!time) return false;
  change.time = *time;
  return true;
}

bool read(PosixTzReader& in, PosixTz& tz) {
  if (!in.name(tz.standard_name)) return false;
  const auto standard = in.time(most_offset_hours);
  if (!standard) return false;
  tz.standard_offset = -*standard;  // POSIX counts west of Greenwich
  tz.daylight_offset = tz.standard_offset + 3600;
  if (in.at_end()) return true;
  if (!in.name(tz.daylight_name)) return false;
  if (in.at('+') || in.at('-') || in.at_number()) {
    const auto daylight = in.time(most_offset_hours);
    if (!daylight) return false;
    tz.daylight_offset = -*daylight;
  }
  return read_change(in, tz.start) && read_change(in, tz.end) && in.at_end();
}

}  // namespace

std::int64_t PosixTz::Change::in_year(int year) const {
  std::int64_t number = 0;
  switch (kind) {
    case Kind::month_week_day: {
      const std::int64_t first = day_number(year, month, 1);
      const int sunday_based = (weekday_of(first) + 1) % 7;
      int of_month = (day - sunday_based + 7) % 7 + (week - 1) * 7;  // from 0
      if (of_month >= days_in_month(year, month)) of_month -= 7;
      number = first + of_month;
      break;
    }
    case Kind::julian_without_leap_day:
      number = first_of_year(year) + day - 1 + (is_leap(year) && day > 59 ? 1 : 0);
      break;
    case Kind::day_of_year:
      number = first_of_year(year) + day;
      break;
  }
  return number * day_seconds + time;
}

Result<PosixTz> PosixTz::parse(std::string_view text) {
  PosixTz tz;
  PosixTzReader in(text);
  if (!read(in, tz))
    return fail(Errc::corrupt, "'" + std::string(text) + "' is not a TZ string with its rules");
  return tz;
}

PosixTz::Span PosixTz::span_at(std::int64_t instant) const {
  Span span{std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max(),
            false};
  if (daylight_name.empty()) return span;
  // The calendar repeats itself: any instant is as good as one between 1970 and 2370.
  const std::int64_t cycles =
      floor_div(std::clamp(instant, -farthest_instant, farthest_instant), cycle_seconds);
  span = span_in_cycle(std::clamp(instant, -farthest_instant, farthest_instant) -
                       cycles * cycle_seconds);
  span.begin += cycles * cycle_seconds;
  span.end += cycles * cycle_seconds;
  return span;
}

PosixTz::Span PosixTz::span_in_cycle(std::int64_t instant) const {
  Span span;
  struct Moment {
    std::int64_t at;
    bool to_dst;
  };
  // A change may lie a week outside its year, so the years around are needed too. At the same
  // instant the end of one year comes before the start of the next: all year daylight saving.
  std::array<Moment, 10> moments{};
  const int year = civil_date(floor_div(instant + standard_offset, day_seconds)).year;
  std::size_t count = 0;
  for (int y = year - 2; y <= year + 2; ++y) {
    moments[count++] = {end.in_year(y) - daylight_offset, false};
    moments[count++] = {start.in_year(y) - standard_offset, true};
  }
  std::ranges::sort(moments, [](const Moment& a, const Moment& b) {
    return a.at != b.at ? a.at < b.at : a.to_dst < b.to_dst;
  });
  for (const Moment& moment : moments) {
    if (moment.at > instant) {
      span.end = moment.at;
      break;
    }
    span.begin = moment.at;
    span.is_dst = moment.to_dst;
  }
  return span;
}

}  // namespace curia::schedule
