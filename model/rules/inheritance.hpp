// Inheritance: what holds where several levels may say something (api-conventions section 8).
//
// The lowest level that sets a parameter counts, parameter by parameter. Levels are listed lowest
// first; a level without a profile does not stand in the list.
//
//   const auto levels = call_profile_levels(change, call);
//   if (in_force(levels, &CallProfile::recording_mode) == RecordingMode::disabled) ...
#pragma once

#include <optional>
#include <vector>

#include "model/objects/call.hpp"
#include "model/objects/call_profile.hpp"
#include "model/registry/change.hpp"

namespace curia {

using Levels = std::vector<const Object*>;

// The value of a member that the lowest level sets; that of no level when none does.
template <class Profile, class Value>
Value in_force(const Levels& levels, Value Profile::* member) {
  for (const Object* level : levels)
    if (const Value& value = static_cast<const Profile&>(*level).*member; value != Value{})
      return value;
  return Value{};
}

// coSpace, tenant, system.
Levels call_profile_levels(const Change& change, const Call& call);

// access method (may be null), coSpace, tenant, system.
Levels dial_in_security_levels(const Change& change, const CoSpace& space,
                               const Guid& of_access_method);

}  // namespace curia
