#include "model/call/membership.hpp"

#include <unordered_map>

#include "model/call/user_of.hpp"
#include "model/objects/call.hpp"
#include "model/rules/call.hpp"

namespace curia::call {
namespace {

const User* user_with(const Change& change, const std::string& jid) {
  if (jid.empty()) return nullptr;
  const auto users = change.holders(Index::jid, ascii_lower(jid));
  return users.empty() ? nullptr : static_cast<const User*>(users.front());
}

// The access method of a member is not shown on his participant.
void set_member(Change& change, const CallLeg& leg, const Participant& person, const Guid& member) {
  auto& changed = change.modify(leg);
  if (changed.co_space_user != member) changed.member_role = Guid{};
  changed.co_space_user = member;
  change.modify(person).access_method = member ? Guid{} : leg.access_method;
}

}  // namespace

void follow_members(Change& change, const Guid& id) {
  const Call* call = change.find<Call>(id);
  if (call == nullptr || !call->co_space) return;
  std::unordered_map<Guid, Guid> members;  // by user
  for (const Object* member : change.children_of(Kind::co_space_user, call->co_space))
    members[static_cast<const CoSpaceUser*>(member)->user] = member->id;
  for (const Object* object : call_legs_of(change, *call)) {
    const auto& leg = static_cast<const CallLeg&>(*object);
    const auto* person = change.find<Participant>(leg.participant);
    if (person == nullptr) continue;
    const User* user = user_with(change, person->user_jid);
    const auto found = user != nullptr ? members.find(user->id) : members.end();
    const Guid member = found != members.end() ? found->second : Guid{};
    const bool shows_method = !member && leg.access_method;
    if (member != leg.co_space_user || static_cast<bool>(person->access_method) != shows_method)
      set_member(change, leg, *person, member);
  }
}

}  // namespace curia::call
