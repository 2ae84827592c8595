// Timetable: when one meeting takes place: its series with all exceptions, each recurrence with
// its end.
//
// 1. Recurrences come in the order of their starts, and of their ids where starts are equal.
// 2. Every recurrence of a series lasts exactly as long as the first (RFC 5545 section 3.6.1,
//    DTEND), an all-day one as many days; so an end by the clock may differ where clocks change.
// 3. Reading from any instant is a seek (Series, invariant 4).
// 4. Its Series and its exceptions are its own copies.
//
//   auto timetable = Timetable::make(meeting, zones);
//   for (auto walk = timetable->from(now); const auto next = walk.next();) ...
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "model/base/result.hpp"
#include "model/schedule/meeting.hpp"
#include "model/schedule/occurrences.hpp"

namespace curia::schedule {

// Zones by name. Errors: invalid_value, not_found and those of reading the tables.
using ZoneSource = std::function<Result<std::shared_ptr<const Zone>>(std::string_view name)>;

struct Recurrence {
  sys_seconds id;     // the instant at which the series has it
  sys_seconds start;  // where it is
  sys_seconds end;
  bool operator==(const Recurrence&) const = default;
};

// How long it lasts: of whole days by the clock, else to the second. A start that a change of
// clocks skips moves behind times that were to be after it: such a meeting lasts as long as
// clocks without a change would have shown.
seconds length_of(const MeetingTime& time, const Zone& zone);

// When something ends that begins at `start` and lasts so long.
sys_seconds end_of(local_seconds start, seconds length, bool all_day, const Zone& zone);

class Timetable {
 public:
  // Errors: those of ZoneSource (parameter "timeZone"), of parse_rule and Series::make
  // ("rrule"), not_found ("rrule": it makes no recurrence).
  static Result<Timetable> make(const MeetingTime& time, std::string_view rrule,
                                std::vector<Exception> exceptions, const ZoneSource& zones);
  static Result<Timetable> make(const Meeting& meeting, const ZoneSource& zones) {
    return make(meeting.time, meeting.rrule, meeting.exceptions, zones);
  }

  class Walk {
   public:
    std::optional<Recurrence> next();

   private:
    friend class Timetable;
    Walk(const Timetable& timetable, sys_seconds after);
    std::optional<Recurrence> next_unmoved();

    const Timetable* timetable_;
    sys_seconds after_;
    std::unique_ptr<Occurrences> occurrences_;
    std::optional<Recurrence> ahead_;
    bool has_ahead_ = false;
    std::size_t moved_next_ = 0;
  };
  // What ends after `instant`, without the cancelled. The timetable outlives the walk.
  Walk from(sys_seconds instant) const { return {*this, instant}; }

  // As the series has it, whether cancelled or moved or not; nothing when it has none.
  std::optional<Recurrence> in_series(sys_seconds id) const;
  // Where a recurrence is now, a cancelled one as well: that is where it would be.
  std::optional<Recurrence> find(sys_seconds id) const;
  std::optional<Recurrence> first_in_series() const;

  // The latest end of all that takes place; max() when there is none, min() when nothing does.
  sys_seconds last_end() const;

  const Zone& zone() const { return series_->zone(); }

 private:
  Timetable() = default;
  Recurrence timed(const Occurrence& occurrence) const;
  bool is_excepted(sys_seconds id) const;

  std::shared_ptr<const Series> series_;
  MeetingTime time_;
  seconds duration_{0};
  std::vector<Exception> exceptions_;
  std::vector<Recurrence> moved_;    // and not cancelled, in the order of a walk
  std::vector<Recurrence> changed_;  // all with a time of their own, by id
};

}  // namespace curia::schedule
