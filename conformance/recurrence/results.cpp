// Occurrences of many rules, by our engine or by libical: one case a line in, one answer a line
// out.
//
//   recurrence_results ours|libical <cases
//
// A case has these fields, with tabs between: start (20260329T023000 or 20260329), zone, rule,
// EXDATEs, RDATEs (lists with commas), from and to (UTC, 20260329T003000), how many at most.
// An answer is a list of LOCAL/UTC with blanks between, or "error WHY". Ours lists what starts at
// `from` or later and before `to`; libical knows neither window nor dates: it lists what its
// iterator makes from the start on, from two days before `from` to two days behind `to`.
#include <csignal>
#include <iostream>
#include <sstream>

#include <libical/ical.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include "impl/io/files.hpp"
#include "impl/service/zones/zone_book.hpp"
#include "model/schedule/occurrences.hpp"

namespace {

using namespace curia;
using namespace curia::schedule;

struct Case {
  std::string start, zone, rule, excluded, added, from, to;
  std::size_t most = 0;
  bool all_day() const { return start.size() == 8; }
};

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::istringstream in(text);
  for (std::string part; std::getline(in, part, at);) parts.push_back(part);
  return parts;
}

Case read_case(const std::string& line) {
  std::vector<std::string> fields = split(line, '\t');
  fields.resize(8);
  return {fields[0], fields[1], fields[2], fields[3],
          fields[4], fields[5], fields[6], std::stoul("0" + fields[7])};
}

std::int64_t count(const std::string& text) {
  const auto moment = parse_moment(text);
  if (!moment) std::cerr << "not a time: " << text << "\n";
  return moment ? moment->time : 0;
}

std::string written(std::int64_t time) { return to_text(Until{Until::Form::local, time}); }

std::string answer_of_ours(const Case& asked) {
  static io::RealFiles files("/usr/share/zoneinfo");
  static zones::ZoneBook book(files);
  const auto zone = book.find(asked.zone);
  if (!zone) return "error " + zone.error().message;
  SeriesSpec spec;
  spec.start = local_at(count(asked.start));
  spec.all_day = asked.all_day();
  if (!asked.rule.empty()) {
    auto rule = parse_rule(asked.rule);
    if (!rule) return "error " + rule.error().message;
    spec.rule = *std::move(rule);
  }
  for (const auto& text : split(asked.excluded, ','))
    spec.excluded.push_back(local_at(count(text)));
  for (const auto& text : split(asked.added, ',')) spec.added.push_back(local_at(count(text)));
  const auto series = Series::make(std::move(spec), *zone);
  if (!series) return "error " + series.error().message;
  Occurrences occurrences(*series, sys_at(count(asked.from)));
  std::string out;
  for (std::size_t i = 0; i < asked.most; ++i) {
    const auto next = occurrences.next();
    if (!next || count_of(next->start) >= count(asked.to)) break;
    out += written(count_of(next->local)) + "/" + written(count_of(next->start)) + " ";
  }
  return occurrences.end() == End::gave_up ? out + "gave_up" : out;
}

std::string answer_of_libical(const Case& asked) {
  icaltimezone* zone = icaltimezone_get_builtin_timezone(asked.zone.c_str());
  if (zone == nullptr) return "error no such zone";
  const std::int64_t lowest = count(asked.from) - 2 * day_seconds;
  const std::int64_t highest = count(asked.to) + 2 * day_seconds;
  icaltimetype start = icaltime_from_string(asked.start.c_str());
  if (!asked.all_day()) start = icaltime_set_timezone(&start, zone);
  const icalrecurrencetype rule = icalrecurrencetype_from_string(asked.rule.c_str());
  if (rule.freq == ICAL_NO_RECURRENCE) return "error libical refuses the rule";
  std::string out;
  icalrecur_iterator* iterator = icalrecur_iterator_new(rule, start);
  if (iterator == nullptr) return "error libical refuses the rule";
  for (;;) {
    const icaltimetype local = icalrecur_iterator_next(iterator);
    if (icaltime_is_null_time(local)) break;
    const std::int64_t wall = count_of(
        local_time({local.year, local.month, local.day}, local.hour, local.minute, local.second));
    if (wall > highest) break;
    if (wall < lowest) continue;
    const icaltimetype utc = icaltime_convert_to_zone(local, icaltimezone_get_utc_timezone());
    const std::int64_t instant =
        count_of(local_time({utc.year, utc.month, utc.day}, utc.hour, utc.minute, utc.second));
    out += written(wall) + "/" + written(instant) + " ";
  }
  icalrecur_iterator_free(iterator);
  return out;
}

// An iterator of libical can run for hours, and can crash: it runs in a child.
std::string answer_of_child(const Case& asked) {
  if (icaltimezone* zone = icaltimezone_get_builtin_timezone(asked.zone.c_str())) {
    icaltimetype late = icaltime_from_string("21000101T000000");  // read its file here, once
    late = icaltime_set_timezone(&late, zone);
    icaltime_convert_to_zone(late, icaltimezone_get_utc_timezone());
  }
  int ends[2];
  if (pipe(ends) != 0) return "error no pipe";
  const pid_t child = fork();
  if (child == 0) {
    const itimerval patience{{0, 0}, {0, 50'000}};  // of processor time
    setitimer(ITIMER_VIRTUAL, &patience, nullptr);
    const std::string out = answer_of_libical(asked);
    for (std::size_t done = 0; done < out.size();) {
      const ssize_t count = write(ends[1], out.data() + done, out.size() - done);
      if (count <= 0) break;
      done += static_cast<std::size_t>(count);
    }
    _exit(0);
  }
  close(ends[1]);
  std::string out;
  char part[4096];
  for (ssize_t count; (count = read(ends[0], part, sizeof part)) > 0;)
    out.append(part, static_cast<std::size_t>(count));
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (!WIFSIGNALED(status)) return out;
  return WTERMSIG(status) == SIGVTALRM ? "error too slow" : "error libical crashes";
}

}  // namespace

int main(int argc, char** argv) {
  const std::string who = argc == 2 ? argv[1] : "";
  if (who != "ours" && who != "libical") {
    std::cerr << "Usage: recurrence_results ours|libical <cases\n";
    return 2;
  }
  icalerror_set_errors_are_fatal(0);
  for (std::string line; std::getline(std::cin, line);) {
    const Case asked = read_case(line);
    std::cout << std::flush << (who == "ours" ? answer_of_ours(asked) : answer_of_child(asked))
              << "\n";
  }
  return 0;
}
