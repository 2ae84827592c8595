// Rule: one RRULE of RFC 5545 section 3.3.10, checked, as sets.
//
// 1. A Rule that parse_rule() made breaks no rule of the RFC about which parts go together.
// 2. Lists are sets: sorted, without duplicates. Two rules that list the same are equal.
// 3. parse_rule(to_text(rule)) == rule; to_text() writes the parts in the order of the RFC.
// 4. What a rule means without a start is not said here: see rule_cursor.hpp and series.hpp.
//
//   Result<Rule> rule = parse_rule("FREQ=MONTHLY; BYDAY=-1FR");
//   to_text(*rule);  // "FREQ=MONTHLY;BYDAY=-1FR"
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.hpp"
#include "model/schedule/civil.hpp"

namespace curia::schedule {

enum class Frequency : std::uint8_t { secondly, minutely, hourly, daily, weekly, monthly, yearly };

// "-1FR": the last Friday of the month or year. Weekdays count from Monday, 0.
struct NthWeekday {
  std::int8_t nth = 1;  // -53 to 53, not 0
  std::uint8_t weekday = 0;
  auto operator<=>(const NthWeekday&) const = default;
};

// The last moment of a rule, itself included.
struct Until {
  enum class Form : std::uint8_t { date, local, utc };
  Form form = Form::utc;
  std::int64_t time = 0;  // seconds since 1970; of a date its midnight
  bool operator==(const Until&) const = default;
};

// Positive and negative numbers up to 63 each, as BYMONTHDAY and BYWEEKNO list them.
struct SignedSet {
  std::uint64_t from_start = 0;  // bit n: n
  std::uint64_t from_end = 0;    // bit n: -n
  bool empty() const { return (from_start | from_end) == 0; }
  bool operator==(const SignedSet&) const = default;
};

struct Rule {
  Frequency frequency = Frequency::daily;
  std::uint8_t week_start = 0;           // WKST, from Monday
  std::uint8_t weekdays = 0;             // BYDAY without numbers; bit 0: Monday
  std::uint16_t months = 0;              // BYMONTH; bit 1: January
  std::uint32_t interval = 1;            // 1 to limits::recurrence_interval
  std::uint32_t hours = 0;               // BYHOUR; bit 0: midnight
  std::uint32_t count = 0;               // 1 to limits::recurrence_count; 0: not given
  std::uint64_t minutes = 0;             // BYMINUTE
  std::uint64_t seconds_set = 0;         // BYSECOND; 60 counts as 59 (section 3.3.12)
  SignedSet month_days;                  // BYMONTHDAY, 1 to 31
  SignedSet weeks;                       // BYWEEKNO, 1 to 53
  std::optional<Until> until;            // never beside a count
  std::vector<NthWeekday> nth_weekdays;  // BYDAY with numbers
  std::vector<std::int16_t> year_days;   // BYYEARDAY, -366 to 366
  std::vector<std::int16_t> positions;   // BYSETPOS, -366 to 366
  bool operator==(const Rule&) const = default;
};

// Takes "RRULE:" in front, lower case, and blanks around parts and after commas; nothing else
// that the RFC does not allow. Errors: invalid_value or limit_reached, the parameter is the part
// at fault ("BYDAY", "FREQ", ...), empty when the text as a whole is.
Result<Rule> parse_rule(std::string_view text);

std::string to_text(const Rule& rule);

// "20260329T023000Z", "20260329T023000" or "20260329", as RFC 5545 sections 3.3.4 and 3.3.5 write
// them; the second 60 is read as 59. Errors: invalid_value.
Result<Until> parse_moment(std::string_view text);
std::string to_text(const Until& moment);

}  // namespace curia::schedule
