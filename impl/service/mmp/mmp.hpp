// Mmp: the administrator's command line as a whole: accounts, configuration, sessions, audit log,
// and the grammar of all commands. Doors (SSH, SFTP, console, Web Admin) stand on it.
//
// 1. A door asks log_in(), then opens a session with what it was given: open() for a command line,
//    enter() for a session without commands (SFTP, Web Admin).
// 2. Log-in, log-out and every command are in the audit log with account, source and port.
// 3. It works without the rest of the server: the console of a stopped one uses it alone. Then
//    there are no components, and commands say that they start with the server.
//
//   mmp.log_in({Door::ssh, peer, name, password}, [&](Result<Admitted> who) {
//     if (who) session = *mmp.open(*who, Door::ssh, peer, screen);
//   });
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "impl/service/backup/backups.hpp"
#include "impl/service/backup/upgrades.hpp"
#include "impl/service/mmp/audit_log.hpp"
#include "impl/service/mmp/call.hpp"
#include "impl/service/mmp/component.hpp"
#include "impl/service/mmp/configuration_book.hpp"
#include "impl/service/mmp/followers.hpp"
#include "impl/service/mmp/ldap_login.hpp"
#include "impl/service/mmp/logins.hpp"
#include "impl/service/mmp/passwords.hpp"
#include "impl/service/mmp/session.hpp"
#include "impl/service/mmp/syslog_senders.hpp"
#include "impl/service/mmp/timed_logs.hpp"
#include "model/admin/grammar.hpp"

namespace curia::mmp {

// What the server itself gives.
struct Host {
  std::string version = "unknown";
  store::GroupCommit* store = nullptr;   // what backups copy
  backup::Programs* programs = nullptr;  // what upgrades install to
  Task restart{};                        // `reboot`; none: nothing runs
  Task shut_down{};
  std::function<std::vector<std::string>()> log_lines{};  // the last ones, the oldest first
  std::function<std::vector<std::string>()> zone_names{};
  // "52:54:00:12:34:56" of the interface with this address; empty: it has none.
  std::function<std::string(const IpAddress&)> hardware_address{};
  Trust usual_trust{};  // of clients whose bundle is not configured
};

class Mmp {
 public:
  // `accounts` and the ports outlive it.
  Mmp(const Env& env, accounts::AccountBook& accounts, ConfigurationBook& configuration,
      accounts::ScryptCost cost, Host host);
  ~Mmp();
  Mmp(const Mmp&) = delete;
  Mmp& operator=(const Mmp&) = delete;

  // Errors: those of AuditLog::open().
  Result<> start();
  // Ends all sessions; nothing is logged afterwards.
  void stop(std::string_view why);

  void log_in(LoginRequest request, Done<Result<Admitted>> done);
  Result<Admitted> admit(const std::string& name, Door door, std::optional<Endpoint> source);
  // Errors: limit_reached.
  Result<std::shared_ptr<Session>> open(const Admitted& who, Door door,
                                        std::optional<Endpoint> source, Screen& screen);
  // A session without a command line; `ended` is told when it has to go. Whoever leaves calls
  // sessions().close(). Errors: limit_reached.
  Result<SessionId> enter(const Admitted& who, Door door, std::optional<Endpoint> source,
                          SessionBook::Ended ended);

  // A component that exists; the others say that they do not run in this version.
  void add(std::string_view name, Component& component) {
    components_[std::string(name)] = &component;
  }
  Component* component(std::string_view name);

  const Env& env() const { return env_; }
  accounts::AccountBook& accounts() { return accounts_; }
  ConfigurationBook& configuration() { return configuration_; }
  SessionBook& sessions() { return sessions_; }
  AuditLog& audit() { return audit_; }
  Logins& logins() { return logins_; }
  Passwords& passwords() { return passwords_; }
  backup::Backups& backups() { return backups_; }
  backup::Upgrades& upgrades() { return upgrades_; }
  const admin::Grammar& grammar() const { return grammar_; }
  Host& host() { return host_; }
  SyslogSenders& syslog() { return syslog_; }
  TimedLogs& timed_logs() { return timed_logs_; }
  Followers& log_followers() { return log_followers_; }
  Instant started() const { return started_; }

  std::vector<std::string> complete(std::string_view line, admin::Role role) const;
  // What was uploaded: a text, or not_found. Errors: those of Files::read.
  Result<std::string> uploaded(const std::string& name) const;
  std::vector<std::string> uploaded_names() const;

  // For sessions.
  void audit_command(const SessionInfo& who, const std::string& text);
  void audit_failure(const SessionInfo& who, const std::string& text);
  void logged_out(const SessionInfo& who, std::string_view why);
  void change_own_password(const admin::CallPtr& call, std::function<void(bool changed)> done);
  // For whoever has given both passwords already. A wrong old one counts as a failed login.
  // Errors: not_found, not_permitted (a directory has the password, it is too young, the old one is
  // wrong, the account is locked), and those of Passwords::set().
  void change_own_password(const SessionInfo& who, const std::string& old_password,
                           const std::string& new_password, Done<Result<>> done);

 private:
  void logged_in(const SessionInfo& who);
  Result<> may_change_password(const std::string& account) const;
  void confirm_password(const SessionInfo& who, const std::string& password, Done<bool> done);

  Env env_;
  accounts::AccountBook& accounts_;
  ConfigurationBook& configuration_;
  Host host_;
  Instant started_;
  TimedLogs timed_logs_;
  Followers log_followers_;
  AuditLog audit_;
  SyslogSenders syslog_;
  SessionBook sessions_;
  Logins logins_;
  Passwords passwords_;
  backup::Backups backups_;
  backup::Upgrades upgrades_;
  admin::Grammar grammar_;
  std::map<std::string, Component*, std::less<>> components_;
};

// Every topic of the command line, for the Grammar and for docs/mmp.md.
std::span<const admin::Topic* const> all_topics();

}  // namespace curia::mmp
