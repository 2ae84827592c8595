// KnownCredentials: headers that were verified lately, by their keyed digests.
//
// 1. At most limits::auth_known; when full, the one unused for the longest time makes room.
// 2. What was not used for limits::auth_known_idle is not found any more.
#pragma once

#include <map>

#include "impl/service/accounts/authenticator.hpp"
#include "impl/service/accounts/keyed_digest.hpp"
#include "model/base/time.hpp"

namespace curia::accounts {

class KnownCredentials {
 public:
  // Null when unknown; finding counts as use. Valid until the next call.
  const Identity* find(const Digest& digest, Instant now);
  void add(const Digest& digest, Identity identity, Instant now);
  void clear() { entries_.clear(); }
  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    Identity identity;
    Instant used;
  };
  std::map<Digest, Entry> entries_;
};

}  // namespace curia::accounts
