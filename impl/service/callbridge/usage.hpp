// Usage: what the meetings of now would need of licences elsewhere, and its history
// (/system/multipartyLicensing and /system/MPLicenseUsage). Nothing here depends on a licence:
// everything is activated (docs/licensing.md). The figures are kept for who plans with them.
//
// 1. A call counts for its owner when the owner's user profile in force says hasLicense.
// 2. A snapshot is taken at each full five minutes of UTC; the history is not kept over a restart.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "model/env/env.hpp"
#include "model/registry/registry.hpp"

namespace curia::callbridge {

// Whole calls, users and participants of this server.
struct Usage {
  std::uint64_t licensed_users = 0;
  std::uint64_t calls = 0;
  std::uint64_t participants = 0;
  std::uint64_t call_legs = 0;
  std::uint64_t personal_calls = 0;      // of an owner with a licence
  std::uint64_t personal_call_legs = 0;  // in those
  std::uint64_t shared_small = 0;        // other calls of one or two
  std::uint64_t shared_large = 0;        // other calls of three and more
  std::uint64_t recordings = 0;
  std::uint64_t streams = 0;
};

Usage usage_of(const Registry& registry);

// The calls of each owner with a licence, in the order of the users.
struct PersonalUse {
  Guid user;
  std::uint64_t calls = 0;
};
std::vector<PersonalUse> personal_uses(const Registry& registry);

struct UsageSnapshot {
  WallTime time;
  Usage usage;
};

class UsageHistory {
 public:
  UsageHistory(const Env& env, const Registry& registry);

  // Takes a snapshot when one is due; called again and again.
  void look();
  const std::deque<UsageSnapshot>& newest_first() const { return snapshots_; }

 private:
  Env env_;
  const Registry& registry_;
  WallTime last_;
  std::deque<UsageSnapshot> snapshots_;
};

}  // namespace curia::callbridge
