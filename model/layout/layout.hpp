// Layout: what one viewer of a meeting sees, as one pure function from people to panes.
//
// 1. Same input, same panes; the order in which people are listed does not matter.
// 2. Without pane placement: people other than the viewer who send video, ordered by importance,
//    then by who spoke last, then by id. Nobody twice.
// 3. With pane placement: panes 1..N belong to importance N..1, blank while their owner is away;
//    the rest is filled as in 2. The self pane mode says what a placed viewer sees of himself.
// 4. With an active speaker mode pane 1 is the speaker's, placed panes move up by one, and the
//    picture is the same for all viewers with the same layout and screens; with suppressself the
//    active speaker alone sees the previous one in pane 1, and nothing else differs.
// 5. One person is in two panes only if one of them is the speaker's pane (release notes 2.8).
//
//   Stage stage(people);                       // once per change, then for each viewer:
//   View view = layout(stage, {.layout = DefaultLayout::all_equal}, {.id = sally});
#pragma once

#include <optional>
#include <span>

#include "model/layout/geometry.hpp"
#include "model/layout/layout_template.hpp"
#include "model/layout/placement.hpp"

namespace curia::layout {

// A number that the caller gives to a participant, the same as long as he is in the meeting. Of
// equals the smaller comes first, so counting up makes those who joined earlier come first.
enum class PersonId : std::uint32_t {};

// Somebody who is in the meeting: not in the lobby, not a recorder, not gone.
struct Person {
  PersonId id{};
  std::uint32_t importance = 0;  // 0: has none
  std::uint64_t spoke = 0;       // turn in which he became the active speaker last; 0: never
  bool video = true;             // others may see him now

  bool operator==(const Person&) const = default;
};

enum class PresentationView : std::uint8_t {
  none,      // nobody presents, or the viewer gets the presentation in a channel of its own
  composed,  // shown together with people: below it on one screen, else it has the last screen
};

// How a leg's pictures are arranged: what the hierarchy of profiles, call and coSpace says.
struct Policy {
  DefaultLayout layout = DefaultLayout::automatic;
  // Used when the layout is automatic (release notes 2.7), if it serves the viewer's screens.
  // Validated; outlives the call of layout().
  const LayoutTemplate* layout_template = nullptr;
  Placement placement{};

  bool operator==(const Policy&) const = default;
};

struct Viewer {
  std::optional<PersonId> id{};  // none: somebody who is not among the people, such as a recorder
  int screens = 1;               // 1 to max_screens
  PresentationView presentation = PresentationView::none;

  bool operator==(const Viewer&) const = default;
};

enum class PaneUse : std::uint8_t { ordinary, placed, speaker, presentation };

struct Pane {
  Frame frame;
  PaneUse use = PaneUse::ordinary;
  std::optional<PersonId> person{};  // none: blank, or the presentation
  bool video = false;                // false: only the name of the person can be shown
  bool speaking = false;             // the active speaker

  bool operator==(const Pane&) const = default;
};

struct View {
  int screens = 1;
  std::vector<Pane> panes{};    // pane number - 1 is the index; a presentation comes last
  std::uint32_t not_shown = 0;  // people, other than the viewer, who are in no pane

  bool operator==(const View&) const = default;
};

// The people of a meeting, prepared once for all viewers: O(people) per change of the meeting,
// while a view of it costs O(panes).
class Stage {
 public:
  explicit Stage(std::span<const Person> people);

  // Those with video in their order, cut off where no view can reach.
  std::span<const Person> cast() const { return cast_; }
  // The owner of the pane of this importance; null when nobody has it.
  const Person* owner_of(std::int64_t importance) const;
  // Who spoke last, and last before; those without video do not count. Null: nobody did.
  const Person* speaker() const { return speaker_ ? &*speaker_ : nullptr; }
  const Person* previous_speaker() const { return previous_ ? &*previous_ : nullptr; }
  bool is_speaking(PersonId id) const { return active_ == id; }  // also without video
  std::size_t people() const { return ids_.size(); }
  bool contains(PersonId id) const;
  // False: this person's view is that of a viewer who is not among the people, except that the
  // number of those not shown is one less.
  bool may_differ(PersonId id) const;

 private:
  std::vector<Person> cast_;
  std::vector<Person> important_;  // highest importance first, of equals the smallest id
  std::vector<PersonId> ids_;      // ascending
  std::optional<Person> speaker_;
  std::optional<Person> previous_;
  std::optional<PersonId> active_;
};

View layout(const Stage& stage, const Policy& policy, const Viewer& viewer);
View layout(std::span<const Person> people, const Policy& policy, const Viewer& viewer);

}  // namespace curia::layout
