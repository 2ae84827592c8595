#include "sim/checks/picture_rules.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "model/call/status.hpp"
#include "model/objects/catalog.hpp"
#include "model/objects/layout_template.hpp"
#include "model/registry/change.hpp"
#include "sim/checks/hierarchy.hpp"
#include "sim/checks/no_random.hpp"

namespace curia::checks {
namespace {

using Mode = PanePlacementActiveSpeakerMode;

bool is_present(const CallLeg& leg) {
  const bool is_connected =
      leg.state == CallLegState::connected || leg.state == CallLegState::on_hold;
  return is_connected && leg.stage == CallLegStage::call && leg.deactivated != Flag::yes &&
         leg.service == LegService::none;
}

layout::PersonId number_of(const SeenCall& seen, const CallLeg& leg) {
  return call::person_id_of(*seen.state.registry.find<Participant>(leg.participant));
}

std::string pane_without_owner(const SeenCall& seen) {
  std::set<layout::PersonId> present;
  for (const Seen& one : seen.legs)
    if (is_present(*one.leg)) present.insert(number_of(seen, *one.leg));
  std::set<const call::Picture*> looked_at;  // many see the same
  for (const Seen& one : seen.legs) {
    if (one.picture == nullptr || !looked_at.insert(one.picture.get()).second) continue;
    for (const layout::Pane& pane : one.picture->view.panes)
      if (pane.person && !present.contains(*pane.person))
        return name_of(*one.leg) + " sees " + one.picture->names.at(*pane.person) +
               ", who is not there";
  }
  return "";
}

// The mode that counts: the call's own, else the coSpace's; only together with pane placement.
Mode mode_of(const SeenCall& seen) {
  const Call& call = seen.state.call;
  const auto* space = seen.state.registry.find<CoSpace>(call.co_space);
  auto highest = call.pane_placement_highest_importance;
  Mode mode = call.pane_placement_active_speaker_mode;
  if (space != nullptr && !highest) highest = space->pane_placement_highest_importance;
  if (space != nullptr && mode == Mode::unset) mode = space->pane_placement_active_speaker_mode;
  return highest.value_or(0) > 0 ? mode : Mode::none;
}

bool sends_video(const SeenCall& seen, const Seen& one) {
  const CallLeg& leg = *one.leg;
  return leg.has_video && leg.state == CallLegState::connected && leg.lost == never &&
         held(*one.settings, &CallLegSettings::video_mode) != VideoMode::disabled &&
         held(*one.settings, &CallLegSettings::rx_video_mute) != Flag::yes &&
         user_lets(seen.state.registry, leg, &UserProfile::video_participation_allowed);
}

bool gets_video(const Seen& one) {
  return held(*one.settings, &CallLegSettings::video_mode) != VideoMode::disabled &&
         held(*one.settings, &CallLegSettings::tx_video_mute) != Flag::yes;
}

// Who has the same arrangement of panes; those who are let in and look.
using Panes = std::vector<layout::Pane>;
using Arrangement = std::tuple<DefaultLayout, Guid, int, bool>;
std::map<Arrangement, std::vector<const Seen*>> by_arrangement(const SeenCall& seen) {
  std::map<Arrangement, std::vector<const Seen*>> groups;
  for (const Seen& one : seen.legs) {
    if (!is_present(*one.leg) || one.picture == nullptr || one.status == nullptr) continue;
    if (!gets_video(one)) continue;
    const bool is_composed = one.status->presentation &&
                             held(*one.settings, &CallLegSettings::presentation_display_mode) ==
                                 PresentationDisplayMode::single_stream;
    groups[{one.status->layout, held(*one.settings, &CallLegSettings::layout_template),
            one.leg->screens, is_composed}]
        .push_back(&one);
  }
  return groups;
}

std::string views_differ(const SeenCall& seen) {
  if (mode_of(seen) != Mode::allowself) return "";
  for (const auto& [arrangement, group] : by_arrangement(seen))
    for (const Seen* one : group)
      if (one->picture->view.panes != group.front()->picture->view.panes)
        return name_of(*one->leg) + " and " + name_of(*group.front()->leg) +
               " do not see the same panes";
  return "";
}

// Who gets no video sees no panes.
std::string pane_without_video(const SeenCall& seen) {
  for (const Seen& one : seen.legs)
    if (one.picture != nullptr && !one.picture->view.panes.empty() && !gets_video(one))
      return name_of(*one.leg) + " gets no video and is shown panes";
  return "";
}

// The participant who spoke last, if he can be seen; nil: nobody did, or he cannot.
Guid speaker_of(const SeenCall& seen) {
  std::map<Guid, std::pair<std::uint64_t, bool>> people;  // when he spoke, and whether he is seen
  for (const Seen& one : seen.legs) {
    if (!is_present(*one.leg)) continue;
    auto& [spoke, has_video] = people[one.leg->participant];
    spoke = std::max(spoke, one.leg->spoke);
    has_video = has_video || sends_video(seen, one);
  }
  Guid speaker;
  std::uint64_t last = 0;
  for (const auto& [id, person] : people)
    if (person.first > last) {
      speaker = person.second ? id : Guid{};
      last = person.first;
    }
  return speaker;
}

bool is_same_behind_the_first(const Panes& a, const Panes& b) {
  return a.size() == b.size() && !a.empty() && std::equal(a.begin() + 1, a.end(), b.begin() + 1);
}

std::string others_than_speaker_differ(const SeenCall& seen) {
  if (mode_of(seen) != Mode::suppressself) return "";
  const Guid speaker = speaker_of(seen);
  for (const auto& [arrangement, group] : by_arrangement(seen)) {
    const Seen* other = nullptr;  // than the speaker
    for (const Seen* one : group)
      if (one->leg->participant != speaker) other = one;
    if (other == nullptr) continue;
    const Panes& expected = other->picture->view.panes;
    for (const Seen* one : group) {
      const Panes& panes = one->picture->view.panes;
      const bool is_speaker = one->leg->participant == speaker;
      if (is_speaker ? !is_same_behind_the_first(panes, expected) : panes != expected)
        return name_of(*one->leg) + " and " + name_of(*other->leg) +
               (is_speaker ? " differ in more than the first pane"
                           : " do not see the same panes, and neither speaks");
    }
  }
  return "";
}

// The first that says something: chosenLayout of the leg, its default layout, the coSpace's, that
// of the profiles.
DefaultLayout assigned_to(const SeenCall& seen, const CallLeg& leg, const Settings& settings) {
  const auto* space = seen.state.registry.find<CoSpace>(seen.state.call.co_space);
  for (const DefaultLayout said : {leg.chosen_layout, leg.default_layout,
                                   space != nullptr ? space->default_layout : DefaultLayout::unset,
                                   held(settings, &CallLegSettings::default_layout)})
    if (said != DefaultLayout::unset) return said;
  return DefaultLayout::automatic;
}

bool has_drawn_template(const Registry& registry, const Settings& settings) {
  const auto* drawn =
      registry.find<LayoutTemplate>(held(settings, &CallLegSettings::layout_template));
  return drawn != nullptr && !drawn->description.empty();
}

std::string layout_is_not_assigned(const SeenCall& seen) {
  for (const auto& [leg, above, status, picture] : seen.legs) {
    if (status == nullptr) continue;
    const Settings& settings = *above;
    const DefaultLayout assigned = assigned_to(seen, *leg, settings);
    const bool is_picked = leg->picked_layout != DefaultLayout::unset;
    if (status->assigned_layout != assigned || status->has_picked_layout != is_picked ||
        status->layout != (is_picked ? leg->picked_layout : assigned))
      return name_of(*leg) + " has another layout than what is assigned to him, or picked";
    if (status->has_layout_template != has_drawn_template(seen.state.registry, settings))
      return name_of(*leg) + " was told of a template that is not there, or not of one that is";
    if (status->may_change_layout !=
        (held(settings, &CallLegSettings::change_layout_allowed) != Flag::no))
      return name_of(*leg) + " was told of another permission to change the layout than he has";
  }
  return "";
}

std::string status_is_old(const SeenCall& seen) {
  NoRandom random;
  const Change view(seen.state.registry, random, seen.state.now);
  for (const Seen& one : seen.legs)
    if (one.status != nullptr &&
        *one.status != call::status_of(view, *one.leg, call_leg_levels(view, *one.leg)))
      return name_of(*one.leg) + " was told something else than what holds";
  return "";
}

// Of those whom the rule above has looked at what they were told is what there is to be told.
std::string picture_is_old(const SeenCall& seen) {
  NoRandom random;
  const Change view(seen.state.registry, random, seen.state.now);
  std::vector<call::Sight> sights;
  sights.reserve(seen.legs.size());
  for (const Seen& one : seen.legs) {
    const LegLevels levels = call_leg_levels(view, *one.leg);
    sights.push_back(call::sight_of(
        view, *one.leg, levels,
        one.status != nullptr ? *one.status : call::status_of(view, *one.leg, levels)));
    sights.back().is_looking = one.picture != nullptr;
  }
  std::vector<const call::Sight*> all;
  for (const call::Sight& sight : sights) all.push_back(&sight);
  const auto pictures =
      call::pictures_of(all, call::placement_of(view, seen.state.call), seen.template_of);
  std::set<std::pair<const call::Picture*, const call::Picture*>> compared;
  for (std::size_t i = 0; i < pictures.size(); ++i) {
    const auto* expected = pictures[i].get();
    const auto* shown = seen.legs[i].picture.get();
    if (expected == nullptr || !compared.insert({expected, shown}).second) continue;
    if (*expected != *shown)
      return name_of(*seen.legs[i].leg) + " sees another picture than there is";
  }
  return "";
}

constexpr NamedPictureRule all_picture_rules[] = {
    {"nobody is shown a pane whose owner left", pane_without_owner},
    {"nobody is shown panes who gets no video", pane_without_video},
    {"with allowself all viewers see the same panes", views_differ},
    {"with suppressself only the speaker's view differs, in pane 1", others_than_speaker_differ},
    {"the first level that says something of a layout assigns it", layout_is_not_assigned},
    {"everybody was told what holds", status_is_old},
    {"everybody sees the picture there is", picture_is_old},
};

}  // namespace

std::span<const NamedPictureRule> picture_rules() { return all_picture_rules; }

}  // namespace curia::checks
