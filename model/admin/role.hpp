// The roles of accounts (platform facts 1.3), and sets of them.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace curia::admin {

enum class Role : std::uint8_t { admin, crypto, audit, appadmin, api };

inline constexpr Role all_roles[] = {Role::admin, Role::crypto, Role::audit, Role::appadmin,
                                     Role::api};

std::string_view name_of(Role role);
std::optional<Role> parse_role(std::string_view name);

class Roles {
 public:
  constexpr Roles(std::initializer_list<Role> roles) {
    for (const Role role : roles) bits_ |= bit(role);
  }
  constexpr bool has(Role role) const { return (bits_ & bit(role)) != 0; }

 private:
  static constexpr unsigned bit(Role role) { return 1U << static_cast<unsigned>(role); }
  unsigned bits_ = 0;
};

// May an account of this role log in to the command line (SSH, SFTP, console)?
constexpr bool may_use_shell(Role role) { return role != Role::appadmin && role != Role::api; }

}  // namespace curia::admin
