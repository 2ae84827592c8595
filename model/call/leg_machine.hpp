// The states of a call leg, and what may happen in each: one table.
//
//   initial -> ringing -> connected <-> on hold, and from any of them it may end.
//
// A connected leg is at one of four places: it listens to a menu (ivr), is asked for a passcode or
// to press a key (confirmation), or takes part in a call (whether it is let in or waits is the
// lobby's to say).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "model/objects/call_leg.hpp"

namespace curia::call {

enum class LegEvent : std::uint8_t {
  rings,            // the other end was reached
  answered,         // both ends talk
  held,             // the other end put us on hold
  resumed,          // and took us back
  call_id_entered,  // at the menu, of a call that exists
  passcode_needed,  // before the call
  passcode_right,
  moved,                // to another call, past what he was asked
  confirmation_needed,  // somebody answered, who must press a key first
  confirmed,
  ended,
};
inline constexpr std::size_t leg_event_count = 11;
inline constexpr std::string_view leg_event_names[] = {
    "rings",         "answered",      "held",
    "resumed",       "callIdEntered", "passcodeNeeded",
    "passcodeRight", "moved",         "confirmationNeeded",
    "confirmed",     "ended"};

struct LegPlace {
  CallLegState state = CallLegState::initial;
  CallLegStage stage = CallLegStage::call;
  bool operator==(const LegPlace&) const = default;
};

struct LegTransition {
  LegPlace from;
  LegEvent event;
  LegPlace to;  // of `ended`: where it was
};

std::span<const LegTransition> leg_transitions();

// Where an event leads; nullopt when it cannot happen there.
std::optional<LegPlace> next_place(const LegPlace& from, LegEvent event);

}  // namespace curia::call
