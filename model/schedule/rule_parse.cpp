#include <algorithm>
#include <array>
#include <cstdlib>

#include "model/base/limits.hpp"
#include "model/base/text.hpp"
#include "model/schedule/rule.hpp"
#include "model/schedule/rule_names.hpp"

namespace curia::schedule {
namespace {

std::unexpected<Error> refuse(std::string_view part, const std::string& why) {
  return fail(Errc::invalid_value, std::string(part) + " " + why, std::string(part));
}

// "7", and "+7" or "-7" where a sign may stand; nullopt for anything else or outside the range.
std::optional<int> number_of(std::string_view text, int low, int high) {
  const bool negative = text.starts_with('-');
  if (low < 0 && (negative || text.starts_with('+'))) text.remove_prefix(1);
  const auto value = parse_decimal(text);
  if (!value || *value > high || (negative && -*value < low)) return std::nullopt;
  const int number = static_cast<int>(negative ? -*value : *value);
  return number < low || (low < 0 && number == 0) ? std::nullopt : std::optional(number);
}

std::optional<std::uint8_t> weekday_from(std::string_view text) {
  for (std::uint8_t day = 0; day < weekday_names.size(); ++day)
    if (equal_ignoring_ascii_case(text, weekday_names[day])) return day;
  return std::nullopt;
}

// Calls take(element) for each element of a list until one is refused.
template <class Take>
Result<> each(std::string_view part, std::string_view list, Take take) {
  for (;;) {
    const std::size_t comma = list.find(',');
    const std::string_view element = trim_ascii_space(list.substr(0, comma));
    if (!take(element)) return refuse(part, "cannot be '" + std::string(element) + "'");
    if (comma == list.npos) return {};
    list.remove_prefix(comma + 1);
  }
}

template <class Bits>
Result<> read_bits(std::string_view part, std::string_view list, int low, int high, Bits& bits) {
  return each(part, list, [&](std::string_view element) {
    const auto number = number_of(element, low, high);
    if (number) bits = static_cast<Bits>(bits | Bits{1} << *number);
    return number.has_value();
  });
}

Result<> read_signed(std::string_view part, std::string_view list, int most, SignedSet& set) {
  return each(part, list, [&](std::string_view element) {
    const auto number = number_of(element, -most, most);
    if (!number) return false;
    (*number > 0 ? set.from_start : set.from_end) |= std::uint64_t{1} << std::abs(*number);
    return true;
  });
}

template <class T>
void make_set(std::vector<T>& list) {
  std::ranges::sort(list);
  list.erase(std::ranges::unique(list).begin(), list.end());
}

Result<> read_list(std::string_view part, std::string_view list, std::vector<std::int16_t>& out) {
  auto done = each(part, list, [&](std::string_view element) {
    const auto number = number_of(element, -366, 366);
    if (number) out.push_back(static_cast<std::int16_t>(*number));
    return number.has_value();
  });
  make_set(out);
  return done;
}

Result<> read_days(std::string_view part, std::string_view list, Rule& rule) {
  auto done = each(part, list, [&](std::string_view element) {
    if (element.size() < 2) return false;
    const auto day = weekday_from(element.substr(element.size() - 2));
    if (!day) return false;
    const std::string_view nth = element.substr(0, element.size() - 2);
    if (nth.empty()) {
      rule.weekdays |= static_cast<std::uint8_t>(1 << *day);
      return true;
    }
    const auto number = number_of(nth, -53, 53);
    if (number) rule.nth_weekdays.push_back({static_cast<std::int8_t>(*number), *day});
    return number.has_value();
  });
  make_set(rule.nth_weekdays);
  return done;
}

Result<> read_number(std::string_view part, std::string_view text, std::uint32_t most,
                     std::uint32_t& out) {
  const auto number = parse_decimal(text);
  if (!number || *number == 0) return refuse(part, "cannot be '" + std::string(text) + "'");
  if (*number > most)
    return fail(Errc::limit_reached, std::string(part) + " can be at most " + std::to_string(most),
                std::string(part));
  out = static_cast<std::uint32_t>(*number);
  return {};
}

Result<> read_until(std::string_view text, Rule& rule) {
  auto moment = parse_moment(text);
  if (!moment) return fail(Errc::invalid_value, "UNTIL: " + moment.error().message, "UNTIL");
  rule.until = *moment;
  return {};
}

Result<> read_frequency(std::string_view text, Rule& rule) {
  const auto found = std::ranges::find_if(
      frequency_names, [&](auto name) { return equal_ignoring_ascii_case(name, text); });
  if (found == frequency_names.end())
    return refuse("FREQ", "cannot be '" + std::string(text) + "'");
  rule.frequency = static_cast<Frequency>(found - frequency_names.begin());
  return {};
}

Result<> read_week_start(std::string_view text, Rule& rule) {
  const auto day = weekday_from(text);
  if (!day) return refuse("WKST", "cannot be '" + std::string(text) + "'");
  rule.week_start = *day;
  return {};
}

Result<> read_seconds(std::string_view text, Rule& rule) {
  constexpr std::uint64_t leap = std::uint64_t{1} << 60;
  auto done = read_bits("BYSECOND", text, 0, 60, rule.seconds_set);
  if (rule.seconds_set & leap) rule.seconds_set = (rule.seconds_set & ~leap) | leap >> 1;
  return done;
}

using Reader = Result<> (*)(std::string_view text, Rule& rule);
struct Part {
  std::string_view name;
  Reader read;
};

constexpr std::array<Part, 14> parts = {{
    {"FREQ", read_frequency},
    {"UNTIL", read_until},
    {"COUNT",
     [](std::string_view text, Rule& rule) {
       return read_number("COUNT", text, limits::recurrence_count, rule.count);
     }},
    {"INTERVAL",
     [](std::string_view text, Rule& rule) {
       return read_number("INTERVAL", text, limits::recurrence_interval, rule.interval);
     }},
    {"BYSECOND", read_seconds},
    {"BYMINUTE", [](std::string_view text,
                    Rule& rule) { return read_bits("BYMINUTE", text, 0, 59, rule.minutes); }},
    {"BYHOUR", [](std::string_view text,
                  Rule& rule) { return read_bits("BYHOUR", text, 0, 23, rule.hours); }},
    {"BYDAY", [](std::string_view text, Rule& rule) { return read_days("BYDAY", text, rule); }},
    {"BYMONTHDAY", [](std::string_view text,
                      Rule& rule) { return read_signed("BYMONTHDAY", text, 31, rule.month_days); }},
    {"BYYEARDAY", [](std::string_view text,
                     Rule& rule) { return read_list("BYYEARDAY", text, rule.year_days); }},
    {"BYWEEKNO", [](std::string_view text,
                    Rule& rule) { return read_signed("BYWEEKNO", text, 53, rule.weeks); }},
    {"BYMONTH", [](std::string_view text,
                   Rule& rule) { return read_bits("BYMONTH", text, 1, 12, rule.months); }},
    {"BYSETPOS",
     [](std::string_view text, Rule& rule) { return read_list("BYSETPOS", text, rule.positions); }},
    {"WKST", read_week_start},
}};

Result<> read_part(std::string_view text, Rule& rule, std::uint32_t& seen) {
  const std::size_t equals = text.find('=');
  const std::string_view name = trim_ascii_space(text.substr(0, equals));
  const auto part = std::ranges::find_if(
      parts, [&](const Part& known) { return equal_ignoring_ascii_case(known.name, name); });
  if (equals == text.npos || part == parts.end())
    return fail(Errc::invalid_value, "'" + std::string(text) + "' is not a part of a rule",
                std::string(name));
  const std::uint32_t bit = 1u << (part - parts.begin());
  if (seen & bit) return refuse(part->name, "is given twice");
  seen |= bit;
  return part->read(trim_ascii_space(text.substr(equals + 1)), rule);
}

// Which parts go together: RFC 5545 section 3.3.10.
Result<> check_together(const Rule& rule) {
  const Frequency frequency = rule.frequency;
  const bool has_day = rule.weekdays != 0 || !rule.nth_weekdays.empty();
  const bool has_part = has_day || !rule.month_days.empty() || !rule.year_days.empty() ||
                        !rule.weeks.empty() || rule.months != 0 || rule.hours != 0 ||
                        rule.minutes != 0 || rule.seconds_set != 0;
  if (rule.count != 0 && rule.until) return refuse("COUNT", "and UNTIL exclude each other");
  if (!rule.weeks.empty() && frequency != Frequency::yearly)
    return refuse("BYWEEKNO", "goes with FREQ=YEARLY only");
  if (!rule.year_days.empty() && (frequency == Frequency::daily || frequency == Frequency::weekly ||
                                  frequency == Frequency::monthly))
    return refuse("BYYEARDAY", "does not go with FREQ=DAILY, WEEKLY or MONTHLY");
  if (!rule.month_days.empty() && frequency == Frequency::weekly)
    return refuse("BYMONTHDAY", "does not go with FREQ=WEEKLY");
  if (!rule.nth_weekdays.empty() && frequency < Frequency::monthly)
    return refuse("BYDAY", "has numbers, which go with FREQ=MONTHLY and YEARLY only");
  if (!rule.nth_weekdays.empty() && !rule.weeks.empty())
    return refuse("BYDAY", "has numbers, which do not go with BYWEEKNO");
  if (!rule.positions.empty() && !has_part)
    return refuse("BYSETPOS", "needs another part whose positions it counts");
  return {};
}

}  // namespace

Result<Rule> parse_rule(std::string_view text) {
  if (text.size() > limits::recurrence_rule_bytes)
    return fail(Errc::value_too_long, "the rule has more than " +
                                          std::to_string(limits::recurrence_rule_bytes) + " bytes");
  constexpr std::string_view prefix = "RRULE:";
  text = trim_ascii_space(text);
  if (equal_ignoring_ascii_case(text.substr(0, prefix.size()), prefix))
    text.remove_prefix(prefix.size());
  if (text.ends_with(';')) text.remove_suffix(1);
  Rule rule;
  std::uint32_t seen = 0;
  for (;;) {
    const std::size_t end = text.find(';');
    if (auto read = read_part(trim_ascii_space(text.substr(0, end)), rule, seen); !read)
      return fail(read.error());
    if (end == text.npos) break;
    text.remove_prefix(end + 1);
  }
  if ((seen & 1) == 0) return refuse("FREQ", "is missing");
  if (auto together = check_together(rule); !together) return fail(together.error());
  return rule;
}

}  // namespace curia::schedule
