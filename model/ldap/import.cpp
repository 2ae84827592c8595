#include "model/ldap/import.hpp"

#include <algorithm>
#include <map>

#include "model/base/reached.hpp"
#include "model/base/text.hpp"
#include "model/ldap/own_space.hpp"
#include "model/objects/catalog.hpp"
#include "model/objects/co_space.hpp"
#include "model/objects/ldap_source.hpp"
#include "model/objects/user.hpp"
#include "model/objects/user_co_space_template.hpp"
#include "model/registry/registry.hpp"
#include "model/rules/names.hpp"
#include "model/rules/uri_space.hpp"

namespace curia {
namespace {

bool is_same(const User& a, const User& b) {
  return a.user_jid == b.user_jid && a.name == b.name && a.email == b.email &&
         a.tenant == b.tenant && a.authentication_id == b.authentication_id &&
         a.user_profile == b.user_profile && a.cdr_tag == b.cdr_tag && a.ad_guid == b.ad_guid &&
         a.ldap_source == b.ldap_source;
}

class Import {
 public:
  Import(Change& change, const LdapSource& source, const LdapHarvest& harvest)
      : change_(change), source_(source), harvest_(harvest) {}

  LdapOutcome run() {
    if (!take_people()) return outcome_;
    know_again();
    for (auto& [jid, item] : items_)
      if (item.user == nullptr) ++outcome_.made;
    for (const User* gone : gone_) {
      change_.erase(*gone);
      ++outcome_.removed;
    }
    for (auto& [jid, item] : items_) {
      put_user(item);
      put_space(item);
      put_templates(item);
      change_.settle();
    }
    check_users();
    check_spaces();
    outcome_.people = items_.size();
    return outcome_;
  }

 private:
  struct Item {
    const LdapPerson* person;
    const User* user = nullptr;  // as it was; null when new
    Guid id{};                   // of the user that will be
  };

  bool clash(const std::string& why) {
    reached("ldap.clash");
    if (outcome_.failure != LdapSyncFailure::unset) return false;
    outcome_.failure = LdapSyncFailure::clash_occurred;
    outcome_.reason = why;
    return false;
  }

  bool take_people() {
    for (const LdapPerson& person : harvest_.people) {
      if (!is_jid(person.jid)) {
        ++outcome_.passed_over;
        continue;
      }
      const auto [at, is_new] = items_.emplace(fold_case(person.jid), Item{&person});
      if (!is_new)
        return clash("'" + person.dn + "' and '" + at->second.person->dn + "' have the same JID " +
                     person.jid);
    }
    return true;
  }

  // Which person is which user of this source.
  void know_again() {
    std::map<Guid, const User*> by_guid;
    std::map<std::string, const User*> by_jid;
    std::set<const User*> left;
    const FieldSpec& from = field_of(Kind::user, "ldapSource");
    for (const Object* object : change_.referring(Kind::user, from, source_.id)) {
      const auto* user = static_cast<const User*>(object);
      left.insert(user);
      gone_.push_back(user);
      if (user->ad_guid) by_guid.emplace(user->ad_guid, user);
      by_jid.emplace(fold_case(user->user_jid), user);
    }
    const auto settle_by = [&](auto find) {
      for (auto& [jid, item] : items_) {
        if (item.user != nullptr) continue;
        const User* user = find(jid, *item.person);
        if (user != nullptr && left.erase(user) > 0) item.user = user;
      }
    };
    settle_by([&](const std::string&, const LdapPerson& person) {
      const auto at = by_guid.find(person.ad_guid);
      return at == by_guid.end() ? nullptr : at->second;
    });
    settle_by([&](const std::string& jid, const LdapPerson&) {
      const auto at = by_jid.find(jid);
      return at == by_jid.end() ? nullptr : at->second;
    });
    std::erase_if(gone_, [&](const User* user) { return !left.contains(user); });
  }

  void put(Kind kind, std::string_view field, Object& object, const std::string& value) {
    if (!put_value(kind, field, object, value)) ++outcome_.left_out;
  }

  void put_user(Item& item) {
    User wanted = item.user != nullptr ? *item.user : User{};
    const LdapPerson& person = *item.person;
    wanted.user_jid = person.jid;
    put(Kind::user, "name", wanted, person.name);
    put(Kind::user, "email", wanted, person.email);
    put(Kind::user, "authenticationId", wanted, person.authentication_id);
    put(Kind::user, "cdrTag", wanted, person.cdr_tag);
    wanted.tenant = source_.tenant;
    wanted.user_profile = source_.user_profile;
    wanted.ad_guid = person.ad_guid;
    wanted.ldap_source = source_.id;
    if (item.user != nullptr && is_same(*item.user, wanted)) {
      item.id = item.user->id;
      return;
    }
    outcome_.changed += item.user != nullptr ? 1 : 0;
    User& user = item.user != nullptr ? change_.modify(*item.user) : change_.create<User>();
    item.id = wanted.id = user.id;
    wanted.kind = Kind::user;
    user = wanted;
    users_.push_back(item.id);
  }

  void put_space(const Item& item) {
    const OwnSpace made = put_own_space(change_, source_, *item.person, item.id);
    outcome_.left_out += made.left_out;
    if (made.space) spaces_.push_back(made.space);
  }

  void put_templates(const Item& item) {
    std::set<Guid> wanted;
    for (const auto& [id, dns] : harvest_.templates)
      if (dns.contains(item.person->dn) && change_.find(Kind::co_space_template, id) != nullptr)
        wanted.insert(id);
    for (const Object* child : change_.children_of(Kind::user_co_space_template, item.id)) {
      const auto& given = static_cast<const UserCoSpaceTemplate&>(*child);
      const bool is_wanted = wanted.erase(given.co_space_template) > 0;
      if (!is_wanted && given.auto_generated == Flag::yes) change_.erase(given);
    }
    for (const Guid& id : wanted) {
      auto& given = change_.create<UserCoSpaceTemplate>(item.id);
      given.co_space_template = id;
      given.auto_generated = Flag::yes;
    }
  }

  void check_users() {
    for (const Guid& id : users_) {
      const User& user = *change_.find<User>(id);
      const std::string jid = fold_case(user.user_jid);
      for (const Object* other : change_.holders(Index::jid, jid))
        if (other->id != id) clash("another user has the JID " + user.user_jid);
      for (const Object* other : change_.holders(Index::uri, jid.substr(0, jid.find('@'))))
        if (overlap(change_, {.tenant = user.tenant}, uri_space_of(change_, *other)))
          clash("something else has the address that begins the JID " + user.user_jid);
    }
  }

  void check_spaces() {
    for (const Guid& id : spaces_) {
      const CoSpace& space = *change_.find<CoSpace>(id);
      Failures failures;
      check_names(change_, space, failures);
      if (!failures.empty()) clash("the coSpace '" + space.name + "': " + failures.front().reason);
    }
  }

  Change& change_;
  const LdapSource& source_;
  const LdapHarvest& harvest_;
  LdapOutcome outcome_;
  std::map<std::string, Item> items_;  // by JID in lower case
  std::vector<const User*> gone_;
  std::vector<Guid> users_;   // new or changed
  std::vector<Guid> spaces_;  // new or changed
};

}  // namespace

LdapOutcome import_people(Change& change, const Guid& source, const LdapHarvest& harvest) {
  const auto* found = change.find<LdapSource>(source);
  if (found == nullptr) {
    LdapOutcome outcome;
    outcome.failure = LdapSyncFailure::ldap_source_does_not_exist;
    outcome.reason = "the ldapSource was deleted meanwhile";
    return outcome;
  }
  return Import(change, *found, harvest).run();
}

std::size_t remove_users_without_source(Change& change) {
  const Table& users = change.registry().table(Kind::user);
  std::vector<const Object*> gone;
  users.all().visit_from(0, [&](std::uint32_t slot) {
    if (!static_cast<const User&>(users.at(slot)).ldap_source) gone.push_back(&users.at(slot));
    return true;
  });
  for (const Object* user : gone) change.erase(*user);
  return gone.size();
}

}  // namespace curia
