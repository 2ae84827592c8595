#include <gtest/gtest.h>

#include "model/ldap/import.hpp"
#include "model/ldap/query.hpp"
#include "model/objects/catalog.hpp"
#include "model/objects/co_space.hpp"
#include "model/objects/co_space_user.hpp"
#include "model/objects/user.hpp"
#include "model/objects/user_co_space_template.hpp"
#include "model/registry/registry.hpp"
#include "model/registry/testing/seeded_random.hpp"
#include "model/registry/testing/waiting_store.hpp"
#include "model/rules/rules.hpp"

namespace curia {
namespace {

std::string expanded(std::string_view text, const DirectoryEntry& entry) {
  const auto parsed = MappingTemplate::parse(text);
  if (!parsed) return std::string(name_of(parsed.error().code));
  const auto value = parsed->expand(entry);
  return value ? *value : std::string(name_of(value.error().code));
}

TEST(MappingTemplateTest, PutsAttributesIn) {
  const DirectoryEntry ann{"uid=ann", {{"uid", {"ann", "second"}}, {"sn", {"O'Neil"}}}};
  EXPECT_EQ(expanded("$uid$@example.com", ann), "ann@example.com");
  EXPECT_EQ(expanded("$UID$.$sn$", ann), "ann.O'Neil");
  EXPECT_EQ(expanded("<$mail$>", ann), "<>");
  EXPECT_EQ(expanded("no attribute", ann), "no attribute");
  EXPECT_EQ(expanded("$$5 for $uid$", ann), "$5 for ann");
  EXPECT_EQ(expanded("$uid", ann), "$uid");
  EXPECT_EQ(expanded("a $ b $uid$ c", ann), "a $ b ann c");
  EXPECT_EQ(expanded("", ann), "");
  EXPECT_EQ(expanded("$uid$", {"x", {{"uid", {"\xff\xfe", "text"}}}}), "text");
}

TEST(MappingTemplateTest, ReplacesWhatARegularExpressionFinds) {
  const DirectoryEntry ann{"x", {{"uid", {"x-ann/7"}}, {"telephonenumber", {"+44 20 79"}}}};
  EXPECT_EQ(expanded("$uid|'/^x-//'$", ann), "ann/7");
  EXPECT_EQ(expanded(R"($uid|'/\/.*$//'|'/^x-/Dr. /'$!)", ann), "Dr. ann!");
  EXPECT_EQ(expanded(R"($telephoneNumber|'/[^0-9]//'$)", ann), "442079");
  EXPECT_EQ(expanded(R"($uid|'/x-(a)(n*)/\2\1/'$)", ann), "nna/7");
  EXPECT_EQ(expanded("$uid|'/(/x/'$", ann), "invalid_value");
  EXPECT_EQ(expanded(R"($uid|'/a/\3/'$)", ann), "invalid_value");
  EXPECT_EQ(expanded("$uid|'/a/b$", ann), "$uid|'/a/b$");
}

TEST(PersonReaderTest, ReadsGuidsAsTheirDirectoriesWriteThem) {
  const auto reader = PersonReader::compile({});
  const std::string bytes("\x33\x22\x11\x00\x55\x44\x77\x66\x88\x99\xaa\xbb\xcc\xdd\xee\xff", 16);
  EXPECT_EQ(to_string(reader->read({"x", {{"objectguid", {bytes}}}})->ad_guid),
            "00112233-4455-6677-8899-aabbccddeeff");
  EXPECT_EQ(
      to_string(
          reader->read({"x", {{"entryuuid", {"00112233-4455-6677-8899-aabbccddeeff"}}}})->ad_guid),
      "00112233-4455-6677-8899-aabbccddeeff");
  EXPECT_FALSE(reader->read({"x", {{"objectguid", {"short"}}}})->ad_guid);
}

TEST(LdapQueryTest, FiltersGetParentheses) {
  EXPECT_EQ(both_filters("", ""), "(objectClass=*)");
  EXPECT_EQ(both_filters("uid=a", ""), "(uid=a)");
  EXPECT_EQ(both_filters("", "(uid=a)"), "(uid=a)");
  EXPECT_EQ(both_filters("uid=a", "(|(b=1)(c=2))"), "(&(uid=a)(|(b=1)(c=2)))");
}

LdapPerson person(const std::string& uid, bool has_space = true) {
  LdapPerson made;
  made.dn = "uid=" + uid;
  made.jid = uid + "@example.com";
  made.name = "Person " + uid;
  if (has_space) {
    made.space_name = uid + "'s space";
    made.space_uri = uid + ".space";
  }
  return made;
}

class ImportTest : public testing::Test {
 protected:
  ImportTest() {
    registry.loaded([](Result<>) {});
    store.acknowledge_all();
    const Guid server =
        post(Kind::ldap_server,
             {{"address", "ldap.example.com"}, {"portNumber", "389"}, {"secure", "false"}});
    const Guid mapping = post(Kind::ldap_mapping, {});
    source = post(
        Kind::ldap_source,
        {{"server", to_string(server)}, {"mapping", to_string(mapping)}, {"baseDn", "dc=example"}});
    other = post(
        Kind::ldap_source,
        {{"server", to_string(server)}, {"mapping", to_string(mapping)}, {"baseDn", "dc=other"}});
  }
  Guid post(Kind kind, const Form& form) {
    Change change(registry, random);
    const auto made = create_object(change, spec_of(kind), {}, form);
    EXPECT_TRUE(made);
    const Guid id = made ? (*made)->id : Guid{};
    apply(std::move(change));
    return id;
  }
  void apply(Change change) {
    registry.apply(std::move(change), [](Result<> stored) { EXPECT_TRUE(stored); });
    store.acknowledge_all();
  }
  LdapOutcome import(const Guid& from, LdapHarvest harvest) {
    Change change(registry, random);
    LdapOutcome outcome = import_people(change, from, harvest);
    store.writes = 0;
    if (outcome.failure == LdapSyncFailure::unset && !change.empty()) apply(std::move(change));
    return outcome;
  }
  const User* user(const std::string& jid) {
    const auto found = registry.holders(Index::jid, jid);
    return found.empty() ? nullptr : static_cast<const User*>(found.front());
  }
  std::size_t size(Kind kind) const { return registry.table(kind).size(); }

  SeededRandom random;
  WaitingStore store;
  Registry registry{store, random};
  Guid source, other;
};

TEST_F(ImportTest, MakesUsersAndTheirSpaces) {
  const auto outcome = import(source, {{person("ann"), person("bob", false)}, {}});
  EXPECT_EQ(outcome.made, 2u);
  EXPECT_EQ(size(Kind::user), 2u);
  ASSERT_EQ(size(Kind::co_space), 1u);
  const User* ann = user("ann@example.com");
  ASSERT_NE(ann, nullptr);
  EXPECT_EQ(ann->ldap_source, source);
  const auto& space = static_cast<const CoSpace&>(*registry.holders(Index::uri, "ann.space").at(0));
  EXPECT_EQ(space.owner, ann->id);
  EXPECT_EQ(space.auto_generated, Flag::yes);
  const auto members = registry.table(Kind::co_space_user).children_of(space.id);
  ASSERT_EQ(members.size(), 1u);
  const auto& member = static_cast<const CoSpaceUser&>(*members.front());
  EXPECT_EQ(member.user, ann->id);
  EXPECT_EQ(member.can_add_remove_member, Flag::yes);
  EXPECT_EQ(member.can_destroy, Flag::no);
}

TEST_F(ImportTest, NoNewsCostNoWrite) {
  import(source, {{person("ann"), person("bob")}, {}});
  const auto again = import(source, {{person("ann"), person("bob")}, {}});
  EXPECT_EQ(again.made + again.changed + again.removed, 0u);
  EXPECT_EQ(store.writes, 0u);
}

TEST_F(ImportTest, WhoIsGoneGoesWithTheOwnSpace) {
  import(source, {{person("ann"), person("bob")}, {}});
  import(other, {{person("eve")}, {}});
  const auto outcome = import(source, {{person("bob")}, {}});
  EXPECT_EQ(outcome.removed, 1u);
  EXPECT_EQ(user("ann@example.com"), nullptr);
  EXPECT_NE(user("eve@example.com"), nullptr);
  EXPECT_EQ(size(Kind::co_space), 2u);
  EXPECT_EQ(size(Kind::co_space_user), 2u);
  auto bob = person("bob");
  bob.space_name = "";
  import(source, {{bob}, {}});
  EXPECT_EQ(size(Kind::co_space), 1u);
}

TEST_F(ImportTest, NamesMayChangeHands) {
  auto ann = person("ann"), bob = person("bob");
  import(source, {{ann, bob}, {}});
  std::swap(ann.space_uri, bob.space_uri);
  const auto outcome = import(source, {{ann, bob}, {}});
  EXPECT_EQ(outcome.failure, LdapSyncFailure::unset) << outcome.reason;
  const auto& space = static_cast<const CoSpace&>(*registry.holders(Index::uri, "ann.space").at(0));
  EXPECT_EQ(space.owner, user("bob@example.com")->id);
}

TEST_F(ImportTest, WhoIsRenamedStaysTheSame) {
  auto ann = person("ann");
  ann.ad_guid.bytes[0] = 7;
  import(source, {{ann}, {}});
  const Guid id = user("ann@example.com")->id;
  ann.jid = "ann.smith@example.com";
  const auto outcome = import(source, {{ann}, {}});
  EXPECT_EQ(outcome.changed, 1u);
  EXPECT_EQ(user("ann.smith@example.com")->id, id);
  EXPECT_EQ(size(Kind::co_space), 1u);
}

TEST_F(ImportTest, AClashChangesNothing) {
  import(source, {{person("ann")}, {}});
  const auto fails = [&](const Guid& from, LdapHarvest harvest) {
    const auto outcome = import(from, std::move(harvest));
    EXPECT_FALSE(outcome.reason.empty());
    return outcome.failure == LdapSyncFailure::clash_occurred;
  };
  EXPECT_TRUE(fails(other, {{person("eve"), person("ann")}, {}}));
  auto twin = person("ANN");
  twin.dn = "uid=twin";
  EXPECT_TRUE(fails(source, {{person("ann"), twin}, {}}));
  auto thief = person("thief");
  thief.space_uri = "ann.space";
  EXPECT_TRUE(fails(other, {{thief}, {}}));
  post(Kind::co_space, {{"uri", "eve"}});
  EXPECT_TRUE(fails(other, {{person("eve", false)}, {}}));
  EXPECT_EQ(size(Kind::user), 1u);
  EXPECT_EQ(size(Kind::co_space), 2u);
}

TEST_F(ImportTest, WhatDoesNotFitIsLeftOut) {
  auto ann = person("ann"), nobody = person("nobody");
  ann.space_uri = "not a uri";
  ann.space_call_id = "letters";
  nobody.jid = "@example.com";
  const auto outcome = import(source, {{ann, nobody}, {}});
  EXPECT_EQ(outcome.left_out, 2u);
  EXPECT_EQ(outcome.passed_over, 1u);
  EXPECT_EQ(size(Kind::user), 1u);
  EXPECT_EQ(size(Kind::co_space), 1u);
}

TEST_F(ImportTest, TemplatesFollowTheirFilters) {
  const Guid simple = post(Kind::co_space_template, {{"name", "Simple"}});
  const auto templates = [&] {
    return registry.table(Kind::user_co_space_template)
        .children_of(user("ann@example.com")->id)
        .size();
  };
  import(source, {{person("ann"), person("bob")}, {{simple, {"uid=ann"}}}});
  EXPECT_EQ(templates(), 1u);
  import(source, {{person("ann"), person("bob")}, {{simple, {"uid=ann"}}}});
  EXPECT_EQ(templates(), 1u);
  import(source, {{person("ann"), person("bob")}, {{simple, {"uid=bob"}}}});
  EXPECT_EQ(templates(), 0u);
}

TEST_F(ImportTest, UsersOfAGoneSourceGoWhenAllIsImported) {
  import(source, {{person("ann")}, {}});
  import(other, {{person("eve")}, {}});
  Change gone(registry, random);
  gone.erase(*registry.find(Kind::ldap_source, source));
  apply(std::move(gone));
  EXPECT_NE(user("ann@example.com"), nullptr);
  Change change(registry, random);
  EXPECT_EQ(remove_users_without_source(change), 1u);
  apply(std::move(change));
  EXPECT_EQ(user("ann@example.com"), nullptr);
  EXPECT_EQ(size(Kind::co_space), 1u);
}

TEST_F(ImportTest, TenThousandPeopleAreOneChange) {
  LdapHarvest harvest;
  for (int i = 0; i < 10000; ++i) harvest.people.push_back(person("p" + std::to_string(i)));
  EXPECT_EQ(import(source, harvest).made, 10000u);
  EXPECT_EQ(import(source, harvest).changed, 0u);
  EXPECT_EQ(import(source, {}).removed, 10000u);
}

}  // namespace
}  // namespace curia
