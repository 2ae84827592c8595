#include "impl/service/mmp/logins.hpp"

#include <algorithm>

#include "impl/service/accounts/password.hpp"
#include "impl/service/mmp/ldap_login.hpp"
#include "model/admin/duty_hours.hpp"
#include "model/admin/limits.hpp"
#include "model/base/reached.hpp"

namespace curia::mmp {
namespace {

using accounts::Account;

bool may_use(admin::Role role, Door door) {
  if (door == Door::api) return accounts::may_use_api(role);
  if (door == Door::web) return role == admin::Role::admin || role == admin::Role::appadmin;
  return admin::may_use_shell(role);
}

bool is_on_duty(const std::string& hours, WallTime wall) {
  const auto duty = admin::DutyHours::parse(hours);
  if (!duty) return false;
  const auto minutes = std::chrono::floor<std::chrono::minutes>(wall).time_since_epoch().count();
  // 1970-01-01 was a Thursday, the day 3 of a week that begins on Monday.
  const auto day = minutes / 1440 + 3;
  return duty->covers(static_cast<unsigned>(day % 7), static_cast<unsigned>(minutes % 1440));
}

// What is no name of ours may be a password in the wrong place.
std::string shown_name(const accounts::AccountBook& accounts, const std::string& name) {
  return accounts.table().find(name) == nullptr ? "(unknown)" : name;
}

constexpr std::string_view refused = "wrong name or password";

}  // namespace

std::string source_text(const std::optional<Endpoint>& source) {
  return source ? to_string(*source) : "local";
}

Logins::Logins(const Env& env, accounts::AccountBook& accounts,
               const ConfigurationBook& configuration, AuditLog& audit)
    : env_(env),
      accounts_(accounts),
      configuration_(configuration),
      audit_(audit),
      ldap_(std::make_unique<LdapLogin>(env, configuration)) {}

Logins::~Logins() = default;

void Logins::check(LoginRequest request, Done<Result<Admitted>> done) {
  const auto later = [&](Errc code, std::string why) {
    env_.timers.at(env_.clock.now(), [done = std::move(done), code, why]() mutable {
      done(fail(code, std::move(why)));
    });
  };
  if (request.source) {
    const IpAddress source = accounts::source_of(request.source->address);
    switch (failures_.begin(source, env_.clock.now())) {
      case accounts::LoginFailures::Admission::refused:
        reached("mmp.login_source_refused");
        note_refusal(request.name, request.door, request.source, "too many failures from there");
        return later(Errc::limit_reached, "too many failed logins from your address");
      case accounts::LoginFailures::Admission::busy:
        return later(Errc::unavailable, "too many logins are being checked");
      case accounts::LoginFailures::Admission::admitted:
        break;
    }
  }
  verify(std::make_shared<LoginRequest>(std::move(request)), std::move(done));
}

void Logins::verify(std::shared_ptr<LoginRequest> request, Done<Result<Admitted>> done) {
  const Account* account = accounts_.table().find(request->name);
  if (account != nullptr && account->is_ldap) {
    ldap_->check(request->name, request->password,
                 [this, alive = std::weak_ptr(alive_), request,
                  done = std::move(done)](Result<> checked) mutable {
                   if (alive.expired()) return;
                   finish(*request, checked, std::move(done));
                 });
    return;
  }
  if (impossible_.empty())
    impossible_ = accounts::impossible_hash(
        env_.random, accounts_.table().all().empty()
                         ? accounts::production_cost
                         : accounts::cost_of(accounts_.table().all().begin()->second.password_hash)
                               .value_or(accounts::production_cost));
  const std::string hash = account == nullptr ? impossible_ : account->password_hash;
  auto matches = std::make_shared<bool>(false);
  env_.work.run(
      Lane::crypto,
      [request, hash, matches] { *matches = accounts::password_matches(request->password, hash); },
      [this, alive = std::weak_ptr(alive_), request, hash, matches,
       done = std::move(done)]() mutable {
        if (alive.expired()) return;
        const Account* now = accounts_.table().find(request->name);
        const bool is_same = now != nullptr && !now->is_ldap && now->password_hash == hash;
        finish(*request,
               *matches && is_same
                   ? Result<>()
                   : fail(Errc::not_permitted,
                          now == nullptr ? "there is no such account" : "wrong password"),
               std::move(done));
      });
}

void Logins::confirm(const std::string& name, const std::string& password, Done<bool> done) {
  const Account* account = accounts_.table().find(name);
  auto matches = std::make_shared<bool>(false);
  env_.work.run(
      Lane::crypto,
      [password, hash = account == nullptr ? std::string() : account->password_hash, matches] {
        *matches = accounts::password_matches(password, hash);
      },
      [alive = std::weak_ptr(alive_), matches, done = std::move(done)]() mutable {
        if (!alive.expired()) done(*matches);
      });
}

void Logins::finish(const LoginRequest& request, const Result<>& checked,
                    Done<Result<Admitted>> done) {
  std::string why = checked ? std::string() : checked.error().message;
  const Account* account = accounts_.table().find(request.name);
  if (why.empty() && account == nullptr) why = "the account was deleted meanwhile";
  if (why.empty()) why = refusal(*account, request.door, request.source);
  // What could not be checked says nothing about the password.
  const bool is_guess = !checked && checked.error().code == Errc::not_permitted;
  if (request.source) {
    const IpAddress source = accounts::source_of(request.source->address);
    if (is_guess)
      failures_.failed(source, env_.clock.now());
    else
      failures_.passed(source);
  }
  if (why.empty()) return done(enter(*account, request.door, request.source));
  if (is_guess)
    note_failure(request.name, request.door, request.source, why);
  else
    note_refusal(request.name, request.door, request.source, why);
  env_.trace.log(Severity::warning, "login by " + std::string(name_of(request.door)) + " from " +
                                        source_text(request.source) + " refused: " + why);
  done(fail(Errc::not_permitted, std::string(refused)));
}

Result<Admitted> Logins::admit(const std::string& name, Door door, std::optional<Endpoint> source) {
  const Account* account = accounts_.table().find(name);
  const std::string why =
      account == nullptr ? "there is no such account" : refusal(*account, door, source);
  if (why.empty()) return enter(*account, door, source);
  note_refusal(name, door, source, why);
  return fail(Errc::not_permitted, std::string(refused));
}

Result<Admitted> Logins::enter(Account account, Door door, const std::optional<Endpoint>& source) {
  Admitted admitted{
      account.name,       account.role,
      account.is_ldap,    !account.is_ldap && (account.must_change || is_expired(account)),
      account.last_login, account.last_source};
  note_login(std::move(account), door, source);
  return admitted;
}

void Logins::note_login(Account account, Door door, const std::optional<Endpoint>& source) {
  account.failed_logins = account.counted_failures = 0;
  account.locked_until = {};
  account.last_login = std::chrono::floor<std::chrono::seconds>(env_.clock.wall());
  account.last_source = std::string(name_of(door)) + " " + source_text(source);
  save(std::move(account));
}

std::string Logins::refusal(const Account& account, Door door,
                            const std::optional<Endpoint>& source) const {
  const WallTime now = env_.clock.wall();
  if (!may_use(account.role, door))
    return "the role " + std::string(name_of(account.role)) + " may not log in by " +
           std::string(name_of(door));
  if (account.locked_until > now) return "the account is locked";
  if (is_idle(account)) return "the account was not used for too long (max_idle)";
  if (!account.is_ldap && !account.duty.empty() && !is_on_duty(account.duty, now))
    return "outside the hours of duty";
  if (source && !account.hosts.empty() &&
      std::ranges::find(account.hosts, to_string(source->address)) == account.hosts.end())
    return "the account may not log in from there";
  return {};
}

bool Logins::is_idle(const Account& account) const {
  const auto& most = configuration_.current().rules.max_idle;
  const WallTime used = std::max({account.last_login, account.changed, account.idle_from});
  return most && used != WallTime{} && env_.clock.wall() - used > std::chrono::days(*most);
}

std::string Logins::api_refusal(const Account& account, const Endpoint& source) {
  if (account.role != admin::Role::api && (account.must_change || is_expired(account)))
    return "the password of '" + account.name + "' has to be changed first";
  return refusal(account, Door::api, source);
}

void Logins::api_passed(const Account& account, const Endpoint& source) {
  const WallTime now = env_.clock.wall();
  WallTime& noted = api_noted_[account.name];
  const WallTime last = std::max(noted, account.last_login);
  if (account.failed_logins == 0 && last <= now && now - last < limits::api_login_noted) return;
  noted = now;
  note_login(account, Door::api, source);
}

void Logins::api_failed(const std::string& name, const Endpoint& source) {
  note_failure(name, Door::api, source, "wrong password");
}

bool Logins::is_expired(const Account& account) const {
  const auto& age = configuration_.current().rules.password_age;
  return age && !account.is_ldap && account.role != admin::Role::api &&
         account.changed != WallTime{} &&
         env_.clock.wall() - account.changed > std::chrono::days(*age);
}

void Logins::note_failure(const std::string& name, Door door, const std::optional<Endpoint>& source,
                          const std::string& why) {
  const Account* found = accounts_.table().find(name);
  audit_.note("login-failed", {{"account", shown_name(accounts_, name)},
                               {"door", std::string(name_of(door))},
                               {"source", source_text(source)},
                               {"why", why}});
  if (found == nullptr) return;
  const WallTime now = env_.clock.wall();
  Account account = *found;
  ++account.failed_logins;
  const auto& most = configuration_.current().rules.max_failed_logins;
  if (account.locked_until <= now && most && ++account.counted_failures >= *most) {
    account.locked_until = std::chrono::ceil<std::chrono::seconds>(now + limits::account_lock);
    account.counted_failures = 0;
    audit_.note("locked", {{"account", name},
                           {"door", std::string(name_of(door))},
                           {"source", source_text(source)},
                           {"why", "too many failed logins"}});
    env_.trace.log(Severity::warning, "the account '" + name + "' is locked for " +
                                          std::to_string(limits::account_lock / 1min) +
                                          " minutes: too many failed logins");
  }
  save(std::move(account));
}

void Logins::note_refusal(const std::string& name, Door door, const std::optional<Endpoint>& source,
                          const std::string& why) {
  audit_.note("login-refused", {{"account", shown_name(accounts_, name)},
                                {"door", std::string(name_of(door))},
                                {"source", source_text(source)},
                                {"why", why}});
}

void Logins::save(Account account) {
  accounts_.save(std::move(account), [trace = &env_.trace](Result<> stored) {
    if (!stored)
      trace->log(Severity::error,
                 "what a login changed of its account was not stored: " + stored.error().message);
  });
}

}  // namespace curia::mmp
