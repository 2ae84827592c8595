// Inheritance: what holds where several levels may say something (api-conventions section 8).
//
// 1. The lowest level that sets a parameter counts, parameter by parameter. Levels are listed
// lowest first; a
//    level without a profile does not stand in the list.
// 2. The state asked is a Registry (what is) or a Change (what would be).
// 3. The levels of every kind of profile are found in one way: an object has a say when it can
//    refer to a profile of that kind. Above an access method, a member or a call stands the
//    coSpace, above all that have one the tenant, above everything the system.
//
//   const auto levels = call_profile_levels(change, call);
//   if (in_force(levels, &CallProfile::recording_mode) == RecordingMode::disabled) ...
#pragma once

#include <array>
#include <map>
#include <vector>

#include "model/objects/access_method.hpp"
#include "model/objects/call.hpp"
#include "model/objects/call_leg.hpp"
#include "model/objects/call_leg_profile.hpp"
#include "model/objects/call_profile.hpp"
#include "model/objects/user.hpp"
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

// The profiles of this kind that have a say at `at`, which may be the system's Profiles.
template <class State>
Levels profile_levels(const State& state, Kind profile, const Object& at);

// What GET shows of the parameter in force: of the lowest level that sets it, else the default.
std::string text_in_force(const FieldSpec& field, const Levels& levels);

// Of userProfile (user, tenant, system).
template <class State>
bool has_license(const State& state, const User& user);

// coSpace, tenant, system.
template <class State>
Levels call_profile_levels(const State& state, const Call& call);

// Whether it is locked: as it says itself, else as its profiles do. `levels` are those.
bool is_locked(const Call& call, const Levels& levels);

// access method (its profile, nil for none), coSpace, tenant, system.
template <class State>
Levels dial_in_security_levels(const State& state, const CoSpace& space,
                               const Guid& of_access_method);

// Where a setting of a call leg comes from, lowest first; the names are those of the trace.
enum class CallLegScope : std::uint8_t {
  call_leg,
  call_out,
  co_space_user,
  access_method,
  co_space,
  tenant,
  global
};
inline constexpr std::string_view call_leg_scope_names[] = {
    "callLeg", "callOut", "coSpaceUser", "accessMethod", "coSpace", "tenant", "global"};

struct CallLegLevel {
  CallLegScope scope;
  const CallLegSettings* settings;
  const CallLegProfile* profile;  // null for the leg's own settings
};
// What a member was made in this call, as long as his membership has the profile of that; else
// null.
template <class State>
const AccessMethod* member_role_in_force(const State& state, const CallLeg& leg);

using LegLevels = std::vector<CallLegLevel>;
template <class State>
LegLevels call_leg_levels(const State& state, const CallLeg& leg);

// The same for many legs at a time: what is above a leg is looked up once for all who have the same
// above them. Good as long as the state does not change anything but legs.
template <class State>
class LevelsAbove {
 public:
  explicit LevelsAbove(const State& state) : state_(state) {}
  // Without the leg's own settings.
  const LegLevels& of(const CallLeg& leg);

 private:
  using Key = std::array<Guid, 5>;  // call, tenant, and the profiles or what leads to them
  // Whoever came in one way has the same above him as the one before, without a look at anything.
  using Way = std::array<Guid, 6>;
  const State& state_;
  Way last_way_{};
  const LegLevels* last_ = nullptr;
  std::map<Key, LegLevels> known_;
};

template <class Value>
Value in_force(const LegLevels& levels, Value CallLegSettings::* member) {
  for (const CallLegLevel& level : levels)
    if (const Value& value = level.settings->*member; value != Value{}) return value;
  return Value{};
}

// Of a leg (release notes 2.7): the first that is set of its defaultLayout (`layout` is another
// name of it), the coSpace's, that of the profiles in force; else automatic. `levels` are those of
// the leg.
template <class State>
DefaultLayout default_layout_of(const State& state, const CallLeg& leg, const LegLevels& levels);
// The template that is drawn for a leg where its layout is automatic; nil: there is none, or one
// that has no description.
template <class State>
Guid drawn_template_of(const State& state, const LegLevels& levels);
// What is assigned to a leg: chosenLayout, else its default layout.
template <class State>
LayoutAssignment assigned_layout_of(const State& state, const CallLeg& leg,
                                    const LegLevels& levels);
// What it has: what its user picked himself, else what is assigned. Never unset.
template <class State>
DefaultLayout layout_in_force(const State& state, const CallLeg& leg, const LegLevels& levels);

}  // namespace curia
