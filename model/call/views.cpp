#include "model/call/views.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/call/status.hpp"
#include "model/layout/audience.hpp"
#include "model/objects/co_space.hpp"
#include "model/rules/call.hpp"
#include "model/rules/inheritance.hpp"

namespace curia::call {
namespace {

using layout::Person;

bool sends_video(const Change& change, const CallLeg& leg) {
  if (!leg.has_video || leg.state == CallLegState::on_hold || leg.lost != never) return false;
  const auto levels = call_leg_levels(change, leg);
  return in_force(levels, &CallLegSettings::video_mode) != VideoMode::disabled &&
         in_force(levels, &CallLegSettings::rx_video_mute) != Flag::yes;
}

template <class T>
layout::PlacementSettings placement_settings(const T& object) {
  return {.highest_importance = object.pane_placement_highest_importance,
          .self_pane = object.pane_placement_self_pane_mode,
          .active_speaker = object.pane_placement_active_speaker_mode};
}

layout::Placement placement_of(const Change& change, const Call& call) {
  const auto* space = call.co_space ? change.find<CoSpace>(call.co_space) : nullptr;
  return layout::effective_placement(placement_settings(call), space != nullptr
                                                                   ? placement_settings(*space)
                                                                   : layout::PlacementSettings{});
}

struct Cast {
  std::vector<Person> people;
  std::map<layout::PersonId, std::string> names;
};

Cast cast_of(const Change& change, const Call& call) {
  std::map<Guid, Person> people;  // by participant
  Cast cast;
  for (const Object* object : call_legs_of(change, call)) {
    const auto& leg = static_cast<const CallLeg&>(*object);
    const auto* participant = change.find<Participant>(leg.participant);
    if (!may_be_seen(leg) || participant == nullptr || leg.service != LegService::none) continue;
    const layout::PersonId id = person_id_of(*participant);
    const auto importance = static_cast<std::uint32_t>(participant->importance.value_or(0));
    auto [at, is_new] = people.try_emplace(participant->id, Person{id, importance, 0, false});
    at->second.spoke = std::max(at->second.spoke, leg.spoke);
    at->second.video = at->second.video || sends_video(change, leg);
    if (is_new) cast.names[id] = label_of(*participant, leg);
  }
  for (const auto& [id, person] : people) cast.people.push_back(person);
  return cast;
}

layout::PresentationView presentation_of(const LegStatus& status, const Change& change,
                                         const CallLeg& leg) {
  const bool is_single =
      in_force(call_leg_levels(change, leg), &CallLegSettings::presentation_display_mode) ==
      PresentationDisplayMode::single_stream;
  return status.presentation && is_single ? layout::PresentationView::composed
                                          : layout::PresentationView::none;
}

}  // namespace

bool may_be_seen(const CallLeg& leg) {
  return leg.call && leg.stage == CallLegStage::call && leg.deactivated != Flag::yes &&
         (leg.state == CallLegState::connected || leg.state == CallLegState::on_hold);
}

layout::PersonId person_id_of(const Object& participant) {
  return layout::PersonId(static_cast<std::uint32_t>(participant.ordinal));
}

std::vector<Picture> pictures_of(const Change& change, const Call& call, std::span<const Guid> legs,
                                 const TemplateOf& template_of) {
  const Cast cast = cast_of(change, call);
  const layout::Stage stage(cast.people);
  const layout::Placement placement = placement_of(change, call);
  std::vector<layout::Policy> policies;
  std::vector<layout::Seat> seats;
  std::vector<std::size_t> seat_of(legs.size(), 0);  // from 1; 0: sees nothing
  for (std::size_t i = 0; i < legs.size(); ++i) {
    const auto* leg = change.find<CallLeg>(legs[i]);
    check(leg != nullptr && leg->call == call.id, "a viewer is in the call");
    if (!may_be_seen(*leg)) continue;
    const LegStatus status = status_of(change, *leg);
    const Guid drawn = in_force(call_leg_levels(change, *leg), &CallLegSettings::layout_template);
    const layout::Policy policy{.layout = status.layout,
                                .layout_template = drawn ? template_of(drawn) : nullptr,
                                .placement = placement};
    auto at = std::ranges::find(policies, policy);
    if (at == policies.end()) at = policies.insert(at, policy);
    seats.push_back({.viewer = {.id = person_id_of(*change.find<Participant>(leg->participant)),
                                .screens = leg->screens,
                                .presentation = presentation_of(status, change, *leg)},
                     .policy = static_cast<std::uint32_t>(at - policies.begin())});
    seat_of[i] = seats.size();
  }
  const layout::Audience audience = layout::layouts(stage, policies, seats);
  std::vector<Picture> pictures(legs.size());
  for (std::size_t i = 0; i < legs.size(); ++i) {
    if (seat_of[i] == 0) continue;
    pictures[i].view = audience.views[audience.view_of[seat_of[i] - 1]];
    for (const layout::Pane& pane : pictures[i].view.panes)
      if (pane.person) pictures[i].names[*pane.person] = cast.names.at(*pane.person);
  }
  return pictures;
}

}  // namespace curia::call
