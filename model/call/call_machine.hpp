// The tables of calls and of participants: when there is one, and when it is gone.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/call/machine.hpp"
#include "model/objects/call.hpp"

namespace curia::call {

inline constexpr std::string_view call_stage_names[] = {"unused", "unattended", "attended",
                                                        "ended"};
enum class CallEvent : std::uint8_t { settled };
inline constexpr std::string_view call_event_names[] = {"settled"};

struct CallFacts {
  bool is_empty = false;         // nobody is there but machines
  bool is_attended = false;      // an activator is there
  bool stays_when_empty = true;  // activeWhenEmpty
};

namespace guard {
inline constexpr Guard<CallFacts> is_attended{"an activator is there",
                                              [](const CallFacts& at) { return at.is_attended; }};
inline constexpr Guard<CallFacts> is_over{
    "nobody is there, and activeWhenEmpty is false",
    [](const CallFacts& at) { return at.is_empty && !at.stays_when_empty; }};
}  // namespace guard

inline constexpr Transition<CallStage, CallEvent, CallFacts> call_transitions[] = {
    {CallStage::unused, CallEvent::settled, guard::is_attended, CallStage::attended},
    {CallStage::unused,
     CallEvent::settled,
     {"nobody is there", [](const CallFacts& at) { return at.is_empty; }},
     CallStage::unused},
    {CallStage::unused, CallEvent::settled, {}, CallStage::unattended},
    {CallStage::unattended, CallEvent::settled, guard::is_over, CallStage::ended},
    {CallStage::unattended, CallEvent::settled, guard::is_attended, CallStage::attended},
    {CallStage::unattended, CallEvent::settled, {}, CallStage::unattended},
    {CallStage::attended, CallEvent::settled, guard::is_over, CallStage::ended},
    {CallStage::attended, CallEvent::settled, guard::is_attended, CallStage::attended},
    {CallStage::attended, CallEvent::settled, {}, CallStage::unattended},
};

enum class PersonPlace : std::uint8_t { present, gone };
inline constexpr std::string_view person_place_names[] = {"present", "gone"};
enum class PersonEvent : std::uint8_t { leg_ended, moved };
inline constexpr std::string_view person_event_names[] = {"legEnded", "moved"};

struct PersonFacts {
  bool has_legs = false;
};

inline constexpr Transition<PersonPlace, PersonEvent, PersonFacts> person_transitions[] = {
    {PersonPlace::present,
     PersonEvent::leg_ended,
     {"has another leg", [](const PersonFacts& at) { return at.has_legs; }},
     PersonPlace::present},
    {PersonPlace::present, PersonEvent::leg_ended, {}, PersonPlace::gone},
    {PersonPlace::present, PersonEvent::moved, {}, PersonPlace::gone},
};

}  // namespace curia::call
