#include "model/admin/role.hpp"

#include "model/base/check.hpp"

namespace curia::admin {

std::string_view name_of(Role role) {
  switch (role) {
    case Role::admin:
      return "admin";
    case Role::crypto:
      return "crypto";
    case Role::audit:
      return "audit";
    case Role::appadmin:
      return "appadmin";
    case Role::api:
      return "api";
  }
  unreachable("a role outside its enumeration");
}

std::optional<Role> parse_role(std::string_view name) {
  for (const Role role : all_roles)
    if (name_of(role) == name) return role;
  return std::nullopt;
}

}  // namespace curia::admin
