// Authenticator: HTTP Basic (RFC 7617) against the accounts, at the price of one memory-hard hash
// per set of credentials, not per request.
//
// 1. known() is the fast path: credentials that were verified lately, found by a keyed digest of
//    the header. It never hashes a password and never waits; what else decides about a login
//    (LoginGuard) is asked each time.
// 2. authenticate() verifies on the lane `crypto`; requests with the same header that arrive
//    meanwhile share the one run. `done` is called once, always in a later event.
// 3. An unknown name costs as much as a wrong password; a role that may not use the API is
//    answered like a wrong password.
// 4. A source (an IPv4 address or an IPv6 /64) with limits::auth_failures_per_source failures or
//    running checks within limits::auth_failure_window is refused unchecked until its window ends;
//    the log says so, with at most two lines per window. What is known keeps working from there.
// 5. Any change of the accounts voids everything known; unused for limits::auth_known_idle, a set
//    of credentials is verified again.
// 6. All tables are bounded. Destroying it drops the requests that wait. The accounts and the
//    ports are the caller's and outlive it.
//
//   if (auto who = auth.known(header, source)) return serve(*who);
//   auth.authenticate(header, source, [](Result<Identity> who) { ... });
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "impl/service/accounts/account_table.hpp"
#include "model/base/ip.hpp"
#include "model/env/clock.hpp"
#include "model/env/env.hpp"

namespace curia::accounts {

struct Identity {
  std::string name;
  Role role = Role::api;
  bool operator==(const Identity&) const = default;
};

// What else decides about a login than the password: locks, hosts, hours (impl/service/mmp).
class LoginGuard {
 public:
  virtual ~LoginGuard() = default;
  // Why this account may not use the API now; empty when it may.
  virtual std::string api_refusal(const Account& account, const Endpoint& source) = 0;
  // It may, and has used it.
  virtual void api_passed(const Account& account, const Endpoint& source) = 0;
  // A wrong password for this name, which need not be one of ours.
  virtual void api_failed(const std::string& name, const Endpoint& source) = 0;
};

class Authenticator {
 public:
  // `guard` may be null; it outlives the Authenticator, too.
  Authenticator(const Env& env, const AccountTable& accounts, LoginGuard* guard = nullptr);
  ~Authenticator();
  Authenticator(const Authenticator&) = delete;
  Authenticator& operator=(const Authenticator&) = delete;

  // The value of the Authorization header; nullopt when it is not known: then authenticate().
  std::optional<Identity> known(std::string_view authorization, const Endpoint& source);

  // An empty header is a request without credentials. Errors:
  //   not_permitted  no or wrong credentials: 401 with WWW-Authenticate
  //   limit_reached  too many failures from this source: 429 with Retry-After: retry_after_seconds
  //   unavailable    too many checks are waiting: 503
  void authenticate(std::string_view authorization, const Endpoint& source,
                    Done<Result<Identity>> done);

  // Whole seconds until the window of this source ends, at least 1; 0 when it is not refused.
  std::int64_t retry_after_seconds(const IpAddress& source) const;

 private:
  class Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace curia::accounts
