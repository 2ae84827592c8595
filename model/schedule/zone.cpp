#include "model/schedule/zone.hpp"

#include <algorithm>
#include <limits>

#include "model/base/check.hpp"

namespace curia::schedule {
namespace {

// RFC 8536 section 3.2 wants offsets between -25 and +26 hours; both ends excluded.
constexpr std::int64_t widest_offset = 26 * 3600;
constexpr std::int64_t earliest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t latest = std::numeric_limits<std::int64_t>::max();

}  // namespace

Zone Zone::utc() {
  Zone zone;
  zone.name_ = "UTC";
  zone.types_.push_back({});
  zone.names_ = std::string("UTC\0", 4);
  return zone;
}

LocalType Zone::local_type(std::size_t index) const {
  const Type& type = types_[index];
  return {seconds(type.offset), type.is_dst, std::string_view(names_.c_str() + type.name_at)};
}

ZoneSpan Zone::span_at(sys_seconds instant) const {
  const std::int64_t at = count_of(instant);
  if (!times_.empty() && at < times_.front())
    return {sys_at(earliest), sys_at(times_.front()), local_type(0)};
  if (afterwards_ && (times_.empty() || at >= times_.back())) {
    const PosixTz::Span span = afterwards_->span_at(at);
    const std::int64_t begin = times_.empty() ? span.begin : std::max(span.begin, times_.back());
    return {sys_at(begin),
            sys_at(span.end),
            {seconds(span.is_dst ? afterwards_->daylight_offset : afterwards_->standard_offset),
             span.is_dst, span.is_dst ? afterwards_->daylight_name : afterwards_->standard_name}};
  }
  if (times_.empty()) return {sys_at(earliest), sys_at(latest), local_type(0)};
  const auto after = std::ranges::upper_bound(times_, at);
  const std::size_t index = static_cast<std::size_t>(after - times_.begin()) - 1;
  return {sys_at(times_[index]), sys_at(after == times_.end() ? latest : *after),
          local_type(kinds_[index])};
}

sys_seconds Zone::to_utc(local_seconds time) const { return ZoneClock(*this).to_utc(time); }

const ZoneSpan& ZoneClock::span_at(sys_seconds instant) {
  if (instant < span_.begin || instant >= span_.end) span_ = zone_->span_at(instant);
  return span_;
}

// No offset reaches widest_offset, so the span that holds `wall - widest_offset` begins before
// the instant that is looked for. From there on the first span that has this time on its clocks,
// or that is left without having it, decides.
LocalReading ZoneClock::read(local_seconds time) {
  const std::int64_t wall = count_of(time);
  const ZoneSpan* span = &span_at(sys_at(wall - widest_offset));
  std::int64_t offset = span->type.offset.count();
  while (wall - offset >= count_of(span->end)) {
    span = &span_at(span->end);
    const std::int64_t next = span->type.offset.count();
    if (wall - next < count_of(span->begin))  // skipped: the offset before
      return {sys_at(wall - offset), true, local_at(count_of(span->begin) + 2 * next - offset)};
    offset = next;
  }
  return {sys_at(wall - offset), false, time};
}

local_seconds ZoneClock::to_local(sys_seconds instant) {
  return local_at(count_of(instant) + span_at(instant).type.offset.count());
}

local_seconds ZoneClock::earliest_local(sys_seconds instant) {
  const local_seconds local = to_local(instant);
  const ZoneSpan span = span_at(instant);
  if (count_of(span.begin) == earliest) return local;
  const std::int64_t before =
      zone_->at(sys_at(count_of(span.begin) - 1)).offset.count() - span.type.offset.count();
  const bool just_skipped = before < 0 && count_of(instant) - count_of(span.begin) < -before;
  return just_skipped ? local_at(count_of(local) + before) : local;
}

}  // namespace curia::schedule
