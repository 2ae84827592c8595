#include "impl/wire/icalendar/vtimezone.hpp"

#include <map>
#include <tuple>
#include <vector>

#include "impl/wire/icalendar/lines.hpp"
#include "impl/wire/icalendar/moments.hpp"
#include "model/base/limits_mail.hpp"
#include "model/schedule/rule_names.hpp"

namespace curia::ical {
namespace {

using schedule::day_seconds;
using schedule::floor_div;
using schedule::floor_mod;
using schedule::PosixTz;
using schedule::sys_seconds;
using schedule::Zone;
using schedule::ZoneSpan;

// One block of a VTIMEZONE: the clock that rules from each of its onsets on.
struct Observance {
  bool is_dst = false;
  std::int64_t from = 0;  // the offset before
  std::int64_t to = 0;
  std::string name;
  auto operator<=>(const Observance&) const = default;
};
// Onsets as the clock before shows them, growing.
using Onsets = std::map<Observance, std::vector<schedule::local_seconds>>;

int year_of(sys_seconds instant) {
  return schedule::civil_date(floor_div(schedule::count_of(instant), day_seconds)).year;
}
sys_seconds begin_of_year(int year) {
  return schedule::sys_at(schedule::first_of_year(year) * day_seconds);
}

// "BYMONTH=3;BYDAY=-1SU"; nothing when no rule of one month says it.
std::optional<std::string> by_parts(const PosixTz::Change& change) {
  if (change.kind != PosixTz::Change::Kind::month_week_day) return std::nullopt;
  // Times outside the day (Nuuk: -1:00; Gaza: 50:00) move the day, and with it the weekday.
  const std::int64_t shift = floor_div(change.time, day_seconds);
  const std::int64_t weekday = floor_mod(change.day - 1 + shift, 7);  // from Monday
  const std::string day(schedule::weekday_names[static_cast<std::size_t>(weekday)]);
  const std::string month = "BYMONTH=" + std::to_string(change.month);
  const bool last = change.week == 5;
  if (shift == 0) return month + ";BYDAY=" + (last ? "-1" : std::to_string(change.week)) + day;
  const int length = schedule::days_in_month(2001, change.month);
  if (last && change.month == 2) return std::nullopt;
  const std::int64_t first = (last ? length - 6 : 7 * (change.week - 1) + 1) + shift;
  if (first < 1 || first + 6 > length) return std::nullopt;
  std::string days;
  for (std::int64_t d = first; d < first + 7; ++d)
    days += (days.empty() ? "" : ",") + std::to_string(d);
  return month + ";BYMONTHDAY=" + days + ";BYDAY=" + day;
}

// The instants of the two changes of a year.
std::pair<sys_seconds, sys_seconds> changes_of(const PosixTz& rule, int year) {
  return {schedule::sys_at(rule.start.in_year(year) - rule.standard_offset),
          schedule::sys_at(rule.end.in_year(year) - rule.daylight_offset)};
}

bool follows(const Zone& zone, const PosixTz& rule, int year) {
  const auto [start, end] = changes_of(rule, year);
  int seen = 0;
  ZoneSpan span = zone.span_at(begin_of_year(year));
  while (span.end < begin_of_year(year + 1)) {
    span = zone.span_at(span.end);
    const bool to_daylight =
        span.begin == start && span.type.offset.count() == rule.daylight_offset;
    const bool to_standard = span.begin == end && span.type.offset.count() == rule.standard_offset;
    if (!to_daylight && !to_standard) return false;
    ++seen;
  }
  return seen == 2;
}

// The first year, from `first` on, from which on clocks follow the rule; nothing when no RRULE can
// say the rule.
std::optional<int> first_ruled_year(const Zone& zone, int first) {
  const auto& rule = zone.afterwards();
  if (!rule || rule->daylight_name.empty() || !by_parts(rule->start) || !by_parts(rule->end))
    return std::nullopt;
  int year = zone.last_listed() == sys_seconds::min()
                 ? first
                 : std::max(first, year_of(zone.last_listed()) + 1);
  if (!follows(zone, *rule, year)) return std::nullopt;
  while (year > first && follows(zone, *rule, year - 1)) --year;
  return year;
}

void list_onsets(const Zone& zone, sys_seconds begin, sys_seconds end, Onsets& onsets) {
  ZoneSpan span = zone.span_at(begin);
  while (true) {
    const std::int64_t to = span.type.offset.count();
    const bool always = span.begin == sys_seconds::min();
    const std::int64_t from =
        always ? to : zone.at(span.begin - schedule::seconds(1)).offset.count();
    const std::int64_t onset = always ? 0 : schedule::count_of(span.begin) + from;
    onsets[{span.type.is_dst, from, to, std::string(span.type.abbreviation)}].push_back(
        schedule::local_at(onset));
    if (span.end >= end) return;
    span = zone.span_at(span.end);
  }
}

void append_observance(std::string& out, const Observance& one, std::string_view start,
                       std::string_view more) {
  const std::string_view kind = one.is_dst ? "DAYLIGHT" : "STANDARD";
  append_line(out, "BEGIN:" + std::string(kind));
  append_line(out, "DTSTART:" + std::string(start));
  if (!more.empty()) append_line(out, more);
  append_line(out, "TZOFFSETFROM:" + written_offset(one.from));
  append_line(out, "TZOFFSETTO:" + written_offset(one.to));
  append_line(out, "TZNAME:" + escape_text(one.name));
  append_line(out, "END:" + std::string(kind));
}

void append_ruled(std::string& out, const PosixTz& rule, int year) {
  const auto put = [&](const PosixTz::Change& change, const Observance& one) {
    append_observance(out, one, written_local(schedule::local_at(change.in_year(year))),
                      "RRULE:FREQ=YEARLY;" + *by_parts(change));
  };
  const std::int64_t standard = rule.standard_offset;
  const std::int64_t daylight = rule.daylight_offset;
  put(rule.start, {true, standard, daylight, rule.daylight_name});
  put(rule.end, {false, daylight, standard, rule.standard_name});
}

void append_listed(std::string& out, const Onsets& onsets) {
  for (const auto& [one, times] : onsets) {
    std::string more;
    for (std::size_t i = 1; i < times.size(); ++i)
      more += (more.empty() ? "RDATE:" : ",") + written_local(times[i]);
    append_observance(out, one, written_local(times.front()), more);
  }
}

}  // namespace

void append_vtimezone(std::string& out, const Zone& zone, sys_seconds begin,
                      std::optional<sys_seconds> end) {
  out += "BEGIN:VTIMEZONE\r\n";
  append_line(out, "TZID:" + zone.name());
  // A whole year before it, so that both changes of a rule have happened when it begins.
  const int first = year_of(begin) - 1;
  const auto ruled = first_ruled_year(zone, first);
  sys_seconds listed_end = end ? *end : begin_of_year(first + limits::ics_listed_years);
  if (ruled) {
    const auto [start, finish] = changes_of(*zone.afterwards(), *ruled);
    listed_end = std::min(listed_end, std::min(start, finish));
  }
  if (!ruled || *ruled > first) {
    Onsets onsets;
    list_onsets(zone, begin, listed_end, onsets);
    append_listed(out, onsets);
  }
  if (ruled) append_ruled(out, *zone.afterwards(), *ruled);
  out += "END:VTIMEZONE\r\n";
}

}  // namespace curia::ical
