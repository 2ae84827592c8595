// Account: somebody who may log in to the server itself (not a user of meetings).
//
// 1. Names are unique and distinguish case: 1 to 64 of a-z A-Z 0-9 . _ - @ and backslash.
// 2. A password is never kept, only its hash (password.hpp).
// 3. Stored as rows of kind `account_kind`; the text form carries its own version number.
// 4. Times are UTC; a time of 0 is one that nobody knows: never, or before versions kept it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/admin/role.hpp"
#include "model/base/result.hpp"
#include "model/base/time.hpp"

namespace curia::accounts {

using admin::name_of;
using admin::parse_role;
using admin::Role;

// May an account of this role use the API? docs/decisions has the reasons.
bool may_use_api(Role role);

struct Account {
  std::string name;
  Role role = Role::api;
  std::string password_hash;           // of hash_password(); of an LDAP account empty
  bool is_ldap = false;                // a directory knows the password (release notes 2.3)
  bool must_change = false;            // the password, at the next login
  WallTime changed{};                  // the password, last
  std::vector<std::string> history{};  // hashes of passwords before, the newest first
  std::vector<std::string> hosts{};    // the only sources it may log in from; none: all
  std::string duty{};                  // hours of duty (model/admin/duty_hours.hpp); empty: all
  std::int64_t failed_logins = 0;      // since the last login
  std::int64_t counted_failures = 0;   // of them, towards the next lock
  WallTime locked_until{};
  WallTime last_login{};
  std::string last_source{};
  WallTime idle_from{};  // made or unlocked: `max_idle` counts from there, too
  bool operator==(const Account&) const = default;
};

// Whether what a login depends on is the same: logins themselves change only the rest.
bool same_login(const Account& a, const Account& b);

// The kind of the row in the object store.
inline constexpr std::string_view account_kind = "account";
// Accounts that are made while the server runs have places of their own in the store, beyond those
// that objects will ever have: neither has to ask the other for the next one.
inline constexpr std::uint64_t first_account_ordinal = std::uint64_t{1} << 62;

std::string encode_account(const Account& account);
// Errors: corrupt, wrong_version (written by a later version of the server).
Result<Account> decode_account(std::string_view text);

// Errors, with the parameter "name": invalid_value, value_too_long.
Result<> validate_account_name(std::string_view name);
// 1 to 256 bytes of UTF-8 without control characters.
// Errors, with the parameter "password": invalid_value, value_too_long.
Result<> validate_password(std::string_view password);

}  // namespace curia::accounts
