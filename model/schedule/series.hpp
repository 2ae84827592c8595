// Series: one meeting's start, zone, rule, exceptions and changes, ready to be read from anywhere.
//
// 1. The local time of each occurrence is what the rule says, in the meeting's own zone; gaps and
//    overlaps as Zone reads them. Local times of the rule that lead to one instant are one
//    occurrence.
// 2. An occurrence is named by its original instant (RECURRENCE-ID). A change moves it anywhere,
//    or cancels it; the name stays.
// 3. Without a rule the start is the first occurrence. With one the start is an occurrence when
//    the rule makes it (docs/decisions/0050-recurrences.md).
// 4. Reading from any instant is a seek: COUNT became the last local time when the Series was
//    made. A Series never changes; the Zone is shared.
//
//   auto series = Series::make({.start = start, .rule = rule}, zone);
//   Occurrences occurrences(*series, from);
//   while (const auto occurrence = occurrences.next()) ...;
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "model/schedule/rule.hpp"
#include "model/schedule/zone.hpp"

namespace curia::schedule {

// What became of one occurrence.
struct Change {
  sys_seconds id;                      // its original instant
  std::optional<local_seconds> start;  // where it is now; nothing: cancelled
};

struct SeriesSpec {
  local_seconds start;   // DTSTART, of the years 1 to 9999
  bool all_day = false;  // DTSTART is a date: `start` is its midnight
  std::optional<Rule> rule = std::nullopt;
  std::vector<local_seconds> excluded = {};  // EXDATE; of an all-day series midnights
  std::vector<local_seconds> added = {};     // RDATE; the same
  std::vector<Change> changes = {};          // RECURRENCE-ID
};

struct Occurrence {
  sys_seconds id;       // original instant
  sys_seconds start;    // where it is
  local_seconds local;  // the same on the meeting's clock, as the rule or the change says it
  bool changed = false;
  bool operator==(const Occurrence&) const = default;
};

class Series {
 public:
  // Of an all-day series BYHOUR, BYMINUTE and BYSECOND are ignored (section 3.3.10). Errors, with
  // the parameter at fault: invalid_value (start; added; FREQ of less than a day for an all-day
  // series), limit_reached (excluded, added, changes; COUNT, whose end is too far away),
  // not_found (changes: of an occurrence that is not there), duplicate (changes).
  static Result<Series> make(SeriesSpec spec, std::shared_ptr<const Zone> zone);

  const Zone& zone() const { return *zone_; }
  local_seconds start() const { return start_; }
  const std::optional<Rule>& rule() const { return rule_; }  // without COUNT and UNTIL no end
  bool is_endless() const;

  // The first occurrence there is; nothing when there is none.
  std::optional<Occurrence> first() const;
  // The last occurrence that starts before `before`.
  std::optional<Occurrence> last(sys_seconds before = sys_seconds::max()) const;
  // The occurrence of this name, moved or not; nothing when it is cancelled or not there.
  std::optional<Occurrence> find(sys_seconds id) const;

 private:
  friend class BaseWalk;
  friend class Occurrences;
  Series() = default;
  Result<> take_rule(const SeriesSpec& spec);
  Result<> take_count();
  void take_until(const Until& until);
  Result<> take_dates(const SeriesSpec& spec);
  Result<> take_changes(const SeriesSpec& spec);
  bool has(sys_seconds id) const;

  struct Added {
    sys_seconds instant;
    local_seconds local;
  };
  std::shared_ptr<const Zone> zone_;
  local_seconds start_;
  bool all_day_ = false;
  std::optional<Rule> rule_;
  local_seconds last_local_ = local_seconds::max();  // the rule makes nothing after it ...
  sys_seconds last_instant_ = sys_seconds::max();    // ... and nothing after this
  std::vector<sys_seconds> excluded_;                // growing
  std::vector<Added> added_;                         // growing
  std::vector<sys_seconds> changed_;                 // ids, growing
  std::vector<Occurrence> moved_;                    // by their new starts
};

}  // namespace curia::schedule
