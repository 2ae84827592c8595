// Account: somebody who may log in to the server itself (not a user of meetings).
//
// 1. Names are unique and distinguish case: 1 to 64 of a-z A-Z 0-9 . _ - @ and backslash.
// 2. A password is never kept, only its hash (password.hpp).
// 3. Stored as rows of kind `account_kind`; the text form carries its own version number.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/base/result.hpp"

namespace curia::accounts {

// The roles of `user add` (platform facts 1.3).
enum class Role { admin, crypto, audit, appadmin, api };

std::string_view name_of(Role role);
std::optional<Role> parse_role(std::string_view name);

// May an account of this role use the API? docs/decisions has the reasons.
bool may_use_api(Role role);

struct Account {
  std::string name;
  Role role = Role::api;
  std::string password_hash;  // of hash_password()
  bool operator==(const Account&) const = default;
};

// The kind of the row in the object store.
inline constexpr std::string_view account_kind = "account";

std::string encode_account(const Account& account);
// Errors: corrupt, wrong_version (written by a later version of the server).
Result<Account> decode_account(std::string_view text);

// Errors, with the parameter "name": invalid_value, value_too_long.
Result<> validate_account_name(std::string_view name);
// 1 to 256 bytes of UTF-8 without control characters.
// Errors, with the parameter "password": invalid_value, value_too_long.
Result<> validate_password(std::string_view password);

}  // namespace curia::accounts
