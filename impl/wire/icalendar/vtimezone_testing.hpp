// Reads a VTIMEZONE as a calendar does: which offset rules at an instant.
#pragma once

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "impl/wire/icalendar/lines.hpp"
#include "impl/wire/icalendar/moments.hpp"
#include "model/base/check.hpp"
#include "model/schedule/occurrences.hpp"

namespace curia::ical {

class VtimezoneReader {
 public:
  // `until` bounds how far its rules are followed.
  VtimezoneReader(const Component& vtimezone, schedule::sys_seconds until) {
    for (const Component& child : vtimezone.children) take(child, until);
    std::sort(onsets_.begin(), onsets_.end());
  }

  std::int64_t offset_at(schedule::sys_seconds instant) const {
    const auto after =
        std::upper_bound(onsets_.begin(), onsets_.end(), std::pair(instant, INT64_MAX));
    check(after != onsets_.begin(), "the VTIMEZONE begins before the meeting");
    return std::prev(after)->second;
  }

 private:
  void take(const Component& observance, schedule::sys_seconds until) {
    const std::int64_t from = *read_offset(observance.find("TZOFFSETFROM")->value);
    const std::int64_t to = *read_offset(observance.find("TZOFFSETTO")->value);
    const auto start = read_moment(*observance.find("DTSTART"))->local;
    schedule::SeriesSpec spec{.start = start};
    if (const Line* rule = observance.find("RRULE")) spec.rule = *schedule::parse_rule(rule->value);
    for (const Line& line : observance.lines) {
      std::vector<Moment> dates;
      if (line.name == "RDATE") check(read_moments(line, dates).has_value(), "dates are read");
      for (const Moment& date : dates) spec.added.push_back(date.local);
    }
    static const auto utc = std::make_shared<const schedule::Zone>(schedule::Zone::utc());
    const auto series = schedule::Series::make(std::move(spec), utc);
    check(series.has_value(), "an observance is a series");
    schedule::Occurrences occurrences(*series);
    bool begins_with_start = false;
    while (const auto one = occurrences.next()) {
      if (one->local == start) begins_with_start = true;
      if (one->start > until) break;
      onsets_.emplace_back(one->start - schedule::seconds(from), to);
    }
    check(begins_with_start, "DTSTART is the first onset");
  }

  std::vector<std::pair<schedule::sys_seconds, std::int64_t>> onsets_;
};

}  // namespace curia::ical
