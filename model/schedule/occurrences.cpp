#include "model/schedule/occurrences.hpp"

#include <algorithm>

#include "model/base/reached.hpp"

namespace curia::schedule {
namespace {

// No instant outside these has a local time in the years 1 to 9999.
constexpr sys_seconds first_instant = sys_at(day_number(0, 1, 1) * day_seconds);
constexpr sys_seconds last_instant = sys_at(day_number(10001, 1, 1) * day_seconds);

}  // namespace

BaseWalk::BaseWalk(const Series& series, sys_seconds from)
    : series_(series), from_(std::clamp(from, first_instant, last_instant)), clock_(*series.zone_) {
  if (series.rule_) {
    cursor_.emplace(*series.rule_, series.start_);
    cursor_->seek(clock_.earliest_local(from_));
  }
  added_next_ = static_cast<std::size_t>(
      std::ranges::lower_bound(series.added_, from_, {}, &Series::Added::instant) -
      series.added_.begin());
  excluded_next_ = static_cast<std::size_t>(std::ranges::lower_bound(series.excluded_, from_) -
                                            series.excluded_.begin());
}

End BaseWalk::end() const {
  if (cursor_ && cursor_->end() == End::gave_up) return End::gave_up;
  return End::finished;
}

std::optional<BaseWalk::Moment> BaseWalk::read_rule(LocalReading& reading) {
  const auto local = cursor_->next();
  if (!local || *local > series_.last_local_) {
    rule_done_ = true;
    return std::nullopt;
  }
  reading = clock_.read(*local);
  return Moment{reading.instant, *local, reading.skipped};
}

// Times that clocks skipped land among those that follow: they are put in order together. Of two
// with one instant the one that clocks did show stays.
void BaseWalk::collect_mixed(const LocalReading& first, local_seconds local) {
  reached("recurrence.skipped");
  mixed_.clear();
  mixed_next_ = 0;
  mixed_.push_back({first.instant, local, true});
  local_seconds until = first.mixed_until;
  LocalReading reading{};
  while (const auto moment = read_rule(reading)) {
    mixed_.push_back(*moment);
    if (moment->skipped)
      until = std::max(until, reading.mixed_until);
    else if (moment->local >= until)
      break;
  }
  std::ranges::sort(mixed_, [](const Moment& a, const Moment& b) {
    return a.instant != b.instant ? a.instant < b.instant : a.skipped < b.skipped;
  });
  const auto same = std::ranges::unique(mixed_, {}, &Moment::instant);
  if (!same.empty()) reached("recurrence.skipped_onto_another");
  mixed_.erase(same.begin(), same.end());
}

std::optional<BaseWalk::Moment> BaseWalk::next_of_rule() {
  if (mixed_next_ < mixed_.size()) return mixed_[mixed_next_++];
  if (rule_done_) return std::nullopt;
  LocalReading reading{};
  const auto moment = read_rule(reading);
  if (!moment || !moment->skipped) return moment;
  collect_mixed(reading, moment->local);
  return mixed_[mixed_next_++];
}

std::optional<BaseWalk::Moment> BaseWalk::take_of_rule() {
  if (!cursor_) {  // only the start
    if (rule_done_) return std::nullopt;
    rule_done_ = true;
    const sys_seconds instant = clock_.to_utc(series_.start_);
    return instant < from_ ? std::nullopt : std::optional(Moment{instant, series_.start_});
  }
  for (;;) {
    const auto moment = next_of_rule();
    if (!moment) return std::nullopt;
    if (moment->instant > series_.last_instant_) {
      rule_done_ = true;
      mixed_next_ = mixed_.size();
      return std::nullopt;
    }
    if (moment->instant >= from_) return moment;
  }
}

std::optional<Occurrence> BaseWalk::next() {
  const auto& added = series_.added_;
  const auto& excluded = series_.excluded_;
  for (;;) {
    if (!has_ahead_) {
      ahead_ = take_of_rule();
      has_ahead_ = true;
    }
    const bool has_added = added_next_ < added.size();
    if (!ahead_ && !has_added) return std::nullopt;
    const bool take_added = has_added && (!ahead_ || added[added_next_].instant < ahead_->instant);
    const sys_seconds instant = take_added ? added[added_next_].instant : ahead_->instant;
    const local_seconds local = take_added ? added[added_next_].local : ahead_->local;
    if (!take_added) has_ahead_ = false;
    if (has_added && added[added_next_].instant == instant) ++added_next_;
    while (excluded_next_ < excluded.size() && excluded[excluded_next_] < instant) ++excluded_next_;
    if (excluded_next_ < excluded.size() && excluded[excluded_next_] == instant) continue;
    return Occurrence{instant, instant, local};
  }
}

Occurrences::Occurrences(const Series& series, sys_seconds from)
    : series_(series), base_(series, from) {
  const auto before = [](const auto& range, auto from_here, auto projection) {
    return static_cast<std::size_t>(std::ranges::lower_bound(range, from_here, {}, projection) -
                                    range.begin());
  };
  changed_next_ = before(series.changed_, from, std::identity());
  moved_next_ = before(series.moved_, from, &Occurrence::start);
}

std::optional<Occurrence> Occurrences::next_unchanged() {
  const auto& changed = series_.changed_;
  for (;;) {
    const auto occurrence = base_.next();
    if (!occurrence) return std::nullopt;
    while (changed_next_ < changed.size() && changed[changed_next_] < occurrence->id)
      ++changed_next_;
    if (changed_next_ == changed.size() || changed[changed_next_] != occurrence->id)
      return occurrence;
  }
}

std::optional<Occurrence> Occurrences::next() {
  if (!has_ahead_) {
    ahead_ = next_unchanged();
    has_ahead_ = true;
  }
  const auto& moved = series_.moved_;
  const auto order = [](const Occurrence& a, const Occurrence& b) {
    return a.start != b.start ? a.start < b.start : a.id < b.id;
  };
  if (moved_next_ < moved.size() && (!ahead_ || order(moved[moved_next_], *ahead_)))
    return moved[moved_next_++];
  if (!ahead_) {
    end_ = base_.end();
    return std::nullopt;
  }
  has_ahead_ = false;
  return ahead_;
}

}  // namespace curia::schedule
