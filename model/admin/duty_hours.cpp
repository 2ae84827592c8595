#include "model/admin/duty_hours.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "model/base/text.hpp"

namespace curia::admin {
namespace {

constexpr unsigned day_minutes = 1440;
constexpr unsigned all_days = 0b1111111;

struct DayName {
  std::string_view name;
  unsigned days;
};
constexpr std::array<DayName, 10> day_names = {{{"Mo", 1U << 0},
                                                {"Tu", 1U << 1},
                                                {"We", 1U << 2},
                                                {"Th", 1U << 3},
                                                {"Fr", 1U << 4},
                                                {"Sa", 1U << 5},
                                                {"Su", 1U << 6},
                                                {"Wk", 0b0011111},
                                                {"Wd", 0b1100000},
                                                {"Al", all_days}}};

std::unexpected<Error> wrong(std::string_view text) {
  return fail(Errc::invalid_value,
              "'" + std::string(text) + "' is not a duty period such as WkSa0800-1830");
}

std::optional<unsigned> minutes_of(std::string_view text) {
  const auto number = parse_decimal(text);
  if (text.size() != 4 || !number) return std::nullopt;
  const auto hours = static_cast<unsigned>(*number / 100);
  const auto minutes = static_cast<unsigned>(*number % 100);
  if (minutes > 59 || hours * 60 + minutes > day_minutes) return std::nullopt;
  return hours * 60 + minutes;
}

}  // namespace

Result<DutyHours> DutyHours::parse(std::string_view text) {
  DutyHours hours;
  for (;;) {
    const std::size_t bar = text.find('|');
    const std::string_view whole = text.substr(0, bar);
    std::string_view left = whole;
    const bool is_negated = left.starts_with('!');
    if (is_negated) left.remove_prefix(1);
    unsigned days = 0, named = 0;
    for (;; ++named) {
      const auto* day = std::ranges::find(day_names, left.substr(0, 2), &DayName::name);
      if (day == day_names.end()) break;
      days ^= day->days;
      left.remove_prefix(2);
    }
    if (named == 0 || left.size() != 9 || left[4] != '-') return wrong(whole);
    const auto start = minutes_of(left.substr(0, 4)), end = minutes_of(left.substr(5));
    if (!start || !end || *start == day_minutes) return wrong(whole);
    if (is_negated) days = ~days & all_days;
    hours.periods_.push_back({days, *start, *end > *start ? *end : *end + day_minutes});
    if (bar == std::string_view::npos) return hours;
    text.remove_prefix(bar + 1);
  }
}

bool DutyHours::covers(unsigned day, unsigned minute) const {
  const unsigned before = (day + 6) % 7;
  return std::ranges::any_of(periods_, [&](const Period& period) {
    const bool today =
        (period.days >> day & 1) != 0 && minute >= period.start && minute < period.end;
    const bool since_yesterday =
        (period.days >> before & 1) != 0 && minute + day_minutes < period.end;
    return today || since_yesterday;
  });
}

}  // namespace curia::admin
