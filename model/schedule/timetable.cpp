#include "model/schedule/timetable.hpp"

#include <algorithm>
#include <tuple>

namespace curia::schedule {
namespace {

// A day of a change of clocks is longer than others by less than this.
constexpr seconds longest_shift{2 * day_seconds};

const auto walk_order = [](const Recurrence& a, const Recurrence& b) {
  return std::tie(a.start, a.id) < std::tie(b.start, b.id);
};

std::unexpected<Error> at_fault(Error error, std::string parameter) {
  error.parameter = std::move(parameter);
  return fail(std::move(error));
}

}  // namespace

seconds length_of(const MeetingTime& time, const Zone& zone) {
  const sys_seconds start = zone.to_utc(time.start);
  const bool is_skipped = zone.to_local(start) != time.start;
  return time.all_day || is_skipped ? time.end - time.start : zone.to_utc(time.end) - start;
}

sys_seconds end_of(local_seconds start, seconds length, bool all_day, const Zone& zone) {
  return all_day ? zone.to_utc(start + length) : zone.to_utc(start) + length;
}

Result<Timetable> Timetable::make(const MeetingTime& time, std::string_view rrule,
                                  std::vector<Exception> exceptions, const ZoneSource& zones) {
  auto zone = zones(time.zone);
  if (!zone) return at_fault(zone.error(), "timeZone");
  SeriesSpec spec{.start = time.start, .all_day = time.all_day};
  if (!rrule.empty()) {
    auto rule = parse_rule(rrule);
    if (!rule) return at_fault(rule.error(), "rrule");
    spec.rule = *std::move(rule);
  }
  auto series = Series::make(std::move(spec), *zone);
  if (!series) return at_fault(series.error(), rrule.empty() ? "dtStart" : "rrule");
  Timetable made;
  made.series_ = std::make_shared<const Series>(*std::move(series));
  made.time_ = time;
  made.duration_ = length_of(time, **zone);
  for (const Exception& exception : exceptions) {
    if (!exception.time) continue;
    auto own = zones(exception.time->zone);
    if (!own) return at_fault(own.error(), "timeZone");
    const MeetingTime& its = *exception.time;
    const Recurrence there{exception.id, (*own)->to_utc(its.start),
                           end_of(its.start, length_of(its, **own), its.all_day, **own)};
    made.changed_.push_back(there);
    if (!exception.cancelled) made.moved_.push_back(there);
  }
  made.exceptions_ = std::move(exceptions);
  std::ranges::sort(made.moved_, walk_order);
  return made;
}

Recurrence Timetable::timed(const Occurrence& occurrence) const {
  return {occurrence.id, occurrence.start,
          end_of(occurrence.local, duration_, time_.all_day, zone())};
}

bool Timetable::is_excepted(sys_seconds id) const {
  const auto found = std::ranges::lower_bound(exceptions_, id, {}, &Exception::id);
  return found != exceptions_.end() && found->id == id && (found->cancelled || found->time);
}

std::optional<Recurrence> Timetable::in_series(sys_seconds id) const {
  const auto found = series_->find(id);
  return found ? std::optional(timed(*found)) : std::nullopt;
}

std::optional<Recurrence> Timetable::find(sys_seconds id) const {
  const auto changed = std::ranges::lower_bound(changed_, id, {}, &Recurrence::id);
  if (changed != changed_.end() && changed->id == id) return *changed;
  return in_series(id);
}

std::optional<Recurrence> Timetable::first_in_series() const {
  const auto first = series_->first();
  return first ? std::optional(timed(*first)) : std::nullopt;
}

sys_seconds Timetable::last_end() const {
  if (series_->is_endless()) return sys_seconds::max();
  sys_seconds latest = sys_seconds::min();
  for (auto last = series_->last(); last; last = series_->last(last->start)) {
    if (is_excepted(last->id)) continue;
    latest = timed(*last).end;
    break;
  }
  for (const Recurrence& moved : moved_) latest = std::max(latest, moved.end);
  return latest;
}

Timetable::Walk::Walk(const Timetable& timetable, sys_seconds after)
    : timetable_(&timetable), after_(after) {
  const seconds reach =
      timetable.duration_ + (timetable.time_.all_day ? longest_shift : seconds(0));
  const bool is_far = after < sys_seconds::min() + reach;
  occurrences_ = std::make_unique<Occurrences>(*timetable.series_,
                                               is_far ? sys_seconds::min() : after - reach);
}

std::optional<Recurrence> Timetable::Walk::next_unmoved() {
  while (const auto occurrence = occurrences_->next()) {
    const Recurrence timed = timetable_->timed(*occurrence);
    if (timed.end > after_ && !timetable_->is_excepted(timed.id)) return timed;
  }
  return std::nullopt;
}

std::optional<Recurrence> Timetable::Walk::next() {
  if (!has_ahead_) {
    ahead_ = next_unmoved();
    has_ahead_ = true;
  }
  const auto& moved = timetable_->moved_;
  while (moved_next_ < moved.size() && moved[moved_next_].end <= after_) ++moved_next_;
  if (moved_next_ < moved.size() && (!ahead_ || walk_order(moved[moved_next_], *ahead_)))
    return moved[moved_next_++];
  has_ahead_ = !ahead_;  // the end stays the end
  return ahead_;
}

}  // namespace curia::schedule
