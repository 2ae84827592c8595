#include "model/objects/co_space.hpp"

#include <algorithm>

#include "model/base/text.hpp"
#include "model/objects/user.hpp"
#include "model/registry/registry.hpp"
#include "model/rules/names.hpp"
#include "model/rules/rules.hpp"

namespace curia {
namespace {

void set_owner(SaveContext& save, CoSpace& space) {
  if (const std::string_view* jid = save.find("ownerJid")) {
    space.owner = Guid{};
    if (jid->empty()) return;
    const auto users = save.change.holders(Index::jid, fold_case(*jid));
    if (users.empty()) return save.fail("userDoesNotExist");
    space.owner = users.front()->id;
  }
  if (const std::string_view* ad_guid = save.find("ownerAdGuid")) {
    space.owner = Guid{};
    if (ad_guid->empty()) return;
    const Table& users = save.change.registry().table(Kind::user);
    users.all().visit_from(0, [&](std::uint32_t slot) {
      const auto& user = static_cast<const User&>(users.at(slot));
      if (to_string(user.ad_guid) == ascii_lower(*ad_guid)) space.owner = user.id;
      return !space.owner;
    });
    if (!space.owner) save.fail("userDoesNotExist");
  }
}

// The access method that new invitations use must be one of this coSpace.
void check_default_access_method(SaveContext& save, const CoSpace& space) {
  if (!space.default_access_method) return;
  const Object* method = save.change.find(Kind::access_method, space.default_access_method);
  if (method == nullptr || method->parent != space.id) save.fail("accessMethodDoesNotExist");
}

bool any_given(const SaveContext& save, std::initializer_list<std::string_view> names) {
  return std::ranges::any_of(names, [&](auto name) { return save.find(name) != nullptr; });
}

}  // namespace

void save_co_space(SaveContext& save) {
  auto& space = static_cast<CoSpace&>(save.after);
  set_owner(save, space);
  check_default_access_method(save, space);
  if (save.is_true("requireCallId") && space.call_id.empty())
    space.call_id = new_call_id(save.change, space);
  const Dialled dialled{space.call_id, space.secret, space.passcode};
  settle_secret(save, dialled);
  check_passcode(save, dialled, min_passcode_length(save.change, space, nullptr));
  if (save.find("tenant") != nullptr)
    check_all_names(save.change, space, save.failures);
  else if (any_given(save, {"uri", "secondaryUri", "callId", "passcode", "secret"}))
    check_names(save.change, space, save.failures);
}

std::string num_access_methods(const View& view, const Object& space) {
  const std::size_t count = view.registry.table(Kind::access_method).count_children(space.id);
  return count == 0 ? "" : std::to_string(count);
}

std::string owner_jid(const View& view, const Object& space) {
  const Guid& owner = static_cast<const CoSpace&>(space).owner;
  const User* user = owner ? view.registry.find<User>(owner) : nullptr;
  return user == nullptr ? "" : user->user_jid;
}

}  // namespace curia
