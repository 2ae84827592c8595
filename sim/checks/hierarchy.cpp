#include "sim/checks/hierarchy.hpp"

#include "model/objects/access_method.hpp"
#include "model/objects/call_leg_profile.hpp"
#include "model/objects/co_space_user.hpp"
#include "model/objects/profiles.hpp"
#include "model/objects/tenant.hpp"

namespace curia::checks {

std::vector<const CallLegSettings*> settings_above(const Registry& registry, const CallLeg& leg) {
  std::vector<const CallLegSettings*> found{&leg};
  const auto profile = [&](const Guid& id) {
    const Object* object = id ? registry.find(Kind::call_leg_profile, id) : nullptr;
    if (object != nullptr) found.push_back(static_cast<const CallLegProfile*>(object));
  };
  const auto member = [&](const auto* object, auto id) {
    if (object != nullptr) profile(object->*id);
  };
  profile(leg.call_leg_profile);
  member(registry.find<CoSpaceUser>(leg.co_space_user), &CoSpaceUser::call_leg_profile);
  member(registry.find<AccessMethod>(leg.access_method), &AccessMethod::call_leg_profile);
  if (const auto* call = registry.find<Call>(leg.call))
    member(registry.find<CoSpace>(call->co_space), &CoSpace::call_leg_profile);
  member(registry.find<Tenant>(leg.tenant), &Tenant::call_leg_profile);
  profile(registry.singleton<Profiles>().call_leg_profile);
  return found;
}

}  // namespace curia::checks
