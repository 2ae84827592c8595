// Views: what the people of a live call see, by the layout function from the objects of the call.
//
// 1. People are those who were let in; each is one person, however many legs he has. Whoever sends
//    no picture, is muted, on hold or lost has no pane but a placed one.
// 2. Whoever waits in the lobby or is asked for a passcode sees no panes.
// 3. A presentation is in the picture where the leg gets a single stream
//    (presentationDisplayMode); otherwise it has a channel of its own.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "model/call/endpoint.hpp"
#include "model/objects/call.hpp"
#include "model/registry/change.hpp"

namespace curia::call {

// The panes of a layout template; null when it is none that can be drawn. Good for one call.
using TemplateOf = std::function<const layout::LayoutTemplate*(const Guid&)>;

// One picture for each of the legs, which are all in the call.
std::vector<Picture> pictures_of(const Change& change, const Call& call, std::span<const Guid> legs,
                                 const TemplateOf& template_of);

// Whether somebody was let in and is there, be it on hold.
bool may_be_seen(const CallLeg& leg);

// The number by which the layout knows a participant.
layout::PersonId person_id_of(const Object& participant);

}  // namespace curia::call
