#include "impl/service/accounts/account.hpp"

#include <algorithm>
#include <utility>

#include "model/base/limits.hpp"
#include "model/base/text.hpp"

namespace curia::accounts {
namespace {

// Version 2 of the text form: the version, then lines NAME=VALUE, some of them several times.
// Version 1 had name, role and hash only.
constexpr std::string_view versions[] = {"1", "2"};

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

std::string number_text(WallTime time) {
  return std::to_string(std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count());
}

bool take_time(std::string_view value, WallTime& time) {
  constexpr auto latest =
      std::chrono::duration_cast<std::chrono::seconds>(WallTime::max().time_since_epoch()).count();
  const auto seconds = parse_decimal(value);
  if (!seconds || std::cmp_greater(*seconds, latest)) return false;
  time = WallTime(std::chrono::seconds(*seconds));
  return true;
}

bool take_field(std::string_view name, std::string_view value, Account& account) {
  if (name == "name") {
    account.name = value;
  } else if (name == "role") {
    const auto role = parse_role(value);
    if (!role) return false;
    account.role = *role;
  } else if (name == "hash") {
    account.password_hash = value;
  } else if (name == "ldap") {
    account.is_ldap = value == "1";
  } else if (name == "mustChange") {
    account.must_change = value == "1";
  } else if (name == "changed") {
    return take_time(value, account.changed);
  } else if (name == "history") {
    account.history.emplace_back(value);
  } else if (name == "host") {
    account.hosts.emplace_back(value);
  } else if (name == "duty") {
    account.duty = value;
  } else if (name == "failedLogins" || name == "countedFailures") {
    const auto number = parse_decimal(value);
    if (!number) return false;
    (name == "failedLogins" ? account.failed_logins : account.counted_failures) = *number;
  } else if (name == "lockedUntil") {
    return take_time(value, account.locked_until);
  } else if (name == "lastLogin") {
    return take_time(value, account.last_login);
  } else if (name == "idleFrom") {
    return take_time(value, account.idle_from);
  } else if (name == "lastSource") {
    account.last_source = value;
  } else {
    return false;
  }
  return true;
}

}  // namespace

bool same_login(const Account& a, const Account& b) {
  return a.name == b.name && a.role == b.role && a.password_hash == b.password_hash &&
         a.is_ldap == b.is_ldap && a.must_change == b.must_change && a.changed == b.changed &&
         a.hosts == b.hosts && a.duty == b.duty && a.locked_until == b.locked_until;
}

bool may_use_api(Role role) {
  return role == Role::admin || role == Role::appadmin || role == Role::api;
}

std::string encode_account(const Account& account) {
  std::string text(versions[1]);
  const auto line = [&](std::string_view name, std::string_view value) {
    text += "\n" + std::string(name) + "=" + std::string(value);
  };
  const auto time = [&](std::string_view name, WallTime value) {
    if (value != WallTime{}) line(name, number_text(value));
  };
  line("name", account.name);
  line("role", name_of(account.role));
  line("hash", account.password_hash);
  if (account.is_ldap) line("ldap", "1");
  if (account.must_change) line("mustChange", "1");
  time("changed", account.changed);
  for (const std::string& hash : account.history) line("history", hash);
  for (const std::string& host : account.hosts) line("host", host);
  if (!account.duty.empty()) line("duty", account.duty);
  if (account.failed_logins > 0) line("failedLogins", std::to_string(account.failed_logins));
  if (account.counted_failures > 0)
    line("countedFailures", std::to_string(account.counted_failures));
  time("lockedUntil", account.locked_until);
  time("lastLogin", account.last_login);
  time("idleFrom", account.idle_from);
  if (!account.last_source.empty()) line("lastSource", account.last_source);
  return text + "\n";
}

Result<Account> decode_account(std::string_view text) {
  const auto version = take_line(text);
  if (!version) return corrupt("it is empty");
  if (std::ranges::find(versions, *version) == std::end(versions))
    return fail(Errc::wrong_version, "a stored account has the version '" + std::string(*version) +
                                         "', this server reads versions 1 and 2");
  Account account;
  bool has_role = false, has_hash = false;
  while (const auto line = take_line(text)) {
    const std::size_t equals = line->find('=');
    if (equals == std::string_view::npos) return corrupt("a line has no '='");
    const std::string_view name = line->substr(0, equals);
    if (!take_field(name, line->substr(equals + 1), account))
      return corrupt("the field " + std::string(name) + " is not known, or wrong");
    has_role = has_role || name == "role";
    has_hash = has_hash || name == "hash";
  }
  if (!text.empty()) return corrupt("there is something after its end");
  if (!has_role || !has_hash) return corrupt("a field is missing");
  if (!validate_account_name(account.name)) return corrupt("the name is not valid");
  return account;
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
