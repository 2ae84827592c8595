#include "model/objects/co_space_user.hpp"

#include "model/base/text.hpp"
#include "model/objects/user.hpp"
#include "model/registry/registry.hpp"
#include "model/rules/rules.hpp"

namespace curia {

void save_co_space_user(SaveContext& save) {
  auto& member = static_cast<CoSpaceUser&>(save.after);
  if (save.before != nullptr) return;
  const auto users = save.change.holders(Index::jid, fold_case(*save.find("userJid")));
  if (users.empty()) return save.fail("userDoesNotExist");
  member.user = users.front()->id;
  for (const Object* other : save.change.children_of(Kind::co_space_user, member.parent))
    if (other->id != member.id && static_cast<const CoSpaceUser*>(other)->user == member.user)
      save.fail(parameter_error("userJid", "invalidValue"));
}

std::string member_jid(const View& view, const Object& member) {
  const User* user = view.registry.find<User>(static_cast<const CoSpaceUser&>(member).user);
  return user == nullptr ? "" : user->user_jid;
}

}  // namespace curia
