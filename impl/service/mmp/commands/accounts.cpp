// user, passwd: accounts and their rules (platform facts 1.4).
#include <algorithm>
#include <array>

#include "impl/service/mmp/authorized_keys.hpp"
#include "impl/service/mmp/commands/topics.hpp"
#include "model/admin/duty_hours.hpp"
#include "model/admin/values.hpp"
#include "model/base/ip.hpp"

namespace curia::mmp {
namespace {

using accounts::Account;

constexpr std::string_view never_text = "10000-Dec-31";

const Account* find(const CallPtr& call, const std::string& name) {
  const Account* account = call->mmp().accounts().table().find(name);
  if (account == nullptr) call->failure("there is no user '" + name + "'");
  return account;
}

void save(const CallPtr& call, Account account, const std::string& success) {
  call->mmp().accounts().save(std::move(account), [call, success](Result<> stored) {
    stored ? call->success(success) : call->failure(stored.error());
  });
}

WallTime now(const CallPtr& call) {
  return std::chrono::floor<std::chrono::seconds>(call->mmp().env().clock.wall());
}

std::string locked_text(const CallPtr& call, const Account& account) {
  if (account.locked_until > now(call)) return "until " + date_time_text(account.locked_until);
  return call->mmp().logins().is_idle(account) ? "idle for too long (max_idle)" : "no";
}

std::string expiry_text(const CallPtr& call, const Account& account) {
  const auto& age = call->configuration().rules.password_age;
  if (account.is_ldap || account.role == Role::api || !age || account.changed == WallTime{})
    return std::string(never_text);
  return date_text(account.changed + std::chrono::days(*age));
}

// An administrator must be left who can log in when the directory cannot be reached.
bool is_last_admin(const CallPtr& call, const Account& account) {
  if (account.role != Role::admin || account.is_ldap) return false;
  return std::ranges::count_if(call->mmp().accounts().table().all(), [](const auto& item) {
           return item.second.role == Role::admin && !item.second.is_ldap;
         }) == 1;
}

void user_add(const CallPtr& call) {
  Account account;
  account.name = call->value(0);
  account.role = *accounts::parse_role(call->value(1));
  account.is_ldap = call->has(2);
  if (auto valid = accounts::validate_account_name(account.name); !valid)
    return call->failure(valid.error());
  if (call->mmp().accounts().table().find(account.name) != nullptr)
    return call->failure("there is a user '" + account.name + "' already");
  if (account.is_ldap && account.role == Role::api)
    return call->failure("the API does not take LDAP users");
  account.idle_from = now(call);
  if (account.is_ldap) return save(call, std::move(account), "user added");
  account.must_change = account.role != Role::api;
  call->ask_new_password([call, account](const std::string& password) {
    call->mmp().passwords().add(account, password, [call](Result<> stored) {
      stored ? call->success("user added") : call->failure(stored.error());
    });
  });
}

void user_del(const CallPtr& call) {
  const Account* account = find(call, call->value(0));
  if (account == nullptr) return;
  if (is_last_admin(call, *account))
    return call->failure("this is the last local user of the role admin");
  call->mmp().accounts().erase(call->value(0), [call](Result<> stored) {
    if (!stored) return call->failure(stored.error());
    forget_keys(call->mmp(), call->value(0));
    call->success("user deleted");
    call->mmp().sessions().evict(call->value(0), "the account was deleted");
  });
}

void user_list(const CallPtr& call) {
  std::vector<std::array<std::string, 4>> rows{
      {"USERNAME", "ROLE", "PASSWORD EXPIRY", "LOGGED IN"}};
  for (const auto& [name, account] : call->mmp().accounts().table().all())
    rows.push_back({name, std::string(admin::name_of(account.role)), expiry_text(call, account),
                    yes_no(call->mmp().sessions().is_logged_in(name))});
  std::array<std::size_t, 4> widths{};
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i)
      line +=
          i + 1 == row.size() ? row[i] : row[i] + std::string(widths[i] - row[i].size() + 2, ' ');
    call->print(line);
  }
}

void user_info(const CallPtr& call) {
  const Account* account = find(call, call->value(0));
  if (account == nullptr) return;
  const auto time = [](WallTime when) {
    return when == WallTime{} ? std::string("never") : date_time_text(when);
  };
  print_rows(call, {{"Username", account->name},
                    {"Role", std::string(admin::name_of(account->role))},
                    {"Authentication", account->is_ldap ? "LDAP" : "local"},
                    {"Last login", time(account->last_login)},
                    {"Last login from", shown(account->last_source)},
                    {"Failed logins since last login", std::to_string(account->failed_logins)},
                    {"Last password change", time(account->changed)},
                    {"Password expiry", expiry_text(call, *account)},
                    {"Must change password", yes_no(account->must_change)},
                    {"Locked", locked_text(call, *account)},
                    {"Allowed hosts", account->hosts.empty() ? "all" : joined(account->hosts)},
                    {"Duty hours", account->duty.empty() ? "all" : account->duty}});
}

void user_evict(const CallPtr& call) {
  if (find(call, call->value(0)) == nullptr) return;
  const std::size_t ended = call->mmp().sessions().evict(call->value(0), "evicted");
  ended > 0
      ? call->success(std::to_string(ended) + (ended == 1 ? " session" : " sessions") + " ended")
      : call->failure("'" + call->value(0) + "' is not logged in");
}

void user_unlock(const CallPtr& call) {
  const Account* found = find(call, call->value(0));
  if (found == nullptr) return;
  Account account = *found;
  account.locked_until = {};
  account.counted_failures = 0;
  account.idle_from = now(call);
  save(call, std::move(account), "user unlocked");
}

void user_expire(const CallPtr& call) {
  const Account* found = find(call, call->value(0));
  if (found == nullptr) return;
  if (found->is_ldap) return call->failure("the password of an LDAP user does not expire here");
  if (found->role == Role::api)
    return call->failure("a user of the role api cannot change a password: set a new one");
  Account account = *found;
  account.must_change = true;
  save(call, std::move(account), "the password has to be changed at the next login");
}

void user_host(const CallPtr& call) {
  const Account* found = find(call, call->value(0));
  if (found == nullptr) return;
  const bool is_add = call->value(1) == "add";
  const std::string host = to_string(*parse_ip(call->value(2)));
  Account account = *found;
  const auto at = std::ranges::find(account.hosts, host);
  if (is_add == (at != account.hosts.end()))
    return call->failure(is_add ? "it is allowed already" : "there is no such host");
  if (is_add)
    account.hosts.push_back(host);
  else
    account.hosts.erase(at);
  save(call, std::move(account), is_add ? "host added" : "host deleted");
}

void user_duty(const CallPtr& call) {
  const Account* found = find(call, call->value(0));
  if (found == nullptr) return;
  Account account = *found;
  account.duty = call->value(1) == "none" ? "" : call->value(1);
  if (!account.duty.empty())
    if (auto hours = admin::DutyHours::parse(account.duty); !hours)
      return call->failure(hours.error());
  if (account.is_ldap && !account.duty.empty())
    return call->failure("hours of duty do not apply to LDAP users");
  save(call, std::move(account), "hours of duty set");
}

void user_rule(const CallPtr& call) {
  admin::Rules rules = call->configuration().rules;
  if (auto set = admin::set_rule(rules, call->value(0), call->value(1)); !set)
    return call->failure(set.error());
  call->configure([&](admin::Configuration& c) { c.rules = rules; }, "rule set");
}

void user_rules(const CallPtr& call) {
  const admin::Rules& rules = call->configuration().rules;
  Rows rows;
  for (const auto& rule : admin::numeric_rules()) {
    const auto& value = rules.*rule.value;
    rows.emplace_back(rule.name, value ? std::to_string(*value) : "none");
  }
  for (const auto& rule : admin::flag_rules())
    rows.emplace_back(rule.name, rules.*rule.value ? "true" : "false");
  print_rows(call, rows);
}

void passwd(const CallPtr& call) {
  const std::string name = call->has(0) ? call->value(0) : call->who().account;
  if (name == call->who().account) return call->mmp().change_own_password(call, [](bool) {});
  if (call->who().role != Role::admin)
    return call->failure("only an admin changes the passwords of others");
  const Account* account = find(call, name);
  if (account == nullptr) return;
  if (account->is_ldap)
    return call->failure("the password of an LDAP user is changed in the directory");
  const bool must_change = account->role != Role::api;
  call->ask_new_password([call, name, must_change](const std::string& password) {
    call->mmp().passwords().set({name, password, {}, must_change}, [call, name](Result<> stored) {
      if (!stored) return call->failure(stored.error());
      call->success("password changed");
      call->mmp().sessions().evict(name, "the password was changed");
    });
  });
}

}  // namespace

const Topic user_topic = {
    "user",
    "Configure MMP users",
    {{"user add <username> (admin|crypto|audit|appadmin|api) [ldap]", admins,
      "Adds a user; asks for the first password twice, which has to be changed at the first login. "
      "With `ldap` the directory is asked for the password.",
      user_add},
     {"user del <username>", admins, "Deletes a user and ends his sessions.", user_del},
     {"user list", admins, "All users, when their passwords expire, and who is logged in.",
      user_list},
     {"user info <username>", admins, "Everything that is known of a user.", user_info},
     {"user evict <username>", admins, "Ends the sessions of a user.", user_evict},
     {"user unlock <username>", admins, "Unlocks a user who failed too often or was idle too long.",
      user_unlock},
     {"user expire <username>", admins, "Makes a user change the password at the next login.",
      user_expire},
     {"user host <username> (add|delete) <address>", admins,
      "Addresses that a user may log in from; while there are none, all.", user_host},
     {"user duty <username> <hours>", admins,
      "Hours of duty such as WkSa0800-1830, outside of which a user may not log in; `none` for all "
      "hours.",
      user_duty},
     {"user rule", admins, "All rules.", user_rules, false},
     {"user rule <rule> <value>", admins,
      "Rules for passwords and sessions; `none` removes a number.", user_rule}}};

const Topic passwd_topic = {
    "passwd",
    "Change a password",
    {{"passwd [<username>]", everybody,
      "Changes your own password, or as an admin that of another user.", passwd}}};

}  // namespace curia::mmp
