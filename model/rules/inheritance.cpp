#include "model/rules/inheritance.hpp"

#include "model/objects/access_method.hpp"
#include "model/objects/co_space_user.hpp"
#include "model/objects/dial_in_security_profile.hpp"
#include "model/objects/profiles.hpp"
#include "model/objects/tenant.hpp"
#include "model/registry/registry.hpp"

namespace curia {
namespace {

template <class T, class State>
const T* find_set(const State& state, const Guid& id) {
  return id ? state.template find<T>(id) : nullptr;
}

template <class State>
Guid of_tenant(const State& state, const Guid& tenant_id, Guid Tenant::* profile) {
  const auto* tenant = find_set<Tenant>(state, tenant_id);
  return tenant != nullptr ? tenant->*profile : Guid{};
}

// The profiles among the levels, those without one left out.
template <class T, class State>
Levels profiles_of(const State& state, std::initializer_list<Guid> ids) {
  Levels levels;
  for (const Guid& id : ids)
    if (const Object* profile = find_set<T>(state, id)) levels.push_back(profile);
  return levels;
}

template <class State>
Guid profile_of_member(const State& state, const CallLeg& leg) {
  const auto* member = find_set<CoSpaceUser>(state, leg.co_space_user);
  return member != nullptr ? member->call_leg_profile : Guid{};
}

template <class State>
void add_levels_above(std::vector<CallLegLevel>& levels, const State& state, const CallLeg& leg,
                      const Guid& profile_of_member) {
  const auto add = [&](CallLegScope scope, const Guid& id) {
    if (const auto* profile = find_set<CallLegProfile>(state, id))
      levels.push_back({scope, profile, profile});
  };
  const auto* call = find_set<Call>(state, leg.call);
  const auto* space = call != nullptr ? find_set<CoSpace>(state, call->co_space) : nullptr;
  add(CallLegScope::call_out, leg.call_leg_profile);
  add(CallLegScope::co_space_user, profile_of_member);
  if (const auto* method = find_set<AccessMethod>(state, leg.access_method))
    add(CallLegScope::access_method, method->call_leg_profile);
  if (space != nullptr) add(CallLegScope::co_space, space->call_leg_profile);
  add(CallLegScope::tenant, of_tenant(state, leg.tenant, &Tenant::call_leg_profile));
  add(CallLegScope::global, state.template singleton<Profiles>().call_leg_profile);
}

}  // namespace

template <class State>
Levels call_profile_levels(const State& state, const Call& call) {
  const auto* space = find_set<CoSpace>(state, call.co_space);
  return profiles_of<CallProfile>(state, {space != nullptr ? space->call_profile : Guid{},
                                          of_tenant(state, call.tenant, &Tenant::call_profile),
                                          state.template singleton<Profiles>().call_profile});
}

template <class State>
Levels dial_in_security_levels(const State& state, const CoSpace& space,
                               const Guid& of_access_method) {
  return profiles_of<DialInSecurityProfile>(
      state, {of_access_method, space.dial_in_security_profile,
              of_tenant(state, space.tenant, &Tenant::dial_in_security_profile),
              state.template singleton<Profiles>().dial_in_security_profile});
}

template <class State>
std::vector<CallLegLevel> call_leg_levels(const State& state, const CallLeg& leg) {
  std::vector<CallLegLevel> levels = {{CallLegScope::call_leg, &leg, nullptr}};
  add_levels_above(levels, state, leg, profile_of_member(state, leg));
  return levels;
}

template <class State>
const std::vector<CallLegLevel>& LevelsAbove<State>::of(const CallLeg& leg) {
  const Guid member = profile_of_member(state_, leg);
  const Key key{leg.call, leg.tenant, leg.call_leg_profile, member, leg.access_method};
  const auto [at, is_new] = known_.try_emplace(key);
  if (is_new) add_levels_above(at->second, state_, leg, member);
  return at->second;
}

template <class State>
DefaultLayout default_layout_of(const State& state, const CallLeg& leg) {
  if (leg.default_layout != DefaultLayout::unset) return leg.default_layout;
  const auto* call = find_set<Call>(state, leg.call);
  const auto* space = call != nullptr ? find_set<CoSpace>(state, call->co_space) : nullptr;
  if (space != nullptr && space->default_layout != DefaultLayout::unset)
    return space->default_layout;
  return in_force(call_leg_levels(state, leg), &CallLegSettings::default_layout);
}

template Levels call_profile_levels(const Change&, const Call&);
template Levels call_profile_levels(const Registry&, const Call&);
template Levels dial_in_security_levels(const Change&, const CoSpace&, const Guid&);
template std::vector<CallLegLevel> call_leg_levels(const Change&, const CallLeg&);
template std::vector<CallLegLevel> call_leg_levels(const Registry&, const CallLeg&);
template class LevelsAbove<Change>;
template class LevelsAbove<Registry>;
template DefaultLayout default_layout_of(const Change&, const CallLeg&);
template DefaultLayout default_layout_of(const Registry&, const CallLeg&);

}  // namespace curia
