#include "model/call/membership.hpp"

#include <unordered_map>
#include <unordered_set>

#include "model/call/user_of.hpp"
#include "model/objects/call.hpp"
#include "model/rules/call.hpp"

namespace curia::call {
namespace {

const User* user_with(const Change& change, const std::string& jid) {
  if (jid.empty()) return nullptr;
  const auto users = change.holders(Index::jid, fold_case(jid));
  return users.empty() ? nullptr : static_cast<const User*>(users.front());
}

void set_member(Change& change, const CallLeg& leg, const Guid& member) {
  if (leg.co_space_user == member) return;
  auto& changed = change.modify(leg);
  changed.member_role = Guid{};
  changed.co_space_user = member;
}

}  // namespace

void follow_members(Change& change, const Guid& id) {
  const Call* call = change.find<Call>(id);
  if (call == nullptr || !call->co_space) return;
  std::unordered_map<Guid, Guid> members;  // by user
  for (const Object* member : change.children_of(Kind::co_space_user, call->co_space))
    members[static_cast<const CoSpaceUser*>(member)->user] = member->id;
  std::unordered_set<Guid> seen;
  for (const Object* object : call_legs_of(change, *call)) {
    const auto& leg = static_cast<const CallLeg&>(*object);
    const auto* person = change.find<Participant>(leg.participant);
    if (person == nullptr) continue;
    const User* user = user_with(change, person->user_jid);
    const auto found = user != nullptr ? members.find(user->id) : members.end();
    const Guid member = found != members.end() ? found->second : Guid{};
    set_member(change, leg, member);
    // A participant shows the access method of his first leg; that of a member is not shown.
    const Guid shown = member ? Guid{} : leg.access_method;
    if (seen.insert(person->id).second && person->access_method != shown)
      change.modify(*person).access_method = shown;
  }
}

}  // namespace curia::call
