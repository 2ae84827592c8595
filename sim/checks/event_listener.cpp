#include "sim/checks/event_listener.hpp"

#include <algorithm>
#include <utility>

#include "model/objects/call_leg.hpp"

namespace curia::checks {
namespace {

constexpr std::string_view same_sum = "the sum of the events is what there is";
// People of one call, besides those who changed.
constexpr std::size_t compared_at_once = 64;

}  // namespace

EventListener::EventListener(const Registry& registry, events::Events& events)
    : registry_(registry), events_(events), ear_(events) {}

std::optional<Wrong> EventListener::look(Instant now, const std::set<Guid>& changed) {
  changed_.insert(changed.begin(), changed.end());
  if (!events_.is_at_rest() || (changed_.empty() && rounds_.empty())) return std::nullopt;
  const View view{registry_, now};
  std::vector<std::string> wrong = ear_.listen();
  compare_changed(view, wrong);
  go_round(view, wrong);
  if (wrong.empty()) return std::nullopt;
  return Wrong{same_sum, wrong.front()};
}

void EventListener::compare_changed(const View& view, std::vector<std::string>& wrong) {
  for (const Guid& id : std::exchange(changed_, {})) {
    if (const auto* leg = registry_.find<CallLeg>(id)) {
      if (const auto* person = registry_.find<Participant>(leg->participant))
        ear_.compare_person(*person, view, wrong);
      continue;
    }
    ear_.compare_call(id, view, wrong);
    rounds_[id].left = events::Ear::people_of(view, id).size();
  }
}

void EventListener::go_round(const View& view, std::vector<std::string>& wrong) {
  const Table& people = registry_.table(Kind::participant);
  for (auto at = rounds_.begin(); at != rounds_.end();) {
    Round& round = at->second;
    const SlotSet& slots = events::Ear::people_of(view, at->first);
    std::size_t turns = std::min({round.left, slots.size(), compared_at_once});
    round.left -= turns;
    while (turns > 0) {
      if (round.next >= slots.size()) round.next = 0;
      slots.visit_from(round.next, [&](std::uint32_t slot) {
        ear_.compare_person(static_cast<const Participant&>(people.at(slot)), view, wrong);
        ++round.next;
        return --turns > 0;
      });
    }
    at = round.left == 0 || slots.empty() ? rounds_.erase(at) : std::next(at);
  }
}

}  // namespace curia::checks
