#include "model/ldap/own_space.hpp"

#include "model/objects/catalog.hpp"
#include "model/objects/co_space.hpp"
#include "model/objects/co_space_user.hpp"
#include "model/rules/names.hpp"

namespace curia {
namespace {

const CoSpace* own_space_of(const Change& change, const Guid& user) {
  const FieldSpec& field = field_of(Kind::co_space, "directoryUser");
  const auto spaces = change.referring(Kind::co_space, field, user);
  return spaces.empty() ? nullptr : static_cast<const CoSpace*>(spaces.front());
}

bool is_same(const CoSpace& a, const CoSpace& b) {
  return a.name == b.name && a.uri == b.uri && a.secondary_uri == b.secondary_uri &&
         a.call_id == b.call_id && a.secret == b.secret && a.tenant == b.tenant &&
         a.owner == b.owner && a.non_member_access == b.non_member_access &&
         a.auto_generated == b.auto_generated;
}

// What a member that came from a directory may do (api-conventions section 9).
void permit(CoSpaceUser& member) {
  member.auto_generated = Flag::yes;
  member.can_destroy = member.can_change_name = member.can_change_uri = member.can_change_call_id =
      member.can_remove_self = Flag::no;
  member.can_add_remove_member = member.can_change_passcode = member.can_delete_all_messages =
      Flag::yes;
  member.can_change_non_member_access_allowed = member.can_change_scope = Flag::no;
}

bool is_same(const CoSpaceUser& a, const CoSpaceUser& b) {
  return a.auto_generated == b.auto_generated && a.can_destroy == b.can_destroy &&
         a.can_change_name == b.can_change_name && a.can_change_uri == b.can_change_uri &&
         a.can_change_call_id == b.can_change_call_id && a.can_remove_self == b.can_remove_self &&
         a.can_add_remove_member == b.can_add_remove_member &&
         a.can_change_passcode == b.can_change_passcode &&
         a.can_delete_all_messages == b.can_delete_all_messages &&
         a.can_change_non_member_access_allowed == b.can_change_non_member_access_allowed &&
         a.can_change_scope == b.can_change_scope;
}

void put_member(Change& change, const Guid& space, const Guid& user) {
  for (const Object* child : change.children_of(Kind::co_space_user, space)) {
    const auto& member = static_cast<const CoSpaceUser&>(*child);
    if (member.user != user) continue;
    CoSpaceUser wanted = member;
    permit(wanted);
    if (!is_same(member, wanted)) permit(change.modify(member));
    return;
  }
  auto& member = change.create<CoSpaceUser>(space);
  member.user = user;
  permit(member);
}

}  // namespace

bool put_value(Kind kind, std::string_view field, Object& object, const std::string& value) {
  const FieldSpec& spec = field_of(kind, field);
  if (set_from_text(spec, object, value)) return true;
  (void)set_from_text(spec, object, "");
  return false;
}

OwnSpace put_own_space(Change& change, const LdapSource& source, const LdapPerson& person,
                       const Guid& user) {
  OwnSpace result;
  const CoSpace* space = own_space_of(change, user);
  if (person.space_name.empty()) {
    if (space != nullptr) change.erase(*space);
    return result;
  }
  CoSpace wanted = space != nullptr ? *space : CoSpace{};
  const std::pair<std::string_view, const std::string&> values[] = {
      {"name", person.space_name},
      {"uri", person.space_uri},
      {"secondaryUri", person.space_secondary_uri},
      {"callId", person.space_call_id}};
  for (const auto& [field, value] : values)
    if (!put_value(Kind::co_space, field, wanted, value)) ++result.left_out;
  if (wanted.call_id.empty())
    wanted.secret.clear();
  else if (wanted.secret.empty())
    wanted.secret = new_secret(change.random());
  wanted.tenant = source.tenant;
  wanted.owner = user;
  wanted.directory_user = user;
  wanted.auto_generated = Flag::yes;
  wanted.non_member_access = source.non_member_access == Flag::no ? Flag::no : Flag::yes;
  if (space == nullptr || !is_same(*space, wanted)) {
    CoSpace& made = space != nullptr ? change.modify(*space) : change.create<CoSpace>();
    wanted.id = made.id;
    wanted.kind = Kind::co_space;
    made = wanted;
    result.space = made.id;
  }
  put_member(change, result.space ? result.space : space->id, user);
  return result;
}

}  // namespace curia
