// Roles: who may give whom which role in a meeting (release notes 2.9).
//
// 1. A role is an access method of the coSpace. Whoever came by the coSpace's own name has the role
//    "Space default"; a member whose profile is nobody's has the role "Custom".
// 2. The initiator needs changeRoleAllowed and must have access both to the new role and to the
//    one the target has now, so that it could be taken back. "Space default" may be left without
//    that, and never be given; "Custom" cannot be changed.
// 3. A member changes by the profile of the membership, which nothing shows on leg or participant;
//    others change by the access method of their legs, with its profile and importance.
// 4. Of several roles with the profile of a member he has the one that he was made in this call
//    (CallLeg::member_role), else the one that he came by, else the first.
#pragma once

#include <string_view>
#include <vector>

#include "model/objects/access_method.hpp"
#include "model/objects/call_leg.hpp"
#include "model/registry/change.hpp"

namespace curia::call {

enum class RoleKind : std::uint8_t { space_default, access_method, custom };

struct Role {
  RoleKind kind = RoleKind::space_default;
  const AccessMethod* method = nullptr;

  std::string_view name() const;  // "Space default", "Custom", or that of the access method
};

Role role_of(const Change& change, const CallLeg& leg);

// What the initiator may make of the target, in the order of creation; empty when nothing.
std::vector<const AccessMethod*> assignable_roles(const Change& change, const CallLeg& initiator,
                                                  const CallLeg& target);

// False, and no change, when assignable_roles() does not have it.
bool change_role(Change& change, const CallLeg& initiator, const CallLeg& target,
                 const AccessMethod& role);

}  // namespace curia::call
