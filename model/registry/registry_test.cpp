#include "model/registry/registry.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "model/base/text.hpp"
#include "model/objects/access_method.hpp"
#include "model/objects/catalog.hpp"
#include "model/objects/co_space.hpp"
#include "model/objects/dial_in_security_profile.hpp"
#include "model/objects/profiles.hpp"
#include "model/objects/tenant.hpp"
#include "model/objects/tenant_group.hpp"
#include "model/registry/codec.hpp"
#include "model/registry/testing/seeded_random.hpp"
#include "model/registry/testing/waiting_store.hpp"
#include "model/rules/rules.hpp"

namespace curia {
namespace {

class RegistryTest : public testing::Test {
 protected:
  RegistryTest() {
    registry.loaded([](Result<>) {});
    store.acknowledge();
  }

  // POST; the id of what was made, or the first reason.
  std::string post(Kind kind, Form form, const Guid& parent = {}) {
    Change change(registry, random);
    const auto made = create_object(change, spec_of(kind), parent, form);
    if (!made) return made.error().front().reason;
    const Guid id = (*made)->id;
    apply(std::move(change));
    return to_string(id);
  }
  std::string put(Kind kind, const std::string& id, Form form) {
    Change change(registry, random);
    const Object* object = registry.find(kind, parse_guid(id).value());
    const auto done = modify_object(change, *object, form);
    if (!done) return done.error().front().reason;
    apply(std::move(change));
    return "";
  }
  std::string erase(Kind kind, const std::string& id) {
    Change change(registry, random);
    const auto done = erase_object(change, *registry.find(kind, parse_guid(id).value()));
    if (!done) return done.error().front().reason;
    apply(std::move(change));
    return "";
  }
  void apply(Change change) {
    registry.apply(std::move(change), [](Result<>) {});
    if (acknowledging) store.acknowledge();
  }
  template <class T>
  const T* get(const std::string& id) {
    return registry.find<T>(parse_guid(id).value());
  }
  std::vector<std::string> dump() const {
    std::vector<std::string> out;
    for (const ObjectSpec& spec : catalog())
      registry.table(spec.kind).all().visit_from(0, [&](std::uint32_t slot) {
        out.push_back(encode(registry.table(spec.kind).at(slot)));
        return true;
      });
    return out;
  }

  SeededRandom random;
  WaitingStore store;
  Registry registry{store, random};
  bool acknowledging = true;
};

TEST_F(RegistryTest, NumericIdsComeWithSecretsAndGoWithThem) {
  const auto id = post(Kind::co_space, {{"NAME", "Sales"}, {"requireCallId", "true"}});
  const auto* space = get<CoSpace>(id);
  ASSERT_NE(space, nullptr);
  EXPECT_EQ(space->call_id.size(), 9u);
  EXPECT_EQ(space->secret.size(), 22u);
  EXPECT_EQ(space->non_member_access, Flag::yes);
  const std::string before = space->secret;
  EXPECT_EQ(put(Kind::co_space, id, {{"regenerateSecret", "true"}}), "");
  EXPECT_NE(space->secret, before);
  EXPECT_EQ(put(Kind::co_space, id, {{"callId", ""}}), "");
  EXPECT_EQ(space->secret, "");
  EXPECT_EQ(put(Kind::co_space, id, {{"secret", "chosen"}}), "parameterError");
}

TEST_F(RegistryTest, NamesAreUniquePerTenantAndPool) {
  const auto tenant = post(Kind::tenant, {{"name", "A"}});
  post(Kind::co_space, {{"uri", "Sales"}, {"callId", "100"}});
  EXPECT_EQ(post(Kind::co_space, {{"secondaryUri", "sales"}}), "duplicateCoSpaceUri");
  EXPECT_EQ(post(Kind::co_space, {{"callId", "100"}}), "duplicateCoSpaceId");
  EXPECT_EQ(post(Kind::co_space, {{"callId", "100"}, {"tenant", tenant}}), "duplicateCoSpaceId");
  const auto theirs = post(Kind::co_space, {{"uri", "sales"}, {"tenant", tenant}});
  EXPECT_NE(get<CoSpace>(theirs), nullptr);
  EXPECT_EQ(put(Kind::co_space, theirs, {{"tenant", ""}}), "duplicateCoSpaceUri");
  EXPECT_EQ(erase(Kind::tenant, tenant), "duplicateCoSpaceUri");
  const auto group = post(Kind::tenant_group, {});
  EXPECT_EQ(put(Kind::tenant, tenant, {{"tenantGroup", group}}), "");
  EXPECT_EQ(put(Kind::co_space, theirs, {{"callId", "100"}}), "");
  EXPECT_EQ(put(Kind::tenant, tenant, {{"tenantGroup", ""}}), "tenantGroupCoSpaceIdConflict");
  EXPECT_EQ(erase(Kind::tenant_group, group), "tenantGroupCoSpaceIdConflict");
}

TEST_F(RegistryTest, OneCoSpaceMaySharesItsNamesWhenPasscodesDiffer) {
  const auto id = post(Kind::co_space, {{"uri", "sales"}, {"callId", "1"}, {"passcode", "11"}});
  const Guid space = parse_guid(id).value();
  EXPECT_EQ(post(Kind::access_method, {{"uri", "sales"}, {"passcode", "11"}}, space),
            "duplicateCoSpaceUriPasscode");
  EXPECT_EQ(post(Kind::access_method, {{"callId", "1"}, {"passcode", "11"}}, space),
            "duplicateCoSpaceIdPasscode");
  const auto guest = post(Kind::access_method, {{"callId", "1"}, {"passcode", "22"}}, space);
  EXPECT_NE(get<AccessMethod>(guest), nullptr);
  EXPECT_EQ(put(Kind::co_space, id, {{"passcode", "22"}}), "duplicateCoSpaceIdPasscode");
  EXPECT_EQ(put(Kind::co_space, id, {{"defaultAccessMethod", guest}}), "");
  EXPECT_EQ(erase(Kind::access_method, guest), "");
  EXPECT_FALSE(get<CoSpace>(id)->default_access_method);
}

TEST_F(RegistryTest, PasscodesFollowTheLowestLevelThatSaysHowLong) {
  const auto strict = post(Kind::dial_in_security_profile, {{"minPasscodeLength", "4"}});
  const auto lax = post(Kind::dial_in_security_profile, {{"minPasscodeLength", "0"}});
  const auto old = post(Kind::co_space, {{"passcode", "1"}});
  put(Kind::profiles, to_string(registry.singleton<Profiles>().id),
      {{"dialInSecurityProfile", strict}});
  EXPECT_EQ(post(Kind::co_space, {{"passcode", "123"}}), "passcodeTooShort");
  EXPECT_EQ(post(Kind::co_space, {}), "passcodeTooShort");
  EXPECT_EQ(put(Kind::co_space, old, {{"name", "kept"}}), "");
  EXPECT_EQ(put(Kind::co_space, old, {{"passcode", "12"}}), "passcodeTooShort");
  EXPECT_NE(get<CoSpace>(post(Kind::co_space, {{"dialInSecurityProfile", lax}})), nullptr);
}

TEST_F(RegistryTest, ErasingClearsReferencesAndChildren) {
  const auto profile = post(Kind::call_leg_profile, {{"name", "guest"}});
  const auto space = post(Kind::co_space, {{"callLegProfile", profile}});
  const auto method = post(Kind::access_method, {{"uri", "x"}}, parse_guid(space).value());
  EXPECT_TRUE(registry.is_referred(Kind::call_leg_profile, parse_guid(profile).value()));
  EXPECT_EQ(erase(Kind::call_leg_profile, profile), "");
  EXPECT_FALSE(get<CoSpace>(space)->call_leg_profile);
  EXPECT_EQ(erase(Kind::co_space, space), "");
  EXPECT_EQ(get<AccessMethod>(method), nullptr);
  EXPECT_TRUE(registry.holders(Index::uri, "x").empty());
}

TEST_F(RegistryTest, UndoesEverythingThatTheStoreRefuses) {
  const auto kept = post(Kind::co_space, {{"uri", "kept"}, {"name", "old"}});
  const auto before = dump();
  acknowledging = false;
  const std::uint64_t durable = registry.applied();
  const auto fresh = post(Kind::co_space, {{"uri", "fresh"}});
  put(Kind::co_space, kept, {{"name", "new"}, {"uri", "moved"}});
  put(Kind::co_space, fresh, {{"name", "twice"}});
  erase(Kind::co_space, kept);
  bool woken = false, was_durable = true;
  registry.when_durable(registry.applied(), [&](bool durable_now) {
    woken = true;
    was_durable = durable_now;
  });
  EXPECT_TRUE(registry.is_durable(durable));
  EXPECT_FALSE(woken);
  store.fail_all();
  EXPECT_TRUE(woken);
  EXPECT_FALSE(was_durable);
  EXPECT_EQ(dump(), before);
  EXPECT_EQ(registry.holders(Index::uri, "kept").size(), 1u);
  EXPECT_TRUE(registry.holders(Index::uri, "fresh").empty());
  EXPECT_TRUE(registry.holders(Index::uri, "moved").empty());
  acknowledging = true;
  EXPECT_EQ(put(Kind::co_space, kept, {{"name", "newer"}}), "");
  EXPECT_TRUE(registry.is_durable(registry.applied()));
}

TEST_F(RegistryTest, IsTheSameAfterARestart) {
  const auto tenant = post(Kind::tenant, {{"name", "Zürich"}});
  const auto space = post(Kind::co_space, {{"uri", "sales"}, {"tenant", tenant}});
  post(Kind::access_method, {{"importance", "5"}}, parse_guid(space).value());
  erase(Kind::co_space, post(Kind::co_space, {}));
  WaitingStore empty;
  Registry again(empty, random);
  for (const auto& [ordinal, row] : store.rows) ASSERT_TRUE(again.load(row));
  for (const ObjectSpec& spec : catalog())
    EXPECT_EQ(again.table(spec.kind).size(), registry.table(spec.kind).size()) << spec.element;
  EXPECT_EQ(encode(*again.find(Kind::co_space, parse_guid(space).value())),
            encode(*get<CoSpace>(space)));
  StoreRow bad = store.rows.begin()->second;
  bad.value.resize(bad.value.size() / 2);
  Registry other(empty, random);
  EXPECT_EQ(other.load(bad).error().code, Errc::corrupt);
}

TEST_F(RegistryTest, FindsWhatAFilterNames) {
  std::vector<std::string> names = {"Team Alpha", "team beta", "Überblick", "a", "AB", ""};
  for (std::size_t i = 0; i < names.size(); ++i)
    post(Kind::co_space, {{"name", names[i]}, {"uri", "room" + std::to_string(i)}});
  Table& table = registry.table(Kind::co_space);
  for (std::string_view needle :
       {"a", "ab", "tea", "TEAM", "team b", "über", "m3", "room", "zz", "eam al"}) {
    std::size_t expected = 0;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const std::string folded = fold_case(needle);
      expected += fold_case(names[i]).find(folded) != std::string::npos ||
                  ("room" + std::to_string(i)).find(folded) != std::string::npos;
    }
    EXPECT_EQ(table.matching(needle).size(), expected) << needle;
    EXPECT_EQ(table.matching(needle).size(), expected) << needle << " from what was kept";
  }
  // A kept search follows later writes.
  EXPECT_EQ(table.matching("team").size(), 2u);
  post(Kind::co_space, {{"name", "A third team"}});
  EXPECT_EQ(table.matching("team").size(), 3u);
}

}  // namespace
}  // namespace curia
