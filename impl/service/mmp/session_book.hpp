// SessionBook: everybody who is logged in, by whatever door, and when each has to go.
//
// 1. A session ends exactly once: by close(), evict(), its idle time, its absolute time (web), or
//    close_all(). `ended` is told in the event in which it ends, with the reason.
// 2. Idle times: SSH and console 3 min, SFTP 10 min, web 10 min and 24 h in all (release notes
//    2.5); `user rule max_inactivity` replaces the idle times, but not of LDAP users (2.3).
// 3. `user rule max_sessions` counts the sessions of one account at one door (release notes 4.1).
// 4. A deadline is a number: touch() moves it, one timer per session re-arms when it fires. A
//    session that is busy() is not idle.
//
//   auto id = book.open({.account = "admin", .door = Door::ssh, .source = peer}, ended);
//   book.touch(*id);
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/admin/password_rules.hpp"
#include "model/admin/role.hpp"
#include "model/base/ip.hpp"
#include "model/env/env.hpp"

namespace curia::mmp {

// The API is no door to a session; its logins are judged and logged alike.
enum class Door { console, ssh, sftp, web, api };
std::string_view name_of(Door door);

enum class SessionId : std::uint64_t {};

struct SessionInfo {
  std::string account;
  admin::Role role = admin::Role::admin;
  Door door = Door::console;
  std::optional<Endpoint> source;  // none at the console
  WallTime since{};                // set by open()
  bool is_ldap = false;
};

class SessionBook {
 public:
  using Ended = std::move_only_function<void(std::string_view why)>;

  // `rules` and the ports outlive it.
  SessionBook(const Env& env, const admin::Rules& rules) : env_(env), rules_(rules) {}
  ~SessionBook();
  SessionBook(const SessionBook&) = delete;
  SessionBook& operator=(const SessionBook&) = delete;

  // Errors: limit_reached (max_sessions, or limits::mmp_sessions in all).
  Result<SessionId> open(SessionInfo info, Ended ended);
  void touch(SessionId id);
  void set_busy(SessionId id, bool busy);
  // Nothing happens when it has ended already.
  void close(SessionId id, std::string_view why);
  // The number of sessions that ended.
  std::size_t evict(std::string_view account, std::string_view why);
  void close_all(std::string_view why);

  bool is_logged_in(std::string_view account) const;
  std::size_t count(std::string_view account, Door door) const;
  const SessionInfo* find(SessionId id) const;
  std::vector<SessionInfo> all() const;  // in the order in which they began
  std::size_t size() const { return sessions_.size(); }

 private:
  struct Entry {
    SessionInfo info;
    Ended ended;
    Instant opened;
    Instant active;
    bool busy = false;
    std::optional<TimerId> timer;
  };
  Instant deadline(const Entry& entry) const;
  void arm(SessionId id, Entry& entry);
  void look(SessionId id);

  Env env_;
  const admin::Rules& rules_;
  std::map<SessionId, Entry> sessions_;
  std::uint64_t last_ = 0;
};

}  // namespace curia::mmp
