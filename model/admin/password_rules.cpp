#include "model/admin/password_rules.hpp"

#include <algorithm>

#include "model/admin/limits.hpp"
#include "model/base/limits.hpp"
#include "model/base/text.hpp"

namespace curia::admin {
namespace {

constexpr std::int64_t many = 1'000'000;

constexpr NumericRule numeric[] = {
    {"max_history", &Rules::max_history, 1, limits::password_history,
     "So many passwords of before are refused as new ones."},
    {"password_age", &Rules::password_age, 1, many,
     "Days after which a password has to be changed."},
    {"min_password_age", &Rules::min_password_age, 1, many,
     "Days in which nobody changes the own password again."},
    {"min_length", &Rules::min_length, 1, limits::password_bytes, "Characters at least."},
    {"min_special", &Rules::min_special, 1, limits::password_bytes,
     "Characters of `!@#$%^&*()_+=?><,.\"\\/` at least."},
    {"min_uppercase", &Rules::min_uppercase, 1, limits::password_bytes, "Letters A to Z at least."},
    {"min_lowercase", &Rules::min_lowercase, 1, limits::password_bytes, "Letters a to z at least."},
    {"min_digits", &Rules::min_digits, 1, limits::password_bytes, "Digits at least."},
    {"longest_digits_run", &Rules::longest_digits_run, 1, limits::password_bytes,
     "Digits one after the other at most."},
    {"max_repeated_char", &Rules::max_repeated_char, 1, limits::password_bytes,
     "The same character one after the other at most."},
    {"min_changed_characters", &Rules::min_changed_characters, 1, limits::password_bytes,
     "Places at least in which a new password differs from the old one, when its user changes it."},
    {"max_failed_logins", &Rules::max_failed_logins, 1, many,
     "Failures one after the other, then the account is locked for 15 minutes."},
    {"max_idle", &Rules::max_idle, 1, many,
     "Days without a login, then an account has to be unlocked."},
    {"max_sessions", &Rules::max_sessions, 1, many,
     "Sessions of an account at a time, at each door."},
    {"max_inactivity", &Rules::max_inactivity, 1, many,
     "Minutes without a line, then a session ends; instead of the time of its door."},
};

constexpr FlagRule flags[] = {
    {"only_ascii", &Rules::only_ascii, "Characters of ASCII only."},
    {"no_username", &Rules::no_username, "The name of the account is refused in its password."},
    {"no_palindrome", &Rules::no_palindrome, "What reads the same backwards is refused."},
};

constexpr std::string_view specials = "!@#$%^&*()_+=?><,.\"\\/";

// A number for each character of UTF-8 text: of ASCII its own, of others whatever their bytes come
// to, different ones different ones.
std::u32string characters_of(std::string_view text) {
  std::u32string all;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0) == 0x80 && !all.empty())
      all.back() = all.back() << 6 | (byte & 0x3f);
    else
      all += byte;
  }
  return all;
}

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_special(char32_t c) {
  return c < 0x80 && specials.find(static_cast<char>(c)) != specials.npos;
}

// The longest run of characters that each go on with the one before.
template <class GoesOn>
std::int64_t longest_run(std::u32string_view text, GoesOn goes_on) {
  std::int64_t longest = 0, run = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    run = goes_on(i) ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

std::int64_t digits_run(std::u32string_view text) {
  return longest_run(text, [&](std::size_t i) { return is_digit(text[i]); });
}

std::int64_t repeated_run(std::u32string_view text) {
  return text.empty() ? 0 : 1 + longest_run(text, [&](std::size_t i) {
                              return i > 0 && text[i] == text[i - 1];
                            });
}

std::int64_t changed_positions(std::u32string_view a, std::u32string_view b) {
  std::int64_t changed =
      static_cast<std::int64_t>(std::max(a.size(), b.size()) - std::min(a.size(), b.size()));
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) changed += a[i] != b[i] ? 1 : 0;
  return changed;
}

std::unexpected<Error> broken(const std::string& what) {
  return fail(Errc::invalid_value, "the password " + what, "password");
}

std::string at_least(std::int64_t number, const char* what) {
  return "needs at least " + std::to_string(number) + " " + what;
}

Result<> judge_characters(const Rules& rules, std::u32string_view password) {
  const auto lacks = [&](const auto& rule, auto counts) {
    return rule && std::ranges::count_if(password, counts) < *rule;
  };
  if (lacks(rules.min_special, is_special))
    return broken(at_least(*rules.min_special, "special characters"));
  if (lacks(rules.min_uppercase, [](char32_t c) { return c >= 'A' && c <= 'Z'; }))
    return broken(at_least(*rules.min_uppercase, "upper-case letters"));
  if (lacks(rules.min_lowercase, [](char32_t c) { return c >= 'a' && c <= 'z'; }))
    return broken(at_least(*rules.min_lowercase, "lower-case letters"));
  if (lacks(rules.min_digits, is_digit)) return broken(at_least(*rules.min_digits, "digits"));
  if (rules.longest_digits_run && digits_run(password) > *rules.longest_digits_run)
    return broken("has more than " + std::to_string(*rules.longest_digits_run) +
                  " digits one after the other");
  if (rules.max_repeated_char && repeated_run(password) > *rules.max_repeated_char)
    return broken("repeats a character more than " + std::to_string(*rules.max_repeated_char) +
                  " times");
  if (rules.only_ascii && std::ranges::any_of(password, [](char32_t c) { return c > 0x7e; }))
    return broken("has characters other than ASCII");
  return {};
}

}  // namespace

std::span<const NumericRule> numeric_rules() { return numeric; }
std::span<const FlagRule> flag_rules() { return flags; }

Result<> set_rule(Rules& rules, std::string_view name, std::string_view value) {
  if (const auto* flag = std::ranges::find(flags, name, &FlagRule::name); flag != std::end(flags)) {
    if (value != "true" && value != "false")
      return fail(Errc::invalid_value, std::string(name) + " is true or false");
    rules.*flag->value = value == "true";
    return {};
  }
  const auto* rule = std::ranges::find(numeric, name, &NumericRule::name);
  if (rule == std::end(numeric))
    return fail(Errc::not_found, "there is no rule '" + std::string(name) + "'");
  if (value == "none") {
    (rules.*rule->value).reset();
    return {};
  }
  const auto number = parse_decimal(value);
  if (!number || *number < rule->least || *number > rule->most)
    return fail(Errc::invalid_value, std::string(name) + " is a number from " +
                                         std::to_string(rule->least) + " to " +
                                         std::to_string(rule->most) + ", or none");
  rules.*rule->value = *number;
  return {};
}

Result<> judge_password(const Rules& rules, std::string_view account, std::string_view password,
                        std::string_view old_password) {
  const std::u32string text = characters_of(password), old = characters_of(old_password);
  if (!old.empty() && text == old) return broken("is the same as before");
  if (rules.min_length && std::ssize(text) < *rules.min_length)
    return broken(at_least(*rules.min_length, "characters"));
  if (auto good = judge_characters(rules, text); !good) return good;
  if (rules.no_username && contains_folded(fold_case(password), fold_case(account)))
    return broken("contains the user name");
  if (rules.no_palindrome && text.size() > 1 &&
      std::equal(text.begin(), text.begin() + std::ssize(text) / 2, text.rbegin()))
    return broken("reads the same backwards");
  if (rules.min_changed_characters && !old.empty() &&
      changed_positions(text, old) < *rules.min_changed_characters)
    return broken("differs from the old one in fewer than " +
                  std::to_string(*rules.min_changed_characters) + " places");
  return {};
}

bool is_in_dictionary(std::string_view dictionary, std::string_view password) {
  while (!dictionary.empty()) {
    const std::size_t end = dictionary.find('\n');
    const std::string_view word = trim_ascii_space(dictionary.substr(0, end));
    if (!word.empty() && equal_ignoring_ascii_case(word, password)) return true;
    if (end == std::string_view::npos) return false;
    dictionary.remove_prefix(end + 1);
  }
  return false;
}

}  // namespace curia::admin
