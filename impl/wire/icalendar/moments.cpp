#include "impl/wire/icalendar/moments.hpp"

#include "model/base/text.hpp"
#include "model/schedule/rule.hpp"

namespace curia::ical {

using schedule::Until;

std::string written_utc(std::int64_t seconds) { return to_text(Until{Until::Form::utc, seconds}); }

std::string written_local(local_seconds time) {
  return to_text(Until{Until::Form::local, schedule::count_of(time)});
}

std::string written(const Moment& moment) {
  const std::int64_t count = schedule::count_of(moment.local);
  if (moment.is_date) return ";VALUE=DATE:" + to_text(Until{Until::Form::date, count});
  if (moment.zone == "UTC") return ':' + written_utc(count);
  return ";TZID=" + moment.zone + ':' + written_local(moment.local);
}

namespace {

Result<Moment> moment_of(std::string_view text, std::string_view zone) {
  const auto read = schedule::parse_moment(text);
  if (!read) return fail(read.error());
  Moment moment{schedule::local_at(read->time), read->form == Until::Form::date, "UTC"};
  if (read->form == Until::Form::local && !zone.empty()) moment.zone = zone;
  return moment;
}

}  // namespace

Result<Moment> read_moment(const Line& line) {
  return moment_of(line.value, line.parameter("TZID"));
}

Result<> read_moments(const Line& line, std::vector<Moment>& out) {
  std::string_view rest = line.value;
  while (!rest.empty()) {
    const std::size_t end = rest.find(',');
    auto moment = moment_of(rest.substr(0, end), line.parameter("TZID"));
    if (!moment) return fail(moment.error());
    out.push_back(*std::move(moment));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  return {};
}

std::string written_offset(std::int64_t seconds) {
  std::string out(1, seconds < 0 ? '-' : '+');
  const std::int64_t size = seconds < 0 ? -seconds : seconds;
  const auto put = [&](std::int64_t number) {
    out += static_cast<char>('0' + number / 10);
    out += static_cast<char>('0' + number % 10);
  };
  put(size / 3600);
  put(size / 60 % 60);
  if (size % 60 != 0) put(size % 60);
  return out;
}

Result<std::int64_t> read_offset(std::string_view text) {
  const auto digits = parse_decimal(text.substr(std::min<std::size_t>(1, text.size())));
  if (!digits || (text.size() != 5 && text.size() != 7) || (text[0] != '+' && text[0] != '-'))
    return fail(Errc::invalid_value, "not an offset from UTC: '" + std::string(text) + "'");
  std::int64_t number = text.size() == 5 ? *digits * 100 : *digits;
  number = number / 10000 * 3600 + number / 100 % 100 * 60 + number % 100;
  return text[0] == '-' ? -number : number;
}

}  // namespace curia::ical
