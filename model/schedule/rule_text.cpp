#include <algorithm>
#include <cstdio>

#include "model/base/text.hpp"
#include "model/schedule/rule.hpp"
#include "model/schedule/rule_names.hpp"

namespace curia::schedule {
namespace {

class Writer {
 public:
  explicit Writer(std::string first) : out_(std::move(first)) {}

  void part(std::string_view name, std::string_view value) {
    if (!value.empty()) out_.append(";").append(name).append("=").append(value);
  }
  void bits(std::string_view name, std::uint64_t set) {
    std::string list;
    for (int bit = 0; bit < 64; ++bit)
      if (set >> bit & 1) add(list, std::to_string(bit));
    part(name, list);
  }
  void numbers(std::string_view name, const std::vector<std::int16_t>& values) {
    std::string list;
    for (const int value : values) add(list, std::to_string(value));
    part(name, list);
  }
  void signed_set(std::string_view name, const SignedSet& set) {
    std::string list;
    for (int bit = 63; bit > 0; --bit)
      if (set.from_end >> bit & 1) add(list, std::to_string(-bit));
    for (int bit = 1; bit < 64; ++bit)
      if (set.from_start >> bit & 1) add(list, std::to_string(bit));
    part(name, list);
  }
  void days(const Rule& rule) {
    std::string list;
    for (std::size_t day = 0; day < weekday_names.size(); ++day)
      if (rule.weekdays >> day & 1) add(list, std::string(weekday_names[day]));
    for (const NthWeekday& day : rule.nth_weekdays)
      add(list, std::to_string(day.nth) + std::string(weekday_names[day.weekday]));
    part("BYDAY", list);
  }
  std::string take() { return std::move(out_); }

 private:
  static void add(std::string& list, const std::string& element) {
    if (!list.empty()) list += ',';
    list += element;
  }
  std::string out_;
};

std::optional<int> digits(std::string_view text, std::size_t from, std::size_t count) {
  const auto value = parse_decimal(text.substr(from, count));
  return value ? std::optional(static_cast<int>(*value)) : std::nullopt;
}

}  // namespace

std::string to_text(const Rule& rule) {
  Writer out("FREQ=" + std::string(frequency_names[static_cast<std::size_t>(rule.frequency)]));
  if (rule.until) out.part("UNTIL", to_text(*rule.until));
  if (rule.count != 0) out.part("COUNT", std::to_string(rule.count));
  if (rule.interval != 1) out.part("INTERVAL", std::to_string(rule.interval));
  out.bits("BYSECOND", rule.seconds_set);
  out.bits("BYMINUTE", rule.minutes);
  out.bits("BYHOUR", rule.hours);
  out.days(rule);
  out.signed_set("BYMONTHDAY", rule.month_days);
  out.numbers("BYYEARDAY", rule.year_days);
  out.signed_set("BYWEEKNO", rule.weeks);
  out.bits("BYMONTH", rule.months);
  out.numbers("BYSETPOS", rule.positions);
  if (rule.week_start != 0) out.part("WKST", weekday_names[rule.week_start]);
  return out.take();
}

std::string to_text(const Until& moment) {
  const CivilDate date = civil_date(floor_div(moment.time, day_seconds));
  const int second = static_cast<int>(floor_mod(moment.time, day_seconds));
  char text[64];
  std::snprintf(text, sizeof text, "%04d%02d%02dT%02d%02d%02dZ", date.year, date.month, date.day,
                second / 3600, second / 60 % 60, second % 60);
  const std::string whole = text;
  switch (moment.form) {
    case Until::Form::date:
      return whole.substr(0, 8);
    case Until::Form::local:
      return whole.substr(0, 15);
    case Until::Form::utc:
      break;
  }
  return whole;
}

Result<Until> parse_moment(std::string_view text) {
  const auto refuse = [&] {
    return fail(Errc::invalid_value, "'" + std::string(text.substr(0, 40)) +
                                         "' is not a date such as 20260329, nor a time such as "
                                         "20260329T023000 or 20260329T023000Z");
  };
  const bool is_date = text.size() == 8;
  const bool is_utc = text.size() == 16 && (text[15] == 'Z' || text[15] == 'z');
  if (!is_date && !is_utc && text.size() != 15) return refuse();
  const auto year = digits(text, 0, 4), month = digits(text, 4, 2), day = digits(text, 6, 2);
  if (!year || !month || !day || *year < 1 || *month < 1 || *month > 12 || *day < 1 ||
      *day > days_in_month(*year, *month))
    return refuse();
  Until moment{is_date  ? Until::Form::date
               : is_utc ? Until::Form::utc
                        : Until::Form::local,
               day_number(*year, *month, *day) * day_seconds};
  if (is_date) return moment;
  if (text[8] != 'T' && text[8] != 't') return refuse();
  const auto hour = digits(text, 9, 2), minute = digits(text, 11, 2), second = digits(text, 13, 2);
  if (!hour || !minute || !second || *hour > 23 || *minute > 59 || *second > 60) return refuse();
  moment.time += *hour * 3600 + *minute * 60 + std::min(*second, 59);
  return moment;
}

}  // namespace curia::schedule
