#include "impl/service/scheduler/times.hpp"

#include <cstdio>

#include "model/base/text.hpp"

namespace curia::scheduler {
namespace {

using schedule::seconds;

// Takes digits off the front; nothing when there are not so many.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  const auto value = parse_decimal(text.substr(0, digits));
  text.remove_prefix(digits);
  return value ? std::optional(static_cast<int>(*value)) : std::nullopt;
}

bool take(std::string_view& text, std::string_view any_of) {
  if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
  text.remove_prefix(1);
  return true;
}

bool skip_fraction(std::string_view& text) {
  if (!take(text, ".,")) return true;
  const std::size_t digits = std::min(text.size(), text.find_first_not_of("0123456789"));
  text.remove_prefix(digits);
  return digits > 0;
}

std::optional<schedule::CivilDate> take_date(std::string_view& text) {
  const auto year = take_number(text, 4);
  if (!year || !take(text, "-")) return std::nullopt;
  const auto month = take_number(text, 2);
  if (!month || *month < 1 || *month > 12 || !take(text, "-")) return std::nullopt;
  const auto day = take_number(text, 2);
  if (!day || *day < 1 || *year < 1 || *day > schedule::days_in_month(*year, *month))
    return std::nullopt;
  return schedule::CivilDate{*year, *month, *day};
}

// Hours, minutes, and seconds if there are any; the 60th second counts as the 59th.
std::optional<seconds> take_clock(std::string_view& text) {
  const auto hour = take_number(text, 2);
  if (!hour || *hour > 23 || !take(text, ":")) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || *minute > 59) return std::nullopt;
  int second = 0;
  if (take(text, ":")) {
    const auto given = take_number(text, 2);
    if (!given || *given > 60 || !skip_fraction(text)) return std::nullopt;
    second = std::min(*given, 59);
  }
  return seconds(*hour * 3600 + *minute * 60 + second);
}

// False when what is left is no offset.
bool take_offset(std::string_view text, std::optional<seconds>& offset) {
  if (text.empty()) return true;
  if (text == "Z" || text == "z") {
    offset = seconds(0);
    return true;
  }
  const bool is_west = text.front() == '-';
  if (!take(text, "+- ")) return false;
  const auto hour = take_number(text, 2);
  take(text, ":");
  const auto minute = take_number(text, 2);
  if (!hour || !minute || *hour > 23 || *minute > 59 || !text.empty()) return false;
  offset = seconds((*hour * 3600 + *minute * 60) * (is_west ? -1 : 1));
  return true;
}

std::unexpected<Error> no_time(std::string_view text) {
  return fail(Errc::invalid_value, "'" + std::string(text.substr(0, 40)) +
                                       "' is not a time such as 2021-01-30T08:30:00");
}

std::string written(std::int64_t time) {
  const auto date = schedule::civil_date(schedule::floor_div(time, schedule::day_seconds));
  const int second = static_cast<int>(schedule::floor_mod(time, schedule::day_seconds));
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d", date.year, date.month, date.day,
                second / 3600, second / 60 % 60, second % 60);
  return text;
}

}  // namespace

Result<ReadTime> read_time(std::string_view text) {
  std::string_view rest = trim_ascii_space(text);
  const auto date = take_date(rest);
  if (!date) return no_time(text);
  ReadTime read{schedule::local_time(*date), std::nullopt};
  if (rest.empty()) return read;
  if (!take(rest, "Tt ")) return no_time(text);
  const auto clock = take_clock(rest);
  if (!clock || !take_offset(rest, read.offset)) return no_time(text);
  read.local += *clock;
  return read;
}

Result<schedule::local_seconds> read_local(std::string_view text) {
  const auto read = read_time(text);
  if (!read) return fail(read.error());
  if (read->offset && *read->offset != seconds(0))
    return fail(Errc::invalid_value, "'" + std::string(text.substr(0, 40)) +
                                         "' is to be a local time; timeZone says where");
  return read->local;
}

Result<schedule::sys_seconds> read_instant(std::string_view text) {
  const auto read = read_time(text);
  if (!read) return fail(read.error());
  return schedule::sys_at(schedule::count_of(read->local)) - read->offset.value_or(seconds(0));
}

std::string local_text(schedule::local_seconds time) {
  return written(schedule::count_of(time)) + ".000";
}

std::string instant_text(schedule::sys_seconds instant) {
  return written(schedule::count_of(instant)) + "Z";
}

std::string timestamp(WallTime time) {
  const auto whole = std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count();
  char fraction[16];
  std::snprintf(fraction, sizeof fraction, ".%03dZ",
                static_cast<int>(schedule::floor_mod(whole, 1000)));
  return written(schedule::floor_div(whole, 1000)) + fraction;
}

}  // namespace curia::scheduler
