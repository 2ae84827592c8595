// Views: what the people of a live call see, by the layout function from the objects of the call.
//
// 1. People are those who were let in; each is one person, however many legs he has. Whoever sends
//    no picture, is muted, on hold or lost has no pane but a placed one.
// 2. Whoever waits in the lobby or is asked for a passcode sees no panes, nor does whoever gets no
//    video: videoMode is disabled for him, or what he would get is muted (txVideoMute).
// 3. A presentation is in the picture where the leg gets a single stream
//    (presentationDisplayMode); otherwise it has a channel of its own.
// 4. How many others are in no pane is counted for whoever has a participantCounter: `always`, or
//    `auto` where there are some.
// 5. What a leg brings along is a Sight, worked out when something of the leg or above it changes.
//    The pictures follow from the sights of a call; those who see the same share one.
//
//   std::vector<Sight> sights = ...;  // sight_of() each leg, in the order of the legs
//   for (const auto& picture : pictures_of(sights, placement_of(change, call), template_of)) ...
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "model/call/endpoint.hpp"
#include "model/objects/call.hpp"
#include "model/registry/change.hpp"
#include "model/rules/inheritance.hpp"

namespace curia::call {

// The panes of a layout template; null when it is none that can be drawn. Good for one call.
using TemplateOf = std::function<const layout::LayoutTemplate*(const Guid&)>;

struct Sight {
  bool is_let_in = false;   // has a place in the meeting, and sees it
  bool is_machine = false;  // a recorder or streamer, in nobody's panes
  bool gets_video = false;
  bool is_looking = false;  // wants a picture
  layout::Person person{};
  std::string label{};
  DefaultLayout layout = DefaultLayout::automatic;
  Guid layout_template{};
  int screens = 1;
  layout::PresentationView presentation = layout::PresentationView::none;
  ParticipantCounter counter = ParticipantCounter::unset;

  bool operator==(const Sight&) const = default;
};

// `levels` and `status` are those of the leg: call_leg_levels(), status_of().
Sight sight_of(const Change& change, const CallLeg& leg, const LegLevels& levels,
               const LegStatus& status);

layout::Placement placement_of(const Change& change, const Call& call);

// One for each sight that is looking, null for the others. Nobody who was not let in sees a pane.
using SharedPicture = std::shared_ptr<const Picture>;
std::vector<SharedPicture> pictures_of(std::span<const Sight* const> sights,
                                       const layout::Placement& placement,
                                       const TemplateOf& template_of);

// Whether somebody was let in and is there, be it on hold.
bool may_be_seen(const CallLeg& leg);

// The number by which the layout knows a participant.
layout::PersonId person_id_of(const Object& participant);

}  // namespace curia::call
