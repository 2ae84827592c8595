#include "impl/service/webadmin/web_sessions.hpp"

#include <openssl/crypto.h>

#include <vector>

#include "model/base/hex.hpp"

namespace curia::webadmin {
namespace {

constexpr std::size_t cookie_bytes = 32;
constexpr std::size_t form_token_bytes = 16;

}  // namespace

std::string new_token(Random& random, std::size_t bytes) {
  std::vector<std::uint8_t> secret(bytes);
  random.secret(secret);
  std::string text;
  for (const std::uint8_t byte : secret) append_hex(text, byte);
  return text;
}

bool same_token(std::string_view a, std::string_view b) {
  return a.size() == b.size() && !a.empty() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

WebSessions::WebSessions(mmp::Mmp& mmp) : mmp_(mmp), digest_(mmp.env().random) {}

Result<std::string> WebSessions::open(const mmp::Admitted& who, const Endpoint& source) {
  Random& random = mmp_.env().random;
  std::string cookie = new_token(random, cookie_bytes);
  const accounts::Digest key = digest_(cookie);
  const auto id = mmp_.enter(who, mmp::Door::web, source,
                             [this, key, alive = std::weak_ptr(alive_)](std::string_view) {
                               if (!alive.expired()) sessions_.erase(key);
                             });
  if (!id) return fail(id.error());
  sessions_[key] = {.id = *id,
                    .info = *mmp_.sessions().find(*id),
                    .form_token = new_token(random, form_token_bytes),
                    .is_ldap = who.is_ldap,
                    .must_change = who.must_change,
                    .last_login = who.last_login,
                    .last_source = who.last_source};
  return cookie;
}

WebSession* WebSessions::find(std::string_view cookie) {
  if (cookie.empty()) return nullptr;
  const auto found = sessions_.find(digest_(cookie));
  if (found == sessions_.end()) return nullptr;
  mmp_.sessions().touch(found->second.id);
  return &found->second;
}

void WebSessions::close(std::string_view cookie, std::string_view why) {
  const auto found = sessions_.find(digest_(cookie));
  if (found != sessions_.end()) mmp_.sessions().close(found->second.id, why);
}

}  // namespace curia::webadmin
