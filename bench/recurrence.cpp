// Recurrences beside libical 3.0: what one occurrence costs, and a window far into a series.
//
//   recurrence [ROUNDS]
//
// Goals (issue of the Scheduler): at least 20 times as fast as libical; a week, 20 years
// into a weekly rule, below 5 us. Ours gives instants in the meeting's zone; libical's iterator
// local times only, which is less work. Medians of rounds in turn.
#include <libical/ical.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

#include "bench/cpu_time.hpp"
#include "impl/io/files.hpp"
#include "impl/service/zones/zone_book.hpp"
#include "model/schedule/occurrences.hpp"

namespace {

using namespace curia;
using namespace curia::schedule;

constexpr int occurrences = 400;  // of each rule

using bench::cpu_ns;

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

const local_seconds start =
    std::chrono::local_days(std::chrono::year{2026} / 1 / 5) + std::chrono::hours(9);

Series series_of(const char* rule, const std::shared_ptr<const Zone>& zone) {
  return *Series::make({.start = start, .rule = *parse_rule(rule)}, zone);
}

int expand_ours(const char* rule, const std::shared_ptr<const Zone>& zone, std::int64_t& sum) {
  const Series series = series_of(rule, zone);
  Occurrences walk(series);
  int count = 0;
  while (count < occurrences) {
    const auto one = walk.next();
    if (!one) break;
    sum += one->local.time_since_epoch().count();
    ++count;
  }
  return count;
}

int expand_libical(const char* rule, std::int64_t& sum) {
  const auto parsed = icalrecurrencetype_from_string(rule);
  auto* walk = icalrecur_iterator_new(parsed, icaltime_from_string("20260105T090000"));
  int count = 0;
  while (count < occurrences) {
    const auto one = icalrecur_iterator_next(walk);
    if (icaltime_is_null_time(one)) break;
    sum += icaltime_as_timet(one);
    ++count;
  }
  icalrecur_iterator_free(walk);
  return count;
}

void compare(const char* what, const char* rule, const std::shared_ptr<const Zone>& zone,
             int rounds) {
  std::vector<double> ours, theirs;
  std::int64_t sum_of_ours = 0, sum_of_theirs = 0;
  for (int i = 0; i < rounds; ++i) {
    sum_of_ours = sum_of_theirs = 0;
    const double begun = cpu_ns();
    const int count = expand_ours(rule, zone, sum_of_ours);
    const double between = cpu_ns();
    const int count_of_theirs = expand_libical(rule, sum_of_theirs);
    const double ended = cpu_ns();
    if (count != count_of_theirs || sum_of_ours != sum_of_theirs) {
      std::fprintf(stderr, "%s: the two do not agree (%d and %d)\n", what, count, count_of_theirs);
      std::exit(1);
    }
    ours.push_back((between - begun) / count);
    theirs.push_back((ended - between) / count);
  }
  std::printf("%-24s ours %7.1f ns   libical %8.1f ns   ratio %5.1f\n", what, median(ours),
              median(theirs), median(theirs) / median(ours));
}

void window(const std::shared_ptr<const Zone>& zone, int rounds) {
  const Series series = series_of("FREQ=WEEKLY;BYDAY=MO,TH", zone);
  const sys_seconds from = std::chrono::sys_days(std::chrono::year{2046} / 3 / 5);
  std::vector<double> times;
  for (int i = 0; i < 100 * rounds; ++i) {
    const double begun = cpu_ns();
    Occurrences walk(series, from);
    int count = 0;
    for (auto one = walk.next(); one && one->start < from + std::chrono::days(7); one = walk.next())
      ++count;
    times.push_back(cpu_ns() - begun);
    if (count == 2) continue;
    std::fprintf(stderr, "the week has %d occurrences\n", count);
    std::exit(1);
  }
  std::printf("%-24s ours %7.2f us\n", "a week, 20 years on", median(times) / 1000);
}

}  // namespace

int main(int argc, char** argv) {
  const int rounds = argc > 1 ? std::atoi(argv[1]) : 101;
  io::RealFiles files("/usr/share/zoneinfo");
  zones::ZoneBook zones(files);
  const auto paris = zones.find("Europe/Paris");
  if (!paris) {
    std::fprintf(stderr, "%s\n", paris.error().message.c_str());
    return 1;
  }
  compare("daily", "FREQ=DAILY", *paris, rounds);
  compare("weekly", "FREQ=WEEKLY", *paris, rounds);
  compare("weekly on three days", "FREQ=WEEKLY;BYDAY=MO,WE,FR", *paris, rounds);
  compare("monthly, last Friday", "FREQ=MONTHLY;BYDAY=-1FR", *paris, rounds);
  compare("BYSETPOS", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", *paris, rounds);
  window(*paris, rounds);
  return 0;
}
