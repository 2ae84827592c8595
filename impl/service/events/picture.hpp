// Picture: calls and rosters as subscribers of events have been told them, and what has changed
// since.
//
// 1. It holds only what somebody watches: without watchers it is empty and notes nothing.
// 2. Each change is worked out once, however many watch: take() compares what was noted with what
//    is, and the picture is then what is.
// 3. Who begins to watch is told the picture, then the updates of every later take().
#pragma once

#include <map>
#include <set>
#include <vector>

#include "impl/service/events/elements.hpp"
#include "model/registry/registry.hpp"

namespace curia::events {

enum class UpdateType : std::uint8_t { add, update, remove };

struct Update {
  Guid id;
  UpdateType type = UpdateType::update;
  ElementSet changed = 0;
  Values values{};  // none of what was removed
};

using Members = std::map<Guid, Values>;

struct Updates {
  std::vector<Update> calls;
  std::map<Guid, std::vector<Update>> rosters;  // by call
  std::vector<Guid> ended;                      // calls that were watched in any way

  bool empty() const { return calls.empty() && rosters.empty() && ended.empty(); }
};

class Picture {
 public:
  explicit Picture(const Registry& registry) : registry_(registry) {}

  void watch_calls(const View& view);
  void leave_calls();
  // Only of a call that exists.
  void watch_roster(const View& view, const Guid& call);
  void leave_roster(const Guid& call);

  // True when take() may have something to tell.
  bool note(std::span<const Event> events);
  Updates take(const View& view);

  const Members& calls() const { return calls_; }
  // Null when it is not watched.
  const Members* roster(const Guid& call) const;

 private:
  struct Roster {
    std::size_t watchers = 0;
    Members members;
  };

  bool note(const Object& object);
  bool note_call(const Event& event);
  bool note_participant(const Guid& participant, const Guid& call);
  bool note_all_calls();
  bool note_all_people();
  void compare_call(const View& view, const Guid& call, Updates& updates);
  void compare_participant(const View& view, const Guid& participant, const Guid& call,
                           Updates& updates);

  const Registry& registry_;
  std::size_t call_watchers_ = 0;
  Members calls_;
  std::map<Guid, Roster> rosters_;
  std::set<Guid> dirty_calls_;
  std::set<std::pair<Guid, Guid>> dirty_people_;  // call, participant
};

}  // namespace curia::events
