// Rules for accounts and their passwords (`user rule`, platform facts 1.4), and what a new password
// is held to.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "model/base/result.hpp"

namespace curia::admin {

// Numeric rules: nothing means that there is no such rule.
struct Rules {
  std::optional<std::int64_t> max_history;
  std::optional<std::int64_t> password_age = 180;  // days: six months, as the product has it
  std::optional<std::int64_t> min_password_age;    // days
  std::optional<std::int64_t> min_length;
  std::optional<std::int64_t> min_special;
  std::optional<std::int64_t> min_uppercase;
  std::optional<std::int64_t> min_lowercase;
  std::optional<std::int64_t> min_digits;
  std::optional<std::int64_t> longest_digits_run;
  std::optional<std::int64_t> max_repeated_char;
  std::optional<std::int64_t> min_changed_characters;
  std::optional<std::int64_t> max_failed_logins;
  std::optional<std::int64_t> max_idle;        // days
  std::optional<std::int64_t> max_sessions;    // of each door
  std::optional<std::int64_t> max_inactivity;  // minutes, instead of those of the door
  bool only_ascii = false;
  bool no_username = false;
  bool no_palindrome = false;
  bool operator==(const Rules&) const = default;
};

struct NumericRule {
  std::string_view name;
  std::optional<std::int64_t> Rules::* value;
  std::int64_t least;
  std::int64_t most;
  std::string_view help;  // for docs/mmp.md
};
struct FlagRule {
  std::string_view name;
  bool Rules::* value;
  std::string_view help;
};
std::span<const NumericRule> numeric_rules();
std::span<const FlagRule> flag_rules();

// Errors: not_found (no such rule), invalid_value (with a sentence that says what it takes).
Result<> set_rule(Rules& rules, std::string_view name, std::string_view value);

// Whether a new password may be set for this account. `old_password` is empty when nobody knows
// it (an administrator sets one). History and the dictionary are asked by whoever has them.
// Errors: invalid_value with the first rule that it breaks.
Result<> judge_password(const Rules& rules, std::string_view account, std::string_view password,
                        std::string_view old_password);

// Whether the word list (one word per line) has this password, in any letter case.
bool is_in_dictionary(std::string_view dictionary, std::string_view password);

}  // namespace curia::admin
