#include "impl/service/accounts/known_credentials.hpp"

#include <algorithm>

#include "model/base/limits.hpp"

namespace curia::accounts {

const Identity* KnownCredentials::find(const Digest& digest, Instant now) {
  const auto found = entries_.find(digest);
  if (found == entries_.end()) return nullptr;
  if (now - found->second.used >= limits::auth_known_idle) {
    entries_.erase(found);
    return nullptr;
  }
  found->second.used = now;
  return &found->second.identity;
}

void KnownCredentials::add(const Digest& digest, Identity identity, Instant now) {
  if (!entries_.contains(digest) && entries_.size() == limits::auth_known)
    entries_.erase(std::ranges::min_element(entries_, {},
                                            [](const auto& entry) { return entry.second.used; }));
  entries_.insert_or_assign(digest, Entry{std::move(identity), now});
}

}  // namespace curia::accounts
