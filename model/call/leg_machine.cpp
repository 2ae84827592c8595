#include "model/call/leg_machine.hpp"

#include <algorithm>

namespace curia::call {
namespace {

using enum CallLegState;
using enum CallLegStage;
using enum LegEvent;

constexpr LegTransition transitions[] = {
    {{initial, call}, rings, {ringing, call}},
    {{initial, call}, answered, {connected, call}},
    {{ringing, call}, answered, {connected, call}},
    {{initial, call}, passcode_needed, {connected, passcode}},
    {{initial, ivr}, answered, {connected, ivr}},
    {{connected, ivr}, call_id_entered, {connected, call}},
    {{connected, ivr}, passcode_needed, {connected, passcode}},
    {{connected, passcode}, passcode_right, {connected, call}},
    {{connected, ivr}, moved, {connected, call}},
    {{connected, passcode}, moved, {connected, call}},
    {{initial, call}, confirmation_needed, {connected, confirmation}},
    {{ringing, call}, confirmation_needed, {connected, confirmation}},
    {{connected, confirmation}, confirmed, {connected, call}},
    {{connected, call}, held, {on_hold, call}},
    {{on_hold, call}, resumed, {connected, call}},
    {{initial, call}, ended, {initial, call}},
    {{initial, ivr}, ended, {initial, ivr}},
    {{ringing, call}, ended, {ringing, call}},
    {{connected, ivr}, ended, {connected, ivr}},
    {{connected, passcode}, ended, {connected, passcode}},
    {{connected, confirmation}, ended, {connected, confirmation}},
    {{connected, call}, ended, {connected, call}},
    {{on_hold, call}, ended, {on_hold, call}},
};

}  // namespace

std::span<const LegTransition> leg_transitions() { return transitions; }

std::optional<LegPlace> next_place(const LegPlace& from, LegEvent event) {
  const auto* found = std::ranges::find_if(transitions, [&](const LegTransition& transition) {
    return transition.from == from && transition.event == event;
  });
  return found == std::end(transitions) ? std::nullopt : std::optional(found->to);
}

}  // namespace curia::call
