// Logins: whether somebody may log in to the MMP or to Web Admin, with a password.
//
// 1. A local account is checked against its hash only, an LDAP account by the directory only
//    (release notes 2.3). An unknown name costs as much as a wrong password.
// 2. Whoever is refused learns nothing but that; the log and the audit log have the reason.
// 3. Refused with the right password: a locked account, one outside its hours of duty or its hosts,
//    one unused for `max_idle` days, a role that may not use the door.
// 4. `max_failed_logins` failures lock an account for limits::account_lock; logging in, `user
//    unlock` and a new password clear the count. Only a wrong password is a failure: not a
//    directory that is away, nor what is tried while the account is locked.
// 5. Sources (not the console) have limits::auth_failures_per_source tries, as the API has.
//
//   logins.check({Door::ssh, peer, "admin", password}, [](Result<Admitted> who) { ... });
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "impl/service/accounts/account_book.hpp"
#include "impl/service/accounts/authenticator.hpp"
#include "impl/service/accounts/login_failures.hpp"
#include "impl/service/mmp/audit_log.hpp"
#include "impl/service/mmp/configuration_book.hpp"
#include "impl/service/mmp/session_book.hpp"
#include "model/env/env.hpp"

namespace curia::mmp {

struct LoginRequest {
  Door door = Door::ssh;
  std::optional<Endpoint> source;
  std::string name;
  std::string password;
};

struct Admitted {
  std::string name;
  admin::Role role = admin::Role::admin;
  bool is_ldap = false;
  bool must_change = false;  // the password, before anything else
  WallTime last_login{};     // the one before this; the epoch: none
  std::string last_source{};
};

class LdapLogin;

class Logins final : public accounts::LoginGuard {
 public:
  // All outlive it.
  Logins(const Env& env, accounts::AccountBook& accounts, const ConfigurationBook& configuration,
         AuditLog& audit);
  ~Logins() override;

  // Errors: not_permitted (whatever the reason is), limit_reached (too many failures from there),
  // unavailable (too many checks are running).
  void check(LoginRequest request, Done<Result<Admitted>> done);
  // After a public key was verified: the rest of the rules. Errors: not_permitted.
  Result<Admitted> admit(const std::string& name, Door door, std::optional<Endpoint> source);

  // Why this account may not log in now, whatever its password; empty when it may.
  std::string refusal(const accounts::Account& account, Door door,
                      const std::optional<Endpoint>& source) const;
  bool is_expired(const accounts::Account& account) const;
  bool is_idle(const accounts::Account& account) const;  // `max_idle`: it has to be unlocked
  // A failed login of this name, as the API counts them, too.
  void note_failure(const std::string& name, Door door, const std::optional<Endpoint>& source,
                    const std::string& why);

  std::string api_refusal(const accounts::Account& account, const Endpoint& source) override;
  // Kept of it at most once in limits::api_login_noted: requests are many.
  void api_passed(const accounts::Account& account, const Endpoint& source) override;
  void api_failed(const std::string& name, const Endpoint& source) override;

  // Whether this is the password of the local account, for one who is logged in already.
  void confirm(const std::string& name, const std::string& password, Done<bool> done);

  LdapLogin& ldap() { return *ldap_; }

 private:
  void verify(std::shared_ptr<LoginRequest> request, Done<Result<Admitted>> done);
  void finish(const LoginRequest& request, const Result<>& checked, Done<Result<Admitted>> done);
  void note_login(accounts::Account account, Door door, const std::optional<Endpoint>& source);
  void note_refusal(const std::string& name, Door door, const std::optional<Endpoint>& source,
                    const std::string& why);
  Result<Admitted> enter(accounts::Account account, Door door,
                         const std::optional<Endpoint>& source);
  void save(accounts::Account account);

  Env env_;
  accounts::AccountBook& accounts_;
  const ConfigurationBook& configuration_;
  AuditLog& audit_;
  accounts::LoginFailures failures_;
  std::unique_ptr<LdapLogin> ldap_;
  std::string impossible_;
  std::map<std::string, WallTime, std::less<>> api_noted_;  // by account
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

// "192.0.2.7:50022", or "local" at the console.
std::string source_text(const std::optional<Endpoint>& source);

}  // namespace curia::mmp
