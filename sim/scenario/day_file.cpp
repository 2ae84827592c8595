#include "sim/scenario/day_file.hpp"

#include "sim/scenario/line_reader.hpp"

namespace curia::scenario {
namespace {

constexpr std::int64_t most_people = 100'000;
constexpr std::int64_t most_faults = 1'000;

std::uint32_t small_number(LineReader& in, std::int64_t most) {
  return static_cast<std::uint32_t>(in.number("a number", most));
}

void parse_line(LineReader& in, DayFile& day) {
  if (in.take("day")) {
    day.name = in.quoted_or_word("a name");
  } else if (in.take("seed")) {
    day.seed = static_cast<std::uint64_t>(in.number("a seed", 1'000'000'000'000));
  } else if (in.take("people")) {
    day.options.people = small_number(in, most_people);
    if (day.options.people == 0) in.complain("an organisation has people");
  } else if (in.take("meetings")) {
    day.options.meetings = small_number(in, most_people);
  } else if (in.take("together")) {
    day.options.is_one_meeting = true;
    day.options.meetings = 1;
  } else if (in.take("length")) {
    day.options.length = in.duration("a time");
  } else if (in.take("crashes")) {
    day.crashes = small_number(in, most_faults);
  } else if (in.take("changes")) {
    day.changes = small_number(in, most_faults);
  } else {
    in.complain(
        "a day has: day, seed, people, meetings, together, length, "
        "crashes, changes");
  }
  in.end_of_line();
}

}  // namespace

Result<DayFile> parse_day(std::string_view text, const std::string& file) {
  LineReader in(text, file);
  DayFile day;
  while (!in.at_end() && !in.failed()) parse_line(in, day);
  if (in.failed()) return fail(in.error());
  return day;
}

}  // namespace curia::scenario
