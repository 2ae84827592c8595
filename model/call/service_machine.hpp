// The table of a recording, and of a stream: from what is asked for to what is done (services.hpp).
#pragma once

#include "model/call/machine.hpp"
#include "model/objects/call.hpp"

namespace curia::call {

inline constexpr std::string_view service_state_names[] = {"idle", "dialled", "working", "paused",
                                                           "away"};
enum class ServiceEvent : std::uint8_t { settled };
inline constexpr std::string_view service_event_names[] = {"settled"};

struct ServiceFacts {
  bool is_wanted = false;     // ordered or automatic, allowed, and somebody is there
  bool has_address = false;   // sipRecorderUri, sipStreamerUri
  bool has_leg = false;       // the machine was dialled, and has not left
  bool is_connected = false;  // and answered, and did not put us on hold
};

namespace guard {
inline constexpr Guard<ServiceFacts> is_unwanted{
    "it is not wanted any more", [](const ServiceFacts& at) { return !at.is_wanted; }};
inline constexpr Guard<ServiceFacts> machine_is_gone{
    "the machine did not answer, or left", [](const ServiceFacts& at) { return !at.has_leg; }};
inline constexpr Guard<ServiceFacts> machine_is_connected{
    "the machine is connected", [](const ServiceFacts& at) { return at.is_connected; }};
}  // namespace guard

// To `dialled` the machine is called, to `idle` its leg is ended. One that is away is not called
// again before it was unwanted once.
inline constexpr Transition<ServiceState, ServiceEvent, ServiceFacts> service_transitions[] = {
    {ServiceState::idle,
     ServiceEvent::settled,
     {"it is wanted, and the address of a machine is set",
      [](const ServiceFacts& at) { return at.is_wanted && at.has_address; }},
     ServiceState::dialled},
    {ServiceState::idle, ServiceEvent::settled, {}, ServiceState::idle},
    {ServiceState::dialled, ServiceEvent::settled, guard::is_unwanted, ServiceState::idle},
    {ServiceState::dialled, ServiceEvent::settled, guard::machine_is_gone, ServiceState::away},
    {ServiceState::dialled, ServiceEvent::settled, guard::machine_is_connected,
     ServiceState::working},
    {ServiceState::dialled, ServiceEvent::settled, {}, ServiceState::dialled},
    {ServiceState::working, ServiceEvent::settled, guard::is_unwanted, ServiceState::idle},
    {ServiceState::working, ServiceEvent::settled, guard::machine_is_gone, ServiceState::away},
    {ServiceState::working, ServiceEvent::settled, guard::machine_is_connected,
     ServiceState::working},
    {ServiceState::working, ServiceEvent::settled, {}, ServiceState::paused},
    {ServiceState::paused, ServiceEvent::settled, guard::is_unwanted, ServiceState::idle},
    {ServiceState::paused, ServiceEvent::settled, guard::machine_is_gone, ServiceState::away},
    {ServiceState::paused, ServiceEvent::settled, guard::machine_is_connected,
     ServiceState::working},
    {ServiceState::paused, ServiceEvent::settled, {}, ServiceState::paused},
    {ServiceState::away, ServiceEvent::settled, guard::is_unwanted, ServiceState::idle},
    {ServiceState::away, ServiceEvent::settled, {}, ServiceState::away},
};

}  // namespace curia::call
