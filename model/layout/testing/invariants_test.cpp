#include <algorithm>

#include "model/layout/choice.hpp"
#include "model/layout/testing/invariants.hpp"

namespace curia::layout::testing {
namespace {

using Self = PanePlacementSelfPaneMode;
using Mode = PanePlacementActiveSpeakerMode;

const Person* find(const Case& c, std::optional<PersonId> id) {
  for (const Person& person : c.people)
    if (person.id == id) return &person;
  return nullptr;
}

bool before(const Person& a, const Person& b) {
  return std::tuple(-std::int64_t{a.importance}, ~a.spoke, a.id) <
         std::tuple(-std::int64_t{b.importance}, ~b.spoke, b.id);
}

// The person with video of the `back`-th last turn.
const Person* spoke_last(const Case& c, int back) {
  std::vector<const Person*> spoke;
  for (const Person& person : c.people)
    if (person.video && person.spoke > 0) spoke.push_back(&person);
  std::ranges::sort(spoke, std::greater<>{}, &Person::spoke);
  return back < static_cast<int>(spoke.size()) ? spoke[static_cast<std::size_t>(back)] : nullptr;
}

const Person* active_speaker(const Case& c) {
  const Person* active = nullptr;
  for (const Person& person : c.people)
    if (person.spoke > 0 && (!active || person.spoke > active->spoke)) active = &person;
  return active;
}

// The viewer is the active speaker, and is shown another in the speaker's pane.
bool is_suppressed(const Case& c) {
  const Person* active = active_speaker(c);
  return c.policy.placement.active_speaker == Mode::suppressself && active && active->video &&
         active->id == c.viewer.id;
}

const Person* owner(const Case& c, std::int64_t importance) {
  const Person* first = nullptr;
  for (const Person& person : c.people)
    if (person.importance == importance && (!first || person.id < first->id)) first = &person;
  return first;
}

bool is_placed(const Case& c, const Person& person) {
  return person.importance >= 1 && person.importance <= c.policy.placement.highest_importance &&
         owner(c, person.importance)->id == person.id;
}

std::vector<const Pane*> panes_of(const View& view, PaneUse use) {
  std::vector<const Pane*> panes;
  for (const Pane& pane : view.panes)
    if (pane.use == use) panes.push_back(&pane);
  return panes;
}

bool shows(const View& view, PersonId id) {
  return std::ranges::find(view.panes, std::optional(id), &Pane::person) != view.panes.end();
}

const char* broken_geometry(const Case& c, const View& view) {
  if (view.screens != c.viewer.screens) return "as many screens as the viewer has";
  for (std::size_t i = 0; i < view.panes.size(); ++i) {
    const Frame& a = view.panes[i].frame;
    if (!inside_canvas(a.rect) || a.screen >= view.screens) return "panes lie inside a screen";
    for (std::size_t j = 0; j < i; ++j) {
      const Frame& b = view.panes[j].frame;
      if (a.screen == b.screen && overlap(a.rect, b.rect) && a.overlay == b.overlay)
        return "panes do not cross";
      if (b.rect.area() < a.rect.area() && view.panes[i].use != PaneUse::presentation &&
          !c.policy.layout_template)
        return "larger panes come first";
    }
  }
  const auto presentation = panes_of(view, PaneUse::presentation);
  const std::size_t wanted = c.viewer.presentation == PresentationView::composed ? 1 : 0;
  if (presentation.size() != wanted) return "a composed presentation has one pane";
  if (wanted == 1 && presentation[0] != &view.panes.back()) return "the presentation comes last";
  for (const Pane& pane : view.panes)
    if (wanted == 1 && pane.use != PaneUse::presentation &&
        pane.frame.screen == presentation[0]->frame.screen &&
        overlap(pane.frame.rect, presentation[0]->frame.rect))
      return "nobody lies on the presentation";
  return nullptr;
}

const char* broken_people(const Case& c, const View& view) {
  const bool with_speaker = c.policy.placement.with_speaker();
  const Person* active = active_speaker(c);
  for (const Pane& pane : view.panes) {
    if (!pane.person) {
      if (pane.video || pane.speaking) return "a blank pane shows nothing";
      continue;
    }
    const Person* person = find(c, pane.person);
    if (!person) return "only people in the meeting are shown";
    if (pane.video != person->video) return "a pane tells whether there is video";
    if (!person->video && pane.use != PaneUse::placed) return "without video only a placed pane";
    if (pane.speaking != (active && active->id == person->id)) return "the speaker is marked";
    if (pane.person == c.viewer.id && !with_speaker &&
        (pane.use != PaneUse::placed || c.policy.placement.self_pane != Self::self))
      return "one sees oneself only where the self pane mode says so";
    if ((pane.use == PaneUse::placed) != is_placed(c, *person) && pane.use != PaneUse::speaker)
      return "placed people are in placed panes, others are not";
    for (const Pane& other : view.panes) {
      if (&other == &pane || other.person != pane.person) continue;
      if (pane.use != PaneUse::speaker && other.use != PaneUse::speaker)
        return "nobody is twice in panes that are not the speaker's";
      if ((pane.use == PaneUse::ordinary || other.use == PaneUse::ordinary) && !is_suppressed(c))
        return "the speaker is twice only when he is in a placed pane";
    }
  }
  return nullptr;
}

const char* broken_placement(const Case& c, const View& view) {
  const Placement& placement = c.policy.placement;
  const auto speakers = panes_of(view, PaneUse::speaker);
  if (speakers.size() != (placement.with_speaker() ? 1u : 0u)) return "one pane for the speaker";
  if (placement.with_speaker()) {
    if (speakers[0] != &view.panes[0]) return "the first pane is the speaker's";
    const Person* speaker = spoke_last(c, is_suppressed(c) ? 1 : 0);
    if (speakers[0]->person != (speaker ? std::optional(speaker->id) : std::nullopt))
      return "the speaker's pane shows the last speaker, to himself the one before";
  }
  // Placed panes are the next ones, in the order of importance, without the viewer's if skipped.
  std::vector<std::optional<PersonId>> wanted;
  for (std::int64_t i = placement.highest_importance; i >= 1; --i) {
    const Person* person = owner(c, i);
    const bool own = person && person->id == c.viewer.id && !placement.with_speaker();
    if (own && placement.self_pane == Self::skip) continue;
    const bool blank = !person || (own && placement.self_pane == Self::blank);
    wanted.push_back(blank ? std::nullopt : std::optional(person->id));
  }
  const auto placed = panes_of(view, PaneUse::placed);
  for (std::size_t i = 0; i < placed.size(); ++i)
    if (placed[i] != &view.panes[i + speakers.size()] || i >= wanted.size() ||
        placed[i]->person != wanted[i])
      return "importance i has the pane highest - i + 1, after the speaker's";
  if (placed.size() < wanted.size() && !panes_of(view, PaneUse::ordinary).empty())
    return "placed panes come before all others";
  return nullptr;
}

const char* broken_order(const Case& c, const View& view) {
  std::vector<const Person*> ordinary;
  bool blank = false;
  for (const Pane* pane : panes_of(view, PaneUse::ordinary)) {
    if (blank && pane->person) return "blank panes come last";
    if (pane->person) ordinary.push_back(find(c, pane->person));
    blank |= !pane->person;
  }
  for (std::size_t i = 1; i < ordinary.size(); ++i)
    if (!before(*ordinary[i - 1], *ordinary[i])) return "importance, then speech, then id";
  std::size_t others = 0;
  std::size_t shown = 0;
  for (const Person& person : c.people) {
    if (person.id == c.viewer.id) continue;
    ++others;
    if (shows(view, person.id)) {
      ++shown;
      continue;
    }
    if (!person.video || is_placed(c, person)) continue;
    if (blank) return "no pane is blank while somebody could be shown";
    if (!ordinary.empty() && before(person, *ordinary.back())) return "the first ones are shown";
  }
  return view.not_shown == others - shown ? nullptr : "those not shown are counted";
}

}  // namespace

const char* broken(const Case& c, const View& view) {
  for (const auto rule : {broken_geometry, broken_people, broken_placement, broken_order})
    if (const char* why = rule(c, view)) return why;
  return nullptr;
}

const char* broken_between_viewers(const Case& c, const Stage& stage, const View& view) {
  if (!c.policy.placement.with_speaker()) return nullptr;
  Viewer nobody = c.viewer;
  nobody.id.reset();
  const View shared = layout(stage, c.policy, nobody);
  const bool own = is_suppressed(c);
  auto panes = view.panes;
  if (own) panes[0] = shared.panes[0];
  if (panes != shared.panes) return "all see the same, but for the speaker's first pane";
  if (own && view.panes[0].person == c.viewer.id) return "the speaker does not see himself there";
  return nullptr;
}

const char* broken_by_change(const Case& c, const View& view) {
  Case turned = c;
  std::ranges::reverse(turned.people);
  if (layout(turned.people, turned.policy, turned.viewer) != view)
    return "the order in which people are listed does not matter";
  for (std::size_t i = 0; i < c.people.size(); ++i) {
    const Person& person = c.people[i];
    Case less = c;
    less.people.erase(less.people.begin() + static_cast<std::ptrdiff_t>(i));
    const View without = layout(less.people, less.policy, less.viewer);
    if (shows(without, person.id)) return "nobody is shown who has left";
    if (person.id != c.viewer.id && without.panes.size() > view.panes.size())
      return "layouts do not grow when another leaves";
    if (person.id == c.viewer.id || shows(view, person.id) || person.spoke > 0 ||
        is_placed(c, person) || without.panes.size() < view.panes.size())
      continue;
    if (without.panes != view.panes) return "one who is not shown changes nothing by leaving";
  }
  if (c.policy.placement.on()) return nullptr;
  for (std::size_t i = 0; i < c.people.size(); ++i) {
    if (!shows(view, c.people[i].id)) continue;
    Case more = c;
    more.people[i].importance += 1;
    if (!shows(layout(more.people, more.policy, more.viewer), c.people[i].id))
      return "more importance hides nobody";
  }
  return nullptr;
}

std::string to_text(const Case& c, const View& view) {
  const auto number = [](std::optional<PersonId> id) {
    return id ? std::to_string(static_cast<std::uint32_t>(*id)) : std::string("-");
  };
  std::string text =
      std::string(name_of(c.policy.layout)) + (c.policy.layout_template ? " (template)" : "") +
      ", " + std::to_string(c.viewer.screens) + " screens, viewer " + number(c.viewer.id) +
      ", highest " + std::to_string(c.policy.placement.highest_importance) + ", self mode " +
      std::to_string(static_cast<int>(c.policy.placement.self_pane)) + ", speaker mode " +
      std::to_string(static_cast<int>(c.policy.placement.active_speaker)) +
      (c.viewer.presentation == PresentationView::composed ? ", presentation" : "");
  for (const Person& person : c.people)
    text += "\n  person " + number(person.id) + " importance " + std::to_string(person.importance) +
            " spoke " + std::to_string(person.spoke) + (person.video ? "" : " without video");
  text += "\n  panes";
  for (const Pane& pane : view.panes) text += " " + number(pane.person);
  return text;
}

}  // namespace curia::layout::testing
