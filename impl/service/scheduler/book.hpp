// Book: all meetings of the registry by time, by coSpace and by person, so that a question about
// some of a million meetings looks at some of them only.
//
// 1. Exact after every change and every undone one: it observes the registry from the beginning.
// 2. For each meeting it keeps the first recurrence that ends after a moment not long ago, and
//    the start of the one behind it; advance() moves that moment on, and a few meetings at a time
//    follow it: what is kept may be older than the moment, never newer.
// 3. find() reads at most limits::scheduler_search_meetings rules; a question that would need
//    more is refused with limit_reached (it names neither coSpace nor user, and a time far away).
// 4. One book serves all Schedulers of a process. Registry and zones outlive it.
//
//   book.load();
//   auto found = book.find({.user_name = "ann@example.com", .from = now});
#pragma once

#include <cstdint>
#include <map>
#include <queue>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "model/base/limits_scheduler.hpp"
#include "model/objects/meeting.hpp"
#include "model/registry/registry.hpp"
#include "model/schedule/timetable.hpp"

namespace curia::scheduler {

using schedule::Recurrence;
using schedule::sys_seconds;

struct Question {
  Guid co_space = {};                      // nil: any
  std::string user_name = {};              // of the organizer or a participant; empty: anybody
  sys_seconds from;                        // only what ends later
  sys_seconds until = sys_seconds::max();  // only what starts then or before
  std::size_t most = 5;
};

struct Found {
  const StoredMeeting* meeting;
  Recurrence recurrence;
};

class Book final : public Observer {
 public:
  Book(Registry& registry, schedule::ZoneSource zones);

  // Takes in what the registry holds. Errors: corrupt.
  Result<> load(sys_seconds now);
  void applied(std::span<const Event> events) override;

  // In the order of starts. Errors: limit_reached.
  Result<std::vector<Found>> find(const Question& question) const;

  // In the order of creation.
  std::vector<const StoredMeeting*> meetings_in(const Guid& co_space) const;
  // The latest end of a meeting there; min() when there is none, max() when there is no end.
  sys_seconds last_end_in(const Guid& co_space) const;
  sys_seconds last_end_of(const StoredMeeting& meeting) const;
  // Whether it took place, and nothing of it is still to come.
  bool is_over(const StoredMeeting& meeting, sys_seconds now) const;
  // The coSpaces of meetings with isSchedulerSpaceOwner that ended at `end` or before.
  std::vector<Guid> owned_and_ended(sys_seconds end) const;
  std::size_t size() const { return living_; }

  // Moves on to `now`, or back when the clock was set back; at most `most` meetings. True when
  // there are more to move.
  bool advance(sys_seconds now, std::size_t most);

  Result<schedule::Timetable> timetable(const StoredMeeting& meeting) const;
  const schedule::ZoneSource& zones() const { return zones_; }

 private:
  struct Span {
    std::int64_t start = none;
    std::int64_t end = none;
  };
  static constexpr std::int64_t none = INT64_MAX;
  struct Entry {
    std::uint64_t ordinal = 0;
    const StoredMeeting* meeting = nullptr;  // null: erased
    Span next, following;                    // the first two that end after the moment
    std::int64_t last_end = 0;
  };
  using Ordinals = std::vector<std::uint64_t>;  // growing

  Entry* entry_of(std::uint64_t ordinal);
  const Entry* entry_of(std::uint64_t ordinal) const;
  void put(const StoredMeeting& meeting);
  void take(const StoredMeeting& meeting);
  void list(const StoredMeeting& meeting, bool is_there);
  void place(Entry& entry, sys_seconds moment);
  void compact();
  bool rewind(std::size_t most);
  std::int64_t first_start(const Entry& entry, sys_seconds from, std::size_t& read) const;
  bool passes(const StoredMeeting& meeting, const Question& question) const;
  Result<std::vector<const Entry*>> candidates(const Question& question) const;

  Registry& registry_;
  schedule::ZoneSource zones_;
  sys_seconds moment_ = sys_seconds::min();
  // While the book goes back: where to, and the first entry that has not gone yet.
  std::optional<sys_seconds> rewind_to_;
  std::size_t rewind_at_ = 0;
  std::vector<Entry> entries_;  // by ordinal
  std::size_t living_ = 0;
  std::unordered_map<Guid, Ordinals> by_space_;
  std::unordered_map<std::uint64_t, Ordinals> by_user_;  // under a hash of the name
  std::set<std::pair<std::int64_t, std::uint64_t>> by_start_;
  // Ends of next recurrences, the earliest on top; entries that have moved on are skipped.
  using Due = std::pair<std::int64_t, std::uint64_t>;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
};

}  // namespace curia::scheduler
