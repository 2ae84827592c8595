// WebSessions: who is logged in to Web Admin, by the cookie of the browser.
//
// 1. SessionBook decides when a session ends (10 minutes idle, 24 hours in all, evicted,
//    max_sessions); here it is forgotten in the same event.
// 2. Cookies are 256 random bits and looked up by a keyed digest, so that the time a look-up takes
//    tells nothing of other cookies.
// 3. find() is a request of the session: it is not idle. What it gives lives until the session
//    ends.
//
//   auto cookie = sessions.open(admitted, peer);   // then Set-Cookie
//   if (WebSession* session = sessions.find(cookie_of(request))) ...
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "impl/service/accounts/keyed_digest.hpp"
#include "impl/service/mmp/mmp.hpp"

namespace curia::webadmin {

struct WebSession {
  mmp::SessionId id{};
  mmp::SessionInfo info{};
  std::string form_token{};  // what its forms have to bring back
  bool is_ldap = false;
  bool must_change = false;  // the password, before anything else
  WallTime last_login{};     // the one before this
  std::string last_source{};
};

class WebSessions {
 public:
  // `mmp` outlives it.
  explicit WebSessions(mmp::Mmp& mmp);
  WebSessions(const WebSessions&) = delete;
  WebSessions& operator=(const WebSessions&) = delete;

  // The cookie of a new session. Errors: limit_reached (max_sessions).
  Result<std::string> open(const mmp::Admitted& who, const Endpoint& source);
  WebSession* find(std::string_view cookie);
  // Nothing happens when there is none.
  void close(std::string_view cookie, std::string_view why);

 private:
  mmp::Mmp& mmp_;
  accounts::KeyedDigest digest_;
  std::map<accounts::Digest, WebSession> sessions_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

// So many random bytes as hexadecimal digits.
std::string new_token(Random& random, std::size_t bytes);
// Whether both are the same, in a time that does not depend on where they differ.
bool same_token(std::string_view a, std::string_view b);

}  // namespace curia::webadmin
