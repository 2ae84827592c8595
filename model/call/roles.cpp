#include "model/call/roles.hpp"

#include <algorithm>

#include "model/base/text.hpp"
#include "model/call/actions.hpp"
#include "model/objects/catalog.hpp"
#include "model/objects/co_space.hpp"
#include "model/objects/co_space_user.hpp"
#include "model/objects/user.hpp"
#include "model/rules/call.hpp"
#include "model/rules/inheritance.hpp"

namespace curia::call {
namespace {

const CoSpace* space_of(const Change& change, const CallLeg& leg) {
  const Call* call = leg.call ? change.find<Call>(leg.call) : nullptr;
  return call != nullptr && call->co_space ? change.find<CoSpace>(call->co_space) : nullptr;
}

std::vector<const AccessMethod*> methods_of(const Change& change, const CoSpace& space) {
  std::vector<const AccessMethod*> methods;
  for (const Object* method : change.children_of(Kind::access_method, space.id))
    methods.push_back(static_cast<const AccessMethod*>(method));
  return methods;
}

const CoSpaceUser* member_at(const Change& change, const CallLeg& leg) {
  return leg.co_space_user ? change.find<CoSpaceUser>(leg.co_space_user) : nullptr;
}

bool is_owner(const Change& change, const CoSpace& space, const CallLeg& leg) {
  const auto* person = change.find<Participant>(leg.participant);
  const User* owner = space.owner ? change.find<User>(space.owner) : nullptr;
  return owner != nullptr && equal_ignoring_ascii_case(owner->user_jid, person->user_jid);
}

bool has_access(const Change& change, const CoSpace& space, const CallLeg& initiator,
                const AccessMethod& method) {
  if (is_owner(change, space, initiator)) return true;
  const bool is_member = member_at(change, initiator) != nullptr;
  switch (method.scope) {
    case Scope::unset:
    case Scope::public_scope:
    case Scope::directory:
      return true;
    case Scope::member:
      return is_member;
    case Scope::private_scope:
      return is_member && initiator.initial_access_method == method.id;
  }
  return false;
}

// In the order in which point 4 of the header looks.
Role role_with_profile(const Change& change, const CallLeg& leg, const CoSpace& space,
                       const Guid& profile) {
  const auto has_it = [&](const Guid& id) -> const AccessMethod* {
    const auto* method = id ? change.find<AccessMethod>(id) : nullptr;
    return method != nullptr && method->call_leg_profile == profile ? method : nullptr;
  };
  if (const auto* made = has_it(leg.member_role)) return {RoleKind::access_method, made};
  if (const auto* came_by = has_it(leg.access_method)) return {RoleKind::access_method, came_by};
  if (profile == space.call_leg_profile) return {};
  for (const AccessMethod* method : methods_of(change, space))
    if (method->call_leg_profile == profile) return {RoleKind::access_method, method};
  return {RoleKind::custom};
}

// A membership without a profile leaves a member the role that he came by.
Role role_of_member(const Change& change, const CallLeg& leg, const CoSpace& space,
                    const Guid& profile) {
  if (profile || member_role_in_force(change, leg) != nullptr)
    return role_with_profile(change, leg, space, profile);
  const auto* method = leg.access_method ? change.find<AccessMethod>(leg.access_method) : nullptr;
  return method == nullptr ? Role{} : Role{RoleKind::access_method, method};
}

}  // namespace

std::string_view Role::name() const {
  if (kind == RoleKind::custom) return "Custom";
  return kind == RoleKind::space_default ? "Space default" : std::string_view(method->name);
}

Role role_of(const Change& change, const CallLeg& leg) {
  const CoSpace* space = space_of(change, leg);
  if (space == nullptr) return {};
  if (const auto* member = member_at(change, leg))
    return role_of_member(change, leg, *space, member->call_leg_profile);
  const auto* method = leg.access_method ? change.find<AccessMethod>(leg.access_method) : nullptr;
  return method == nullptr ? Role{} : Role{RoleKind::access_method, method};
}

std::vector<const AccessMethod*> assignable_roles(const Change& change, const CallLeg& initiator,
                                                  const CallLeg& target) {
  const CoSpace* space = space_of(change, initiator);
  if (space == nullptr || target.call != initiator.call ||
      target.participant == initiator.participant || target.service != LegService::none ||
      !may(change, initiator, Action::change_role))
    return {};
  const Role now = role_of(change, target);
  if (now.kind == RoleKind::custom) return {};
  if (now.method != nullptr && !has_access(change, *space, initiator, *now.method)) return {};
  auto roles = methods_of(change, *space);
  std::erase_if(roles, [&](const AccessMethod* method) {
    return method == now.method || !has_access(change, *space, initiator, *method);
  });
  return roles;
}

bool change_role(Change& change, const CallLeg& initiator, const CallLeg& target,
                 const AccessMethod& role) {
  const auto roles = assignable_roles(change, initiator, target);
  if (std::ranges::find(roles, role.id, &AccessMethod::id) == roles.end()) return false;
  if (const CoSpaceUser* member = member_at(change, target)) {
    change.modify(*member).call_leg_profile = role.call_leg_profile;
    // The membership is changed, and so whatever connection is his, also as another participant.
    const FieldSpec& of_member = field_of(Kind::call_leg, "coSpaceUser");
    for (const Object* leg : change.referring(Kind::call_leg, of_member, member->id))
      static_cast<CallLeg&>(change.modify(*leg)).member_role = role.id;
    return true;
  }
  for (const Object* leg : call_legs_of(change, *change.find<Participant>(target.participant)))
    set_access_method(change, static_cast<const CallLeg&>(*leg), &role);
  return true;
}

}  // namespace curia::call
