#include "impl/service/accounts/account.hpp"

#include <algorithm>
#include <array>

#include "model/base/check.hpp"
#include "model/base/limits.hpp"
#include "model/base/text.hpp"

namespace curia::accounts {
namespace {

// Version 1 of the text form: the version, then one line per field, always in this order.
constexpr std::string_view version = "1";
constexpr std::array<std::string_view, 3> fields = {"name=", "role=", "hash="};

constexpr std::array<std::pair<Role, std::string_view>, 5> roles = {{{Role::admin, "admin"},
                                                                     {Role::crypto, "crypto"},
                                                                     {Role::audit, "audit"},
                                                                     {Role::appadmin, "appadmin"},
                                                                     {Role::api, "api"}}};

std::unexpected<Error> corrupt(std::string_view what) {
  return fail(Errc::corrupt, "a stored account cannot be read: " + std::string(what));
}

// The next line without its end; nullopt when there is none.
std::optional<std::string_view> take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

}  // namespace

std::string_view name_of(Role role) {
  for (const auto& [value, name] : roles)
    if (value == role) return name;
  unreachable("a role outside its enumeration");
}

std::optional<Role> parse_role(std::string_view name) {
  for (const auto& [value, spelling] : roles)
    if (spelling == name) return value;
  return std::nullopt;
}

bool may_use_api(Role role) {
  return role == Role::admin || role == Role::appadmin || role == Role::api;
}

std::string encode_account(const Account& account) {
  return std::string(version) + "\nname=" + account.name +
         "\nrole=" + std::string(name_of(account.role)) + "\nhash=" + account.password_hash + "\n";
}

Result<Account> decode_account(std::string_view text) {
  const auto first = take_line(text);
  if (!first) return corrupt("it is empty");
  if (*first != version)
    return fail(Errc::wrong_version, "a stored account has the version '" + std::string(*first) +
                                         "', this server reads version 1");
  std::array<std::string_view, fields.size()> values;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const auto line = take_line(text);
    if (!line || !line->starts_with(fields[i]))
      return corrupt("the field " + std::string(fields[i].substr(0, 4)) + " is missing");
    values[i] = line->substr(fields[i].size());
  }
  if (!text.empty()) return corrupt("there is something after its end");
  const auto role = parse_role(values[1]);
  if (!role) return corrupt("the role is unknown");
  if (!validate_account_name(values[0])) return corrupt("the name is not valid");
  return Account{std::string(values[0]), *role, std::string(values[2])};
}

Result<> validate_account_name(std::string_view name) {
  const auto is_allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("._-@\\").find(c) != std::string_view::npos;
  };
  if (name.empty()) return fail(Errc::invalid_value, "the account name is empty", "name");
  if (!std::ranges::all_of(name, is_allowed))
    return fail(Errc::invalid_value,
                "an account name has only letters, digits and . _ - @ and backslash", "name");
  if (name.size() > limits::account_name_bytes)
    return fail(
        Errc::value_too_long,
        "an account name has at most " + std::to_string(limits::account_name_bytes) + " characters",
        "name");
  return {};
}

Result<> validate_password(std::string_view password) {
  const auto is_control = [](unsigned char c) { return c < 0x20 || c == 0x7f; };
  if (password.empty()) return fail(Errc::invalid_value, "the password is empty", "password");
  if (!is_utf8(password))
    return fail(Errc::invalid_value, "the password is not UTF-8 text", "password");
  if (std::ranges::any_of(password, is_control))
    return fail(Errc::invalid_value, "the password contains control characters", "password");
  if (password.size() > limits::password_bytes)
    return fail(Errc::value_too_long,
                "a password has at most " + std::to_string(limits::password_bytes) + " bytes",
                "password");
  return {};
}

}  // namespace curia::accounts
