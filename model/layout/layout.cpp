#include "model/layout/layout.hpp"

#include <algorithm>

#include "model/base/check.hpp"

namespace curia::layout {
namespace {

struct Item {
  PaneUse use = PaneUse::ordinary;
  const Person* person = nullptr;
};

// Who fills the panes, in the order of their numbers, as if there were `most` of them.
class Cast {
 public:
  Cast(const Stage& stage, const Placement& placement, std::optional<PersonId> viewer,
       std::size_t most)
      : stage_(stage), placement_(placement), viewer_(viewer), most_(most) {
    if (placement_.with_speaker()) add_speaker();
    if (placement_.on()) add_placed();
    add_ordinary();
  }

  const std::vector<Item>& items() const { return items_; }

 private:
  void add_speaker() {
    const Person* speaker = stage_.speaker();
    const bool suppress = placement_.active_speaker == PanePlacementActiveSpeakerMode::suppressself;
    // Whoever is shown in place of an active speaker without video does not speak himself.
    if (suppress && speaker && speaker->id == viewer_ && stage_.is_speaking(speaker->id))
      speaker = stage_.previous_speaker();
    items_.push_back({PaneUse::speaker, speaker});
  }

  void add_placed() {
    auto importance = placement_.highest_importance;
    for (; importance >= 1 && items_.size() < most_; --importance) {
      const Person* owner = stage_.owner_of(importance);
      if (owner && owner->id == viewer_ && !placement_.with_speaker()) {
        if (placement_.self_pane == PanePlacementSelfPaneMode::skip) continue;
        if (placement_.self_pane == PanePlacementSelfPaneMode::blank) owner = nullptr;
      }
      items_.push_back({PaneUse::placed, owner});
    }
  }

  void add_ordinary() {
    const bool same_for_all = placement_.with_speaker();
    for (const Person& person : stage_.cast()) {
      if (items_.size() == most_) return;
      if (!same_for_all && person.id == viewer_) continue;
      if (same_for_all && stage_.speaker() && person.id == stage_.speaker()->id) continue;
      if (has_placed_pane(person)) continue;
      items_.push_back({PaneUse::ordinary, &person});
    }
  }

  bool has_placed_pane(const Person& person) const {
    if (person.importance < 1 || person.importance > placement_.highest_importance) return false;
    const Person* owner = stage_.owner_of(person.importance);
    return owner && owner->id == person.id;
  }

  const Stage& stage_;
  const Placement& placement_;
  std::optional<PersonId> viewer_;
  std::size_t most_;
  std::vector<Item> items_;
};

// The screens and panes that are left for people, whatever else is shown.
class Arrangement {
 public:
  Arrangement(const Policy& policy, const Viewer& viewer) : policy_(policy), viewer_(viewer) {
    check(viewer.screens >= 1 && viewer.screens <= max_screens, "one to three screens");
    const bool composed = viewer.presentation == PresentationView::composed;
    shares_screen_ = composed && viewer.screens == 1;
    screens_ = viewer.screens - (composed && !shares_screen_ ? 1 : 0);
    const auto* drawn = policy.layout_template;
    const bool automatic =
        policy.layout == DefaultLayout::automatic || policy.layout == DefaultLayout::unset;
    if (automatic && drawn && serves(*drawn, viewer.screens)) template_ = drawn;
  }

  std::size_t most_panes() const {
    if (shares_screen_) return row_panes;
    return template_ ? frames_of(*template_, screens_).size()
                     : layout::most_panes(policy_.layout, screens_);
  }

  std::vector<Frame> frames(std::size_t people) const {
    if (shares_screen_) return presentation_row();
    auto frames =
        template_ ? frames_of(*template_, screens_) : frames_of(policy_.layout, people, screens_);
    // Of three screens, a presentation on the right one leaves the middle and the left one.
    if (viewer_.screens == 3 && screens_ == 2)
      for (Frame& frame : frames) frame.screen = static_cast<std::uint8_t>(1 - frame.screen);
    return frames;
  }

  Frame presentation() const {
    if (shares_screen_) return {presentation_rect, 0, false};
    return {whole_canvas, static_cast<std::uint8_t>(viewer_.screens - 1), false};
  }

 private:
  const Policy& policy_;
  const Viewer& viewer_;
  const LayoutTemplate* template_ = nullptr;
  bool shares_screen_ = false;
  int screens_ = 1;
};

std::uint32_t count_not_shown(const Stage& stage, const View& view, const Viewer& viewer) {
  std::size_t shown = 0;
  for (const Pane& pane : view.panes) {
    if (!pane.person || pane.person == viewer.id) continue;
    const auto again = [&](const Pane& other) {
      return other.use != PaneUse::speaker && other.person == pane.person;
    };
    if (pane.use != PaneUse::speaker || std::ranges::none_of(view.panes, again)) ++shown;
  }
  const std::size_t self = viewer.id && stage.contains(*viewer.id) ? 1 : 0;
  return static_cast<std::uint32_t>(stage.people() - self - shown);
}

}  // namespace

View layout(const Stage& stage, const Policy& policy, const Viewer& viewer) {
  const Arrangement arrangement(policy, viewer);
  const Cast cast(stage, policy.placement, viewer.id, arrangement.most_panes());
  const auto& items = cast.items();
  const auto frames = arrangement.frames(items.size());
  View view{.screens = viewer.screens};
  view.panes.reserve(frames.size() + 1);
  for (std::size_t i = 0; i < frames.size(); ++i) {
    Pane pane{.frame = frames[i]};
    if (i < items.size()) {
      pane.use = items[i].use;
      if (const Person* person = items[i].person) {
        pane.person = person->id;
        pane.video = person->video;
        pane.speaking = stage.is_speaking(person->id);
      }
    }
    view.panes.push_back(pane);
  }
  if (viewer.presentation == PresentationView::composed)
    view.panes.push_back({.frame = arrangement.presentation(), .use = PaneUse::presentation});
  view.not_shown = count_not_shown(stage, view, viewer);
  return view;
}

View layout(std::span<const Person> people, const Policy& policy, const Viewer& viewer) {
  return layout(Stage(people), policy, viewer);
}

}  // namespace curia::layout
