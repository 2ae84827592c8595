#include <algorithm>
#include <cstdio>
#include <iostream>

#include "impl/io/files.hpp"
#include "impl/service/zones/zone_book.hpp"
#include "model/base/text.hpp"
#include "model/schedule/occurrences.hpp"
#include "tools/curia/command.hpp"

namespace curia::tools {
namespace {

using namespace schedule;

constexpr std::int64_t default_count = 20;

std::string written(std::int64_t time) {
  const CivilDate date = civil_date(floor_div(time, day_seconds));
  const int second = static_cast<int>(floor_mod(time, day_seconds));
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d", date.year, date.month, date.day,
                second / 3600, second / 60 % 60, second % 60);
  return text;
}

void print(const Occurrence& occurrence, const Zone& zone) {
  constexpr std::string_view names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  const std::int64_t local = count_of(occurrence.local);
  std::string abbreviation(zone.at(occurrence.start).abbreviation);
  abbreviation.resize(std::max<std::size_t>(abbreviation.size(), 5), ' ');
  std::cout << written(local) << " "
            << names[static_cast<std::size_t>(weekday_of(floor_div(local, day_seconds)))] << " "
            << abbreviation << " " << written(count_of(occurrence.start)) << "Z\n";
}

struct Question {
  std::shared_ptr<const Zone> zone;
  SeriesSpec spec;
  sys_seconds from = sys_seconds::min();
  sys_seconds to = sys_seconds::max();
  std::int64_t count = default_count;
};

Result<sys_seconds> instant(const std::string& text, const Zone& zone) {
  const auto moment = parse_moment(text);
  if (!moment) return fail(moment.error());
  if (moment->form == Until::Form::utc) return sys_at(moment->time);
  return zone.to_utc(local_at(moment->time));
}

Result<Question> read_question(const Options& options) {
  if (options.rest().size() != 1 || !options.value("start"))
    return fail(Errc::invalid_value, "a rule and --start TIME are needed");
  Question question;
  io::RealFiles files("/usr/share/zoneinfo");
  const auto zone = zones::ZoneBook(files).find(options.value("zone").value_or("UTC"));
  if (!zone) return fail(zone.error());
  question.zone = *zone;
  const auto start = parse_moment(*options.value("start"));
  if (!start) return fail(start.error());
  const bool is_utc = start->form == Until::Form::utc;
  question.spec.start =
      is_utc ? question.zone->to_local(sys_at(start->time)) : local_at(start->time);
  question.spec.all_day = start->form == Until::Form::date;
  auto rule = parse_rule(options.rest().front());
  if (!rule) return fail(rule.error());
  question.spec.rule = *std::move(rule);
  for (const auto& [name, bound] : {std::pair("from", &question.from), {"to", &question.to}}) {
    const auto text = options.value(name);
    if (!text) continue;
    const auto time = instant(*text, *question.zone);
    if (!time) return fail(time.error());
    *bound = *time;
  }
  if (const auto text = options.value("count")) {
    const auto count = parse_decimal(*text);
    if (!count || *count == 0)
      return fail(Errc::invalid_value, "'" + *text + "' is not a number of occurrences");
    question.count = *count;
  }
  return question;
}

int run_recur(std::span<const std::string> arguments) {
  const auto options = Options::parse(arguments, {"start", "zone", "from", "to", "count"}, {});
  if (!options) return complain_usage(recur_command, options.error());
  const auto question = read_question(*options);
  if (!question) return complain_usage(recur_command, question.error());
  const auto series = Series::make(question->spec, question->zone);
  if (!series) return complain(recur_command, series.error());
  Occurrences occurrences(*series, question->from);
  for (std::int64_t printed = 0; printed < question->count; ++printed) {
    const auto next = occurrences.next();
    if (!next && occurrences.end() == End::gave_up)
      return complain(recur_command, Error{Errc::limit_reached, {}, "the search gave up"});
    if (!next || next->start >= question->to) {
      if (printed == 0) std::cout << "no occurrences\n";
      break;
    }
    print(*next, *question->zone);
  }
  return exit_done;
}

}  // namespace

const Command recur_command{
    "recur", "print the occurrences of a recurrence rule",
    "Usage: curia recur RULE --start TIME [OPTIONS]\n\n"
    "Prints the occurrences of an RRULE (docs/recurrences.md): local time, weekday, abbreviation\n"
    "of the zone, and UTC. Times are written 20260329T023000 (local), 20260329T003000Z (UTC) or\n"
    "20260329 (a date: an all-day meeting).\n\n"
    "  --start TIME   DTSTART\n"
    "  --zone NAME    the time zone of the meeting, for example Europe/Paris (UTC)\n"
    "  --from TIME    only what starts then or later\n"
    "  --to TIME      only what starts before\n"
    "  --count N      at most so many (20)\n",
    run_recur};

}  // namespace curia::tools
