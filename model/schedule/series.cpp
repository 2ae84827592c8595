#include "model/schedule/series.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/base/limits.hpp"
#include "model/schedule/occurrences.hpp"

namespace curia::schedule {
namespace {

constexpr local_seconds first_local = local_time({1, 1, 1});
constexpr local_seconds last_local = local_time({9999, 12, 31}, 23, 59, 59);

bool is_time(local_seconds time, bool all_day) {
  return time >= first_local && time <= last_local &&
         (!all_day || floor_mod(count_of(time), day_seconds) == 0);
}

std::unexpected<Error> too_many(std::string_view what) {
  return fail(
      Errc::limit_reached,
      "a series has at most " + std::to_string(limits::recurrence_dates) + " dates of a kind",
      std::string(what));
}

std::unexpected<Error> no_time(std::string_view what) {
  return fail(Errc::invalid_value,
              "a date is outside the years 1 to 9999, or not the midnight of an all-day series",
              std::string(what));
}

}  // namespace

Result<Series> Series::make(SeriesSpec spec, std::shared_ptr<const Zone> zone) {
  check(zone != nullptr, "a series without a zone");
  Series series;
  series.zone_ = std::move(zone);
  series.start_ = spec.start;
  series.all_day_ = spec.all_day;
  if (!is_time(spec.start, spec.all_day)) return no_time("start");
  if (spec.rule)
    if (auto taken = series.take_rule(spec); !taken) return fail(taken.error());
  if (auto taken = series.take_dates(spec); !taken) return fail(taken.error());
  if (auto taken = series.take_changes(spec); !taken) return fail(taken.error());
  return series;
}

Result<> Series::take_rule(const SeriesSpec& spec) {
  rule_ = spec.rule;
  if (all_day_) {
    if (rule_->frequency < Frequency::daily)
      return fail(Errc::invalid_value, "an all-day series has no hours to repeat in", "FREQ");
    rule_->hours = 0;
    rule_->minutes = 0;
    rule_->seconds_set = 0;
  }
  if (rule_->until) take_until(*rule_->until);
  return rule_->count != 0 ? take_count() : Result<>();
}

void Series::take_until(const Until& until) {
  switch (until.form) {
    case Until::Form::date:  // the whole of that day
      last_local_ = local_at(until.time + day_seconds - 1);
      break;
    case Until::Form::local:
      last_local_ = local_at(until.time);
      break;
    case Until::Form::utc:
      if (all_day_)
        last_local_ = zone_->to_local(sys_at(until.time));
      else
        last_instant_ = sys_at(until.time);
      break;
  }
}

// Counts once, so that nobody has to count again.
Result<> Series::take_count() {
  RuleCursor cursor(*rule_, start_);
  last_local_ = local_seconds::min();
  for (std::uint32_t left = rule_->count; left > 0; --left) {
    const auto time = cursor.next();
    if (time) last_local_ = *time;
    if (cursor.end() == End::gave_up || cursor.periods() > limits::recurrence_count_periods)
      return fail(Errc::limit_reached, "the rule makes too few occurrences to count so many",
                  "COUNT");
    if (!time) break;
  }
  return {};
}

Result<> Series::take_dates(const SeriesSpec& spec) {
  if (spec.excluded.size() > limits::recurrence_dates) return too_many("excluded");
  if (spec.added.size() > limits::recurrence_dates) return too_many("added");
  ZoneClock clock(*zone_);
  for (const local_seconds local : spec.excluded)
    if (local >= first_local && local <= last_local) excluded_.push_back(clock.to_utc(local));
  for (const local_seconds local : spec.added) {
    if (!is_time(local, all_day_)) return no_time("added");
    added_.push_back({clock.to_utc(local), local});
  }
  std::ranges::sort(excluded_);
  std::ranges::sort(added_, [](const Added& a, const Added& b) {
    return a.instant != b.instant ? a.instant < b.instant : a.local > b.local;
  });
  const auto same = std::ranges::unique(added_, {}, &Added::instant);
  added_.erase(same.begin(), same.end());
  return {};
}

Result<> Series::take_changes(const SeriesSpec& spec) {
  if (spec.changes.size() > limits::recurrence_dates) return too_many("changes");
  ZoneClock clock(*zone_);
  for (const Change& change : spec.changes) {
    if (!has(change.id))
      return fail(Errc::not_found, "a change is of an occurrence that the series does not have",
                  "changes");
    changed_.push_back(change.id);
    if (!change.start) continue;
    if (!is_time(*change.start, all_day_)) return no_time("changes");
    moved_.push_back({change.id, clock.to_utc(*change.start), *change.start, true});
  }
  std::ranges::sort(changed_);
  if (std::ranges::adjacent_find(changed_) != changed_.end())
    return fail(Errc::duplicate, "an occurrence is changed twice", "changes");
  std::ranges::sort(moved_, [](const Occurrence& a, const Occurrence& b) {
    return a.start != b.start ? a.start < b.start : a.id < b.id;
  });
  return {};
}

bool Series::has(sys_seconds id) const {
  const auto found = BaseWalk(*this, id).next();
  return found && found->id == id;
}

bool Series::is_endless() const {
  return rule_ && last_local_ == local_seconds::max() && last_instant_ == sys_seconds::max();
}

std::optional<Occurrence> Series::first() const { return Occurrences(*this).next(); }

// Looks into windows that grow backwards until one has something.
std::optional<Occurrence> Series::last(sys_seconds before) const {
  constexpr std::int64_t first_window = 3600;
  constexpr std::int64_t growth = 8;
  constexpr std::int64_t two_days = 2 * day_seconds;  // no offset is that far from UTC
  std::int64_t lowest = count_of(start_) - two_days;
  std::int64_t highest = count_of(last_local) + two_days;
  if (last_instant_ < sys_seconds::max()) highest = std::min(highest, count_of(last_instant_) + 1);
  if (last_local_ < last_local)
    highest = std::min(highest, std::max(count_of(last_local_), lowest) + two_days);
  if (!rule_) highest = count_of(start_) + two_days;
  if (!added_.empty()) {
    lowest = std::min(lowest, count_of(added_.front().instant));
    highest = std::max(highest, count_of(added_.back().instant) + 1);
  }
  if (!moved_.empty()) {
    lowest = std::min(lowest, count_of(moved_.front().start));
    highest = std::max(highest, count_of(moved_.back().start) + 1);
  }
  highest = std::min(highest, count_of(before));
  for (std::int64_t window = first_window; highest > lowest; window *= growth) {
    const std::int64_t from = std::max(lowest, highest - window);
    Occurrences occurrences(*this, sys_at(from));
    std::optional<Occurrence> found;
    while (const auto next = occurrences.next()) {
      if (count_of(next->start) >= highest) break;
      found = next;
    }
    if (found) return found;
    highest = from;
  }
  return std::nullopt;
}

std::optional<Occurrence> Series::find(sys_seconds id) const {
  if (std::ranges::binary_search(changed_, id)) {
    const auto moved = std::ranges::find(moved_, id, &Occurrence::id);
    return moved == moved_.end() ? std::nullopt : std::optional(*moved);
  }
  const auto found = BaseWalk(*this, id).next();
  return found && found->id == id ? found : std::nullopt;
}

}  // namespace curia::schedule
