#include "impl/service/callbridge/usage.hpp"

#include <map>

#include "model/base/limits.hpp"
#include "model/base/reached.hpp"
#include "model/objects/call.hpp"
#include "model/objects/catalog.hpp"
#include "model/objects/user.hpp"
#include "model/rules/inheritance.hpp"

namespace curia::callbridge {
namespace {

WallTime five_minutes_of(WallTime time) {
  return std::chrono::floor<std::chrono::duration<std::int64_t, std::ratio<300>>>(time);
}

// Who pays for a call elsewhere; null when nobody has a licence for it.
const User* licensed_owner(const Registry& registry, const Call& call) {
  const auto* space = call.co_space ? registry.find<CoSpace>(call.co_space) : nullptr;
  const auto* owner =
      space != nullptr && space->owner ? registry.find<User>(space->owner) : nullptr;
  return owner != nullptr && has_license(registry, *owner) ? owner : nullptr;
}

template <class T, class Visit>
void each(const Registry& registry, Visit visit) {
  const Table& table = registry.table(T::kind_of);
  table.all().visit_from(0, [&](std::uint32_t slot) {
    visit(static_cast<const T&>(table.at(slot)));
    return true;
  });
}

std::uint64_t inside(const Registry& registry, Kind kind, const Call& call) {
  return registry.table(kind).referring(field_of(kind, "call"), call.id).size();
}

}  // namespace

Usage usage_of(const Registry& registry) {
  Usage usage;
  each<User>(registry, [&](const User& user) {
    usage.licensed_users += has_license(registry, user) ? 1 : 0;
  });
  usage.participants = registry.table(Kind::participant).size();
  usage.call_legs = registry.table(Kind::call_leg).size();
  each<Call>(registry, [&](const Call& call) {
    ++usage.calls;
    usage.recordings += call.recording_status == Flag::yes ? 1 : 0;
    usage.streams += call.streaming_status == Flag::yes ? 1 : 0;
    const std::uint64_t people = inside(registry, Kind::participant, call);
    if (people == 0) return;  // nobody meets
    if (licensed_owner(registry, call) != nullptr) {
      ++usage.personal_calls;
      usage.personal_call_legs += inside(registry, Kind::call_leg, call);
    } else {
      ++(people > 2 ? usage.shared_large : usage.shared_small);
    }
  });
  return usage;
}

std::vector<PersonalUse> personal_uses(const Registry& registry) {
  std::map<std::uint64_t, PersonalUse> uses;  // by the ordinal of the user
  each<Call>(registry, [&](const Call& call) {
    const User* owner = licensed_owner(registry, call);
    if (owner == nullptr || inside(registry, Kind::participant, call) == 0) return;
    PersonalUse& use = uses[owner->ordinal];
    use.user = owner->id;
    ++use.calls;
  });
  std::vector<PersonalUse> list;
  for (const auto& [ordinal, use] : uses) list.push_back(use);
  return list;
}

UsageHistory::UsageHistory(const Env& env, const Registry& registry)
    : env_(env), registry_(registry), last_(five_minutes_of(env.clock.wall())) {}

void UsageHistory::look() {
  const WallTime due = five_minutes_of(env_.clock.wall());
  if (due == last_) return;
  last_ = due;
  snapshots_.push_front({due, usage_of(registry_)});
  if (snapshots_.size() <= limits::usage_snapshots) return;
  reached("usage.full");
  snapshots_.pop_back();
}

}  // namespace curia::callbridge
