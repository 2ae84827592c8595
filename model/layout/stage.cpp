#include <algorithm>

#include "model/base/check.hpp"
#include "model/layout/layout.hpp"

namespace curia::layout {
namespace {

// No view reaches further: whoever of the cast is not in a pane of his own, placed or ordinary, is
// the viewer, or else the speaker where the first pane is his.
constexpr std::size_t cast_size = max_panes + 1;

bool before(const Person& a, const Person& b) {
  if (a.importance != b.importance) return a.importance > b.importance;
  if (a.spoke != b.spoke) return a.spoke > b.spoke;
  return a.id < b.id;
}

bool owns_before(const Person& a, const Person& b) {
  return a.importance != b.importance ? a.importance > b.importance : a.id < b.id;
}

// Two who spoke in the same turn cannot be told apart by it; the smaller id is the later speaker.
bool spoke_after(const Person& a, const std::optional<Person>& b) {
  return a.spoke > 0 && (!b || a.spoke > b->spoke || (a.spoke == b->spoke && a.id < b->id));
}

}  // namespace

Stage::Stage(std::span<const Person> people) {
  std::optional<Person> active;
  ids_.reserve(people.size());
  cast_.reserve(people.size());
  for (const Person& person : people) {
    ids_.push_back(person.id);
    if (person.importance > 0) important_.push_back(person);
    if (spoke_after(person, active)) active = person;
    if (!person.video) continue;
    cast_.push_back(person);
    if (spoke_after(person, speaker_)) {
      previous_ = speaker_;
      speaker_ = person;
    } else if (spoke_after(person, previous_)) {
      previous_ = person;
    }
  }
  if (active) active_ = active->id;
  if (!std::ranges::is_sorted(ids_)) std::ranges::sort(ids_);
  check(std::ranges::adjacent_find(ids_) == ids_.end(), "everybody has a number of his own");
  std::ranges::sort(important_, owns_before);
  const auto kept = cast_.begin() + static_cast<std::ptrdiff_t>(std::min(cast_size, cast_.size()));
  std::partial_sort(cast_.begin(), kept, cast_.end(), before);
  cast_.erase(kept, cast_.end());
}

const Person* Stage::owner_of(std::int64_t importance) const {
  const auto found =
      std::ranges::lower_bound(important_, importance, std::greater<>{}, &Person::importance);
  return found != important_.end() && found->importance == importance ? &*found : nullptr;
}

bool Stage::contains(PersonId id) const { return std::ranges::binary_search(ids_, id); }

bool Stage::may_differ(PersonId id) const {
  const auto is_this = [id](const Person& person) { return person.id == id; };
  return std::ranges::any_of(cast_, is_this) || std::ranges::any_of(important_, is_this);
}

}  // namespace curia::layout
