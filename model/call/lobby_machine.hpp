// The lobby: who waits before a call and who is inside. Two tables, of what the lock of the call
// and of what the lobby makes of one leg; both are asked whenever a call settles (settle.hpp).
#pragma once

#include <cstdint>
#include <string_view>

#include "model/call/machine.hpp"

namespace curia::call {

// Of a leg, at the lock of its call. Whoever has passed stays, though the call is locked later.
enum class LockPlace : std::uint8_t { newcomer, passed, held };
inline constexpr std::string_view lock_place_names[] = {"newcomer", "passed", "held"};

// Of a leg, at the door of its call.
enum class LobbyPlace : std::uint8_t { newcomer, waiting, inside, ended };
inline constexpr std::string_view lobby_place_names[] = {"newcomer", "waiting", "inside", "ended"};

enum class LobbyEvent : std::uint8_t { settled };
inline constexpr std::string_view lobby_event_names[] = {"settled"};

struct LockFacts {
  bool is_locked = false;    // the call
  bool concerns_it = false;  // lockMode: all, or this leg needs activation
  bool is_admitted = false;  // by hand
};

struct LobbyFacts {
  bool is_held = false;      // by the lock, or by hand
  bool is_admitted = false;  // by hand
  bool needs_activation = false;
  bool is_attended = false;      // an activator is there
  bool may_remain = false;       // remainActivated, or deactivationModeTime is not over yet
  bool is_disconnected = false;  // deactivationMode
};

inline constexpr Transition<LockPlace, LobbyEvent, LockFacts> lock_transitions[] = {
    {LockPlace::newcomer,
     LobbyEvent::settled,
     {"the call is locked for it, and nobody let it in",
      [](const LockFacts& at) { return at.is_locked && at.concerns_it && !at.is_admitted; }},
     LockPlace::held},
    {LockPlace::newcomer, LobbyEvent::settled, {}, LockPlace::passed},
    {LockPlace::held,
     LobbyEvent::settled,
     {"the call is locked, and nobody let it in",
      [](const LockFacts& at) { return at.is_locked && !at.is_admitted; }},
     LockPlace::held},
    {LockPlace::held, LobbyEvent::settled, {}, LockPlace::passed},
    {LockPlace::passed, LobbyEvent::settled, {}, LockPlace::passed},
};

namespace guard {
inline constexpr Guard<LobbyFacts> is_held{"held by the lock or by hand",
                                           [](const LobbyFacts& at) { return at.is_held; }};
inline constexpr Guard<LobbyFacts> may_be_inside{
    "let in by hand, needs no activation, or an activator is there",
    [](const LobbyFacts& at) { return at.is_admitted || !at.needs_activation || at.is_attended; }};
}  // namespace guard

inline constexpr Transition<LobbyPlace, LobbyEvent, LobbyFacts> lobby_transitions[] = {
    {LobbyPlace::newcomer, LobbyEvent::settled, guard::is_held, LobbyPlace::waiting},
    {LobbyPlace::newcomer, LobbyEvent::settled, guard::may_be_inside, LobbyPlace::inside},
    {LobbyPlace::newcomer, LobbyEvent::settled, {}, LobbyPlace::waiting},
    {LobbyPlace::waiting, LobbyEvent::settled, guard::is_held, LobbyPlace::waiting},
    {LobbyPlace::waiting, LobbyEvent::settled, guard::may_be_inside, LobbyPlace::inside},
    {LobbyPlace::waiting, LobbyEvent::settled, {}, LobbyPlace::waiting},
    {LobbyPlace::inside, LobbyEvent::settled, guard::is_held, LobbyPlace::waiting},
    {LobbyPlace::inside, LobbyEvent::settled, guard::may_be_inside, LobbyPlace::inside},
    {LobbyPlace::inside,
     LobbyEvent::settled,
     {"remainActivated, or its deactivationModeTime is not over",
      [](const LobbyFacts& at) { return at.may_remain; }},
     LobbyPlace::inside},
    {LobbyPlace::inside,
     LobbyEvent::settled,
     {"deactivationMode is disconnect", [](const LobbyFacts& at) { return at.is_disconnected; }},
     LobbyPlace::ended},
    {LobbyPlace::inside, LobbyEvent::settled, {}, LobbyPlace::waiting},
};

}  // namespace curia::call
