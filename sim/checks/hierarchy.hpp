// What the hierarchy of call leg profiles says of one leg, evaluated anew from the objects
// (api-conventions section 8): an evaluation of its own, to compare the model's with.
#pragma once

#include <vector>

#include "model/objects/call.hpp"
#include "model/objects/call_leg.hpp"
#include "model/objects/call_profile.hpp"
#include "model/objects/user_profile.hpp"
#include "model/registry/registry.hpp"

namespace curia::checks {

// The settings that may say something of the leg, the strongest first.
using Settings = std::vector<const CallLegSettings*>;
Settings settings_above(const Registry& registry, const CallLeg& leg);

template <class Value>
Value held(const Settings& all, Value CallLegSettings::* member) {
  Value value{};
  for (auto at = all.rbegin(); at != all.rend(); ++at)
    if ((*at)->*member != Value{}) value = (*at)->*member;
  return value;
}

// Whether the user behind the leg may take part with this at all (docs/decisions/0062-calls.md).
bool user_lets(const Registry& registry, const CallLeg& leg, Flag UserProfile::* with);

template <class Value>
Value held(const Registry& registry, const CallLeg& leg, Value CallLegSettings::* member) {
  return held(settings_above(registry, leg), member);
}

// What the call profile of the coSpace says, else the tenant's, else the system's.
Flag held_by_profile(const Registry& registry, const Call& call, Flag CallProfile::* setting);

}  // namespace curia::checks
