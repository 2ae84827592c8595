#include "model/rules/inheritance.hpp"

#include "model/objects/access_method.hpp"
#include "model/objects/catalog.hpp"
#include "model/objects/co_space_user.hpp"
#include "model/objects/dial_in_security_profile.hpp"
#include "model/objects/layout_template.hpp"
#include "model/objects/profiles.hpp"
#include "model/objects/tenant.hpp"
#include "model/objects/user_profile.hpp"
#include "model/registry/registry.hpp"

namespace curia {
namespace {

template <class T, class State>
const T* find_set(const State& state, const Guid& id) {
  return id ? state.template find<T>(id) : nullptr;
}

// The object of kind T that `at` refers to; null when it is unset or has no such reference.
template <class T, class State>
const T* referred(const State& state, const Object& at) {
  for (const FieldSpec& field : spec_of(at.kind).fields)
    if (field.target == T::kind_of && field.is_stored())
      return find_set<T>(state, reference_of(field, at));
  return nullptr;
}

// The coSpace above; null above a coSpace and what lies outside of any.
template <class State>
const CoSpace* space_above(const State& state, const Object& at) {
  if (spec_of(at.kind).parent == Kind::co_space) return find_set<CoSpace>(state, at.parent);
  return at.kind == Kind::call ? referred<CoSpace>(state, at) : nullptr;
}

template <class State>
Guid of_tenant(const State& state, const Guid& tenant_id, Guid Tenant::* profile) {
  const auto* tenant = find_set<Tenant>(state, tenant_id);
  return tenant != nullptr ? tenant->*profile : Guid{};
}

template <class State>
Guid profile_of_member(const State& state, const CallLeg& leg) {
  const auto* member = find_set<CoSpaceUser>(state, leg.co_space_user);
  return member != nullptr ? member->call_leg_profile : Guid{};
}

// Whose profile counts: a member who was made something else is no longer what he came as.
template <class State>
const AccessMethod* role_in_force(const State& state, const CallLeg& leg) {
  const AccessMethod* made = member_role_in_force(state, leg);
  return made != nullptr ? made : find_set<AccessMethod>(state, leg.access_method);
}

template <class State>
void add_levels_above(LegLevels& levels, const State& state, const CallLeg& leg,
                      const Guid& profile_of_member) {
  const auto add = [&](CallLegScope scope, const Guid& id) {
    if (const auto* profile = find_set<CallLegProfile>(state, id))
      levels.push_back({scope, profile, profile});
  };
  const auto* call = find_set<Call>(state, leg.call);
  const auto* space = call != nullptr ? find_set<CoSpace>(state, call->co_space) : nullptr;
  add(CallLegScope::call_out, leg.call_leg_profile);
  add(CallLegScope::co_space_user, profile_of_member);
  if (const auto* method = role_in_force(state, leg))
    add(CallLegScope::access_method, method->call_leg_profile);
  if (space != nullptr) add(CallLegScope::co_space, space->call_leg_profile);
  add(CallLegScope::tenant, of_tenant(state, leg.tenant, &Tenant::call_leg_profile));
  add(CallLegScope::global, state.template singleton<Profiles>().call_leg_profile);
}

}  // namespace

template <class State>
Levels profile_levels(const State& state, Kind profile, const Object& at) {
  Levels levels;
  const auto add = [&](const Object* level) {
    if (level == nullptr) return;
    for (const FieldSpec& field : spec_of(level->kind).fields)
      if (field.target == profile && field.is_stored())
        if (const Guid& id = reference_of(field, *level))
          if (const Object* found = state.find(profile, id)) levels.push_back(found);
  };
  add(&at);
  if (at.kind == Kind::profiles) return levels;
  const CoSpace* space = space_above(state, at);
  add(space);
  // A call keeps the tenant that it began with.
  const Object& whose = space != nullptr && at.kind != Kind::call ? *space : at;
  add(referred<Tenant>(state, whose));
  add(&state.template singleton<Profiles>());
  return levels;
}

std::string text_in_force(const FieldSpec& field, const Levels& levels) {
  for (const Object* level : levels)
    if (is_set(field, *level)) return to_text(field, *level);
  return std::string(field.default_value);
}

template <class State>
bool has_license(const State& state, const User& user) {
  return in_force(profile_levels(state, Kind::user_profile, user), &UserProfile::has_license) ==
         Flag::yes;
}

template <class State>
Levels call_profile_levels(const State& state, const Call& call) {
  return profile_levels(state, Kind::call_profile, call);
}

bool is_locked(const Call& call, const Levels& levels) {
  return (call.locked != Flag::unset ? call.locked : in_force(levels, &CallProfile::locked)) ==
         Flag::yes;
}

template <class State>
Levels dial_in_security_levels(const State& state, const CoSpace& space,
                               const Guid& of_access_method) {
  Levels levels = profile_levels(state, Kind::dial_in_security_profile, space);
  if (const auto* own = find_set<DialInSecurityProfile>(state, of_access_method))
    levels.insert(levels.begin(), own);
  return levels;
}

template <class State>
const AccessMethod* member_role_in_force(const State& state, const CallLeg& leg) {
  const auto* member = find_set<CoSpaceUser>(state, leg.co_space_user);
  const auto* made = find_set<AccessMethod>(state, leg.member_role);
  if (member == nullptr || made == nullptr) return nullptr;
  return made->call_leg_profile == member->call_leg_profile ? made : nullptr;
}

template <class State>
LegLevels call_leg_levels(const State& state, const CallLeg& leg) {
  LegLevels levels = {{CallLegScope::call_leg, &leg, nullptr}};
  add_levels_above(levels, state, leg, profile_of_member(state, leg));
  return levels;
}

template <class State>
const LegLevels& LevelsAbove<State>::of(const CallLeg& leg) {
  const Way way{leg.call,          leg.tenant,        leg.call_leg_profile,
                leg.co_space_user, leg.access_method, leg.member_role};
  if (last_ != nullptr && way == last_way_) return *last_;
  last_way_ = way;
  const Guid member = profile_of_member(state_, leg);
  const AccessMethod* role = role_in_force(state_, leg);
  const Key key{leg.call, leg.tenant, leg.call_leg_profile, member,
                role != nullptr ? role->id : Guid{}};
  const auto [at, is_new] = known_.try_emplace(key);
  if (is_new) add_levels_above(at->second, state_, leg, member);
  last_ = &at->second;
  return at->second;
}

template <class State>
DefaultLayout default_layout_of(const State& state, const CallLeg& leg, const LegLevels& levels) {
  DefaultLayout layout = leg.default_layout;
  if (layout == DefaultLayout::unset) {
    const auto* call = find_set<Call>(state, leg.call);
    const auto* space = call != nullptr ? find_set<CoSpace>(state, call->co_space) : nullptr;
    if (space != nullptr) layout = space->default_layout;
  }
  if (layout == DefaultLayout::unset) layout = in_force(levels, &CallLegSettings::default_layout);
  return layout == DefaultLayout::unset ? DefaultLayout::automatic : layout;
}

template <class State>
Guid drawn_template_of(const State& state, const LegLevels& levels) {
  const auto* drawn =
      find_set<LayoutTemplate>(state, in_force(levels, &CallLegSettings::layout_template));
  return drawn != nullptr && !drawn->description.empty() ? drawn->id : Guid{};
}

template <class State>
LayoutAssignment assigned_layout_of(const State& state, const CallLeg& leg,
                                    const LegLevels& levels) {
  const DefaultLayout layout = leg.chosen_layout != DefaultLayout::unset
                                   ? leg.chosen_layout
                                   : default_layout_of(state, leg, levels);
  if (layout != DefaultLayout::automatic) return {layout, Guid{}};
  return {layout, drawn_template_of(state, levels)};
}

template <class State>
DefaultLayout layout_in_force(const State& state, const CallLeg& leg, const LegLevels& levels) {
  return leg.picked_layout != DefaultLayout::unset ? leg.picked_layout
                                                   : assigned_layout_of(state, leg, levels).layout;
}

template Levels profile_levels(const Change&, Kind, const Object&);
template Levels profile_levels(const Registry&, Kind, const Object&);
template bool has_license(const Registry&, const User&);
template Levels call_profile_levels(const Change&, const Call&);
template Levels call_profile_levels(const Registry&, const Call&);
template Levels dial_in_security_levels(const Change&, const CoSpace&, const Guid&);
template const AccessMethod* member_role_in_force(const Change&, const CallLeg&);
template const AccessMethod* member_role_in_force(const Registry&, const CallLeg&);
template LegLevels call_leg_levels(const Change&, const CallLeg&);
template LegLevels call_leg_levels(const Registry&, const CallLeg&);
template class LevelsAbove<Change>;
template class LevelsAbove<Registry>;
template DefaultLayout default_layout_of(const Registry&, const CallLeg&, const LegLevels&);
template Guid drawn_template_of(const Change&, const LegLevels&);
template LayoutAssignment assigned_layout_of(const Change&, const CallLeg&, const LegLevels&);
template DefaultLayout layout_in_force(const Change&, const CallLeg&, const LegLevels&);
template DefaultLayout layout_in_force(const Registry&, const CallLeg&, const LegLevels&);

}  // namespace curia
