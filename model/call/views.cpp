#include "model/call/views.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "model/layout/audience.hpp"
#include "model/objects/co_space.hpp"
#include "model/objects/participant.hpp"
#include "model/rules/inheritance.hpp"

namespace curia::call {
namespace {

using layout::Person;

bool sends_video(const CallLeg& leg, const LegLevels& levels, const LegStatus& status) {
  if (!leg.has_video || leg.state == CallLegState::on_hold || leg.lost != never) return false;
  return in_force(levels, &CallLegSettings::video_mode) != VideoMode::disabled &&
         !status.rx_video_muted;
}

bool gets_video(const LegLevels& levels, const LegStatus& status) {
  return in_force(levels, &CallLegSettings::video_mode) != VideoMode::disabled &&
         !status.tx_video_muted;
}

template <class T>
layout::PlacementSettings placement_settings(const T& object) {
  return {.highest_importance = object.pane_placement_highest_importance,
          .self_pane = object.pane_placement_self_pane_mode,
          .active_speaker = object.pane_placement_active_speaker_mode};
}

// The people behind the sights, each once, by their numbers; and by what name they are seen.
struct Cast {
  std::vector<Person> people;
  std::vector<const std::string*> labels;

  const std::string& label_of(layout::PersonId id) const {
    const auto at = std::ranges::lower_bound(people, id, {}, &Person::id);
    return *labels[static_cast<std::size_t>(at - people.begin())];
  }
};

Cast cast_of(std::span<const Sight* const> sights) {
  std::vector<const Sight*> seen;
  for (const Sight* sight : sights)
    if (sight->is_let_in && !sight->is_machine) seen.push_back(sight);
  const auto by_number = [](const Sight* sight) { return sight->person.id; };
  if (!std::ranges::is_sorted(seen, {}, by_number)) std::ranges::stable_sort(seen, {}, by_number);
  Cast cast;
  cast.people.reserve(seen.size());
  cast.labels.reserve(seen.size());
  for (const Sight* sight : seen) {
    if (cast.people.empty() || cast.people.back().id != sight->person.id) {
      cast.people.push_back(sight->person);
      cast.labels.push_back(&sight->label);
      continue;
    }
    Person& person = cast.people.back();  // another leg of his
    person.spoke = std::max(person.spoke, sight->person.spoke);
    person.video = person.video || sight->person.video;
  }
  return cast;
}

// Who looks, and how.
struct Audience {
  std::vector<layout::Policy> policies;
  std::vector<layout::Seat> seats;
  std::vector<std::size_t> sights;  // by seat
};

Audience audience_of(std::span<const Sight* const> sights, const layout::Placement& placement,
                     const TemplateOf& template_of) {
  Audience audience;
  std::vector<std::pair<DefaultLayout, Guid>> asked;  // by policy
  for (std::size_t i = 0; i < sights.size(); ++i) {
    const Sight& sight = *sights[i];
    if (!sight.is_looking || !sight.gets_video) continue;
    const std::pair wanted(sight.layout, sight.layout_template);
    const auto at = std::ranges::find(asked, wanted) - asked.begin();
    if (static_cast<std::size_t>(at) == asked.size()) {
      asked.push_back(wanted);
      audience.policies.push_back(
          {.layout = sight.layout,
           .layout_template = sight.layout_template ? template_of(sight.layout_template) : nullptr,
           .placement = placement});
    }
    audience.seats.push_back(
        {.viewer = {.id = sight.is_machine ? std::optional<layout::PersonId>() : sight.person.id,
                    .screens = sight.screens,
                    .presentation = sight.presentation},
         .policy = static_cast<std::uint32_t>(at)});
    audience.sights.push_back(i);
  }
  return audience;
}

SharedPicture picture_of(layout::View view, const Cast& cast) {
  auto picture = std::make_shared<Picture>();
  for (const layout::Pane& pane : view.panes)
    if (pane.person) picture->names[*pane.person] = cast.label_of(*pane.person);
  picture->view = std::move(view);
  return picture;
}

// What a viewer is told of those whom he does not see; none: nothing.
std::optional<std::size_t> off_screen(const Sight& viewer, const Picture& seen, const Cast& cast) {
  const bool counts = viewer.counter == ParticipantCounter::always ||
                      viewer.counter == ParticipantCounter::automatic;
  if (!counts) return std::nullopt;
  const bool is_himself_there = !viewer.is_machine && !seen.names.contains(viewer.person.id);
  const std::size_t count = cast.people.size() - seen.names.size() - (is_himself_there ? 1 : 0);
  if (count == 0 && viewer.counter == ParticipantCounter::automatic) return std::nullopt;
  return count;
}

// The pictures of those who count differ in their number alone.
class CountedPictures {
 public:
  SharedPicture with(const SharedPicture& picture, std::size_t count) {
    SharedPicture& counted = counted_[{picture.get(), count}];
    if (counted == nullptr) {
      Picture copy = *picture;
      copy.off_screen = count;
      counted = std::make_shared<const Picture>(std::move(copy));
    }
    return counted;
  }

 private:
  std::map<std::pair<const Picture*, std::size_t>, SharedPicture> counted_;
};

}  // namespace

layout::Placement placement_of(const Change& change, const Call& call) {
  const auto* space = call.co_space ? change.find<CoSpace>(call.co_space) : nullptr;
  return layout::effective_placement(placement_settings(call), space != nullptr
                                                                   ? placement_settings(*space)
                                                                   : layout::PlacementSettings{});
}

Sight sight_of(const Change& change, const CallLeg& leg, const LegLevels& levels,
               const LegStatus& status) {
  Sight sight;
  const auto* participant = change.find<Participant>(leg.participant);
  sight.is_machine = leg.service != LegService::none;
  sight.is_let_in = may_be_seen(leg) && (sight.is_machine || participant != nullptr);
  if (!sight.is_let_in) return sight;
  sight.gets_video = gets_video(levels, status);
  if (!sight.is_machine)
    sight.person = {.id = person_id_of(*participant),
                    .importance = static_cast<std::uint32_t>(participant->importance.value_or(0)),
                    .spoke = leg.spoke,
                    .video = sends_video(leg, levels, status)};
  sight.label = status.label;
  sight.layout = status.layout;
  sight.layout_template = drawn_template_of(change, levels);
  sight.screens = leg.screens;
  sight.counter = in_force(levels, &CallLegSettings::participant_counter);
  const bool is_single = in_force(levels, &CallLegSettings::presentation_display_mode) ==
                         PresentationDisplayMode::single_stream;
  if (status.presentation && is_single) sight.presentation = layout::PresentationView::composed;
  return sight;
}

std::vector<SharedPicture> pictures_of(std::span<const Sight* const> sights,
                                       const layout::Placement& placement,
                                       const TemplateOf& template_of) {
  const auto nothing = std::make_shared<const Picture>();
  std::vector<SharedPicture> pictures(sights.size());
  bool is_looked_at = false;
  for (std::size_t i = 0; i < sights.size(); ++i) {
    if (!sights[i]->is_looking) continue;
    is_looked_at = true;
    pictures[i] = nothing;
  }
  if (!is_looked_at) return pictures;
  const Cast cast = cast_of(sights);
  const Audience audience = audience_of(sights, placement, template_of);
  layout::Audience seen =
      layout::layouts(layout::Stage(cast.people), audience.policies, audience.seats);
  std::vector<SharedPicture> of_view;
  of_view.reserve(seen.views.size());
  for (layout::View& view : seen.views) of_view.push_back(picture_of(std::move(view), cast));
  CountedPictures counted;
  for (std::size_t i = 0; i < audience.sights.size(); ++i) {
    const std::size_t at = audience.sights[i];
    const SharedPicture& picture = of_view[seen.view_of[i]];
    const auto count = off_screen(*sights[at], *picture, cast);
    pictures[at] = count ? counted.with(picture, *count) : picture;
  }
  return pictures;
}

bool may_be_seen(const CallLeg& leg) {
  return leg.call && leg.stage == CallLegStage::call && leg.deactivated != Flag::yes &&
         (leg.state == CallLegState::connected || leg.state == CallLegState::on_hold);
}

layout::PersonId person_id_of(const Object& participant) {
  return layout::PersonId(static_cast<std::uint32_t>(participant.ordinal));
}

}  // namespace curia::call
