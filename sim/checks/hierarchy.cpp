#include "sim/checks/hierarchy.hpp"

#include "model/base/text.hpp"
#include "model/objects/access_method.hpp"
#include "model/objects/call_leg_profile.hpp"
#include "model/objects/co_space_user.hpp"
#include "model/objects/participant.hpp"
#include "model/objects/profiles.hpp"
#include "model/objects/tenant.hpp"
#include "model/objects/user.hpp"

namespace curia::checks {

Settings settings_above(const Registry& registry, const CallLeg& leg) {
  Settings found{&leg};
  const auto profile = [&](const Guid& id) {
    const Object* object = id ? registry.find(Kind::call_leg_profile, id) : nullptr;
    if (object != nullptr) found.push_back(static_cast<const CallLegProfile*>(object));
  };
  const auto member = [&](const auto* object, auto id) {
    if (object != nullptr) profile(object->*id);
  };
  profile(leg.call_leg_profile);
  const auto* membership = registry.find<CoSpaceUser>(leg.co_space_user);
  member(membership, &CoSpaceUser::call_leg_profile);
  const auto* role = registry.find<AccessMethod>(leg.member_role);
  const bool was_made = membership != nullptr && role != nullptr &&
                        role->call_leg_profile == membership->call_leg_profile;
  member(was_made ? role : registry.find<AccessMethod>(leg.access_method),
         &AccessMethod::call_leg_profile);
  if (const auto* call = registry.find<Call>(leg.call))
    member(registry.find<CoSpace>(call->co_space), &CoSpace::call_leg_profile);
  member(registry.find<Tenant>(leg.tenant), &Tenant::call_leg_profile);
  profile(registry.singleton<Profiles>().call_leg_profile);
  return found;
}

Flag held_by_profile(const Registry& registry, const Call& call, Flag CallProfile::* setting) {
  const auto* space = registry.find<CoSpace>(call.co_space);
  const auto* tenant = registry.find<Tenant>(call.tenant);
  for (const Guid& id : {space != nullptr ? space->call_profile : Guid{},
                         tenant != nullptr ? tenant->call_profile : Guid{},
                         registry.singleton<Profiles>().call_profile})
    if (const auto* profile = registry.find<CallProfile>(id))
      if (profile->*setting != Flag::unset) return profile->*setting;
  return Flag::unset;
}

// The user's own profile, his tenant's, the system's.
bool user_lets(const Registry& registry, const CallLeg& leg, Flag UserProfile::* with) {
  const auto* member = registry.find<CoSpaceUser>(leg.co_space_user);
  const auto* user = member != nullptr ? registry.find<User>(member->user) : nullptr;
  const auto* person = registry.find<Participant>(leg.participant);
  if (user == nullptr && person != nullptr && !person->user_jid.empty())
    for (const Object* known : registry.holders(Index::jid, ascii_lower(person->user_jid)))
      user = static_cast<const User*>(known);
  if (user == nullptr) return true;
  const auto* tenant = registry.find<Tenant>(user->tenant);
  for (const Guid& id : {user->user_profile, tenant != nullptr ? tenant->user_profile : Guid{},
                         registry.singleton<Profiles>().user_profile})
    if (const auto* profile = registry.find<UserProfile>(id))
      if (profile->*with != Flag::unset) return profile->*with == Flag::yes;
  return true;
}

}  // namespace curia::checks
