// Who of the users of the server is behind a call leg, and what his userProfile lets him take part
// with.
#pragma once

#include "model/base/text.hpp"
#include "model/objects/call_leg.hpp"
#include "model/objects/co_space_user.hpp"
#include "model/objects/participant.hpp"
#include "model/objects/user.hpp"
#include "model/objects/user_profile.hpp"
#include "model/rules/inheritance.hpp"

namespace curia::call {

// The member, or whoever signed in; null for guests. `State` is a Registry or a Change.
template <class State>
const User* user_of(const State& state, const CallLeg& leg) {
  const auto* member =
      leg.co_space_user ? state.template find<CoSpaceUser>(leg.co_space_user) : nullptr;
  if (member != nullptr && member->user) return state.template find<User>(member->user);
  const auto* person = state.template find<Participant>(leg.participant);
  if (person == nullptr || person->user_jid.empty()) return nullptr;
  const auto users = state.holders(Index::jid, fold_case(person->user_jid));
  return users.empty() ? nullptr : static_cast<const User*>(users.front());
}

// Whatever the call says: decision 0062. `with` is one of the ...participationAllowed.
template <class State>
bool may_take_part(const State& state, const CallLeg& leg, Flag UserProfile::* with) {
  const User* user = user_of(state, leg);
  return user == nullptr ||
         in_force(profile_levels(state, Kind::user_profile, *user), with) != Flag::no;
}

}  // namespace curia::call
