#include "model/rules/inheritance.hpp"

#include "model/objects/dial_in_security_profile.hpp"
#include "model/objects/profiles.hpp"
#include "model/objects/tenant.hpp"
#include "model/registry/registry.hpp"

namespace curia {
namespace {

const Profiles& system_profiles(const Change& change) {
  return *change.find<Profiles>(change.registry().singleton<Profiles>().id);
}

const Tenant* tenant_of(const Change& change, const Guid& id) {
  return id ? change.find<Tenant>(id) : nullptr;
}

// The profiles among the levels, those without one left out.
Levels profiles_of(const Change& change, Kind kind, std::initializer_list<Guid> ids) {
  Levels levels;
  for (const Guid& id : ids)
    if (const Object* profile = id ? change.find(kind, id) : nullptr) levels.push_back(profile);
  return levels;
}

}  // namespace

Levels call_profile_levels(const Change& change, const Call& call) {
  const CoSpace* space = call.co_space ? change.find<CoSpace>(call.co_space) : nullptr;
  const Tenant* tenant = tenant_of(change, call.tenant);
  return profiles_of(
      change, Kind::call_profile,
      {space != nullptr ? space->call_profile : Guid{},
       tenant != nullptr ? tenant->call_profile : Guid{}, system_profiles(change).call_profile});
}

Levels dial_in_security_levels(const Change& change, const CoSpace& space,
                               const Guid& of_access_method) {
  const Tenant* tenant = tenant_of(change, space.tenant);
  return profiles_of(change, Kind::dial_in_security_profile,
                     {of_access_method, space.dial_in_security_profile,
                      tenant != nullptr ? tenant->dial_in_security_profile : Guid{},
                      system_profiles(change).dial_in_security_profile});
}

}  // namespace curia
