// Which levels have a say about each kind of profile, and that the lowest one counts.
#include "model/rules/inheritance.hpp"

#include <gtest/gtest.h>

#include "model/objects/catalog.hpp"
#include "model/objects/compatibility_profile.hpp"
#include "model/objects/dtmf_profile.hpp"
#include "model/objects/ivr.hpp"
#include "model/objects/ivr_branding_profile.hpp"
#include "model/objects/profiles.hpp"
#include "model/objects/tenant.hpp"
#include "model/objects/user_profile.hpp"
#include "model/objects/web_bridge.hpp"
#include "model/registry/registry.hpp"
#include "model/registry/testing/seeded_random.hpp"
#include "model/registry/testing/waiting_store.hpp"
#include "model/rules/rules.hpp"

namespace curia {
namespace {

constexpr Kind profile_kinds[] = {
    Kind::call_leg_profile,      Kind::call_profile, Kind::call_branding_profile,
    Kind::compatibility_profile, Kind::dtmf_profile, Kind::dial_in_security_profile,
    Kind::ivr_branding_profile,  Kind::user_profile, Kind::web_bridge_profile};

class InheritanceTest : public testing::Test {
 protected:
  InheritanceTest() {
    registry.loaded([](Result<>) {});
    store.acknowledge_all();
    tenant = post(Kind::tenant, {{"name", "Acme"}});
    act([&](Change& change) {
      auto& made = change.create<User>();
      made.user_jid = "ann@example.com";
      made.tenant = tenant;
      user = made.id;
    });
    const std::string of_tenant = to_string(tenant);
    space = post(Kind::co_space, {{"name", "Board"}, {"tenant", of_tenant}});
    method = post(Kind::access_method, {}, space);
    member = post(Kind::co_space_user, {{"userJid", "ann@example.com"}}, space);
    ivr = post(Kind::ivr, {{"uri", "menu"}, {"tenant", of_tenant}});
    web_bridge = post(Kind::web_bridge, {{"url", "https://meet.example"}, {"tenant", of_tenant}});
    call = post(Kind::call, {{"coSpace", to_string(space)}});
  }

  template <class Act>
  void act(Act act) {
    Change change(registry, random);
    act(change);
    registry.apply(std::move(change), [](Result<>) {});
    store.acknowledge_all();
  }
  Guid post(Kind kind, const Form& form, const Guid& parent = {}) {
    Guid id;
    act([&](Change& change) {
      const auto made = create_object(change, spec_of(kind), parent, form);
      ASSERT_TRUE(made) << made.error().front().reason;
      id = (*made)->id;
    });
    return id;
  }
  void put(Kind kind, const Guid& id, const Form& form) {
    act([&](Change& change) {
      const auto done = modify_object(change, *registry.find(kind, id), form);
      ASSERT_TRUE(done) << done.error().front().reason;
    });
  }

  struct Place {
    std::string name;
    Kind kind;
    Guid id;
  };
  std::vector<Place> places() const {
    return {{"system", Kind::profiles, registry.singleton<Profiles>().id},
            {"tenant", Kind::tenant, tenant},
            {"coSpace", Kind::co_space, space},
            {"accessMethod", Kind::access_method, method},
            {"member", Kind::co_space_user, member},
            {"ivr", Kind::ivr, ivr},
            {"user", Kind::user, user},
            {"webBridge", Kind::web_bridge, web_bridge},
            {"call", Kind::call, call}};
  }

  // A profile of this kind at every place that can have one; the places by the profile's id.
  std::map<Guid, std::string> set_everywhere(Kind profile) {
    std::map<Guid, std::string> names;
    for (const Place& place : places())
      for (const FieldSpec& field : spec_of(place.kind).fields) {
        if (field.target != profile || !field.is_stored()) continue;
        const Guid id = post(profile, {});
        names[id] = place.name;
        act([&](Change& change) {
          set_reference(field, change.modify(*registry.find(place.kind, place.id)), id);
        });
      }
    return names;
  }
  std::string levels(Kind profile, const std::map<Guid, std::string>& names,
                     const std::string& at) {
    std::string text;
    for (const Place& place : places())
      if (place.name == at)
        for (const Object* level :
             profile_levels(registry, profile, *registry.find(place.kind, place.id)))
          text += (text.empty() ? "" : " ") + names.at(level->id);
    return text;
  }

  SeededRandom random;
  WaitingStore store;
  Registry registry{store, random};
  Guid tenant, space, method, member, ivr, user, web_bridge, call;
};

TEST_F(InheritanceTest, LevelsAreThoseOfTheTable) {
  std::map<Kind, std::map<Guid, std::string>> names;
  for (const Kind kind : profile_kinds) names[kind] = set_everywhere(kind);
  const auto at = [&](Kind kind, const std::string& place) {
    return levels(kind, names.at(kind), place);
  };
  for (const Kind kind : profile_kinds) EXPECT_EQ(at(kind, "system"), "system");
  EXPECT_EQ(at(Kind::call_leg_profile, "accessMethod"), "accessMethod coSpace tenant system");
  EXPECT_EQ(at(Kind::call_leg_profile, "member"), "member coSpace tenant system");
  EXPECT_EQ(at(Kind::call_profile, "call"), "coSpace tenant system");
  EXPECT_EQ(at(Kind::call_profile, "accessMethod"), "coSpace tenant system");
  EXPECT_EQ(at(Kind::call_branding_profile, "coSpace"), "coSpace tenant system");
  EXPECT_EQ(at(Kind::dtmf_profile, "call"), "tenant system");
  EXPECT_EQ(at(Kind::dtmf_profile, "accessMethod"), "tenant system");
  EXPECT_EQ(at(Kind::ivr_branding_profile, "ivr"), "ivr tenant system");
  EXPECT_EQ(at(Kind::ivr_branding_profile, "coSpace"), "tenant system");
  EXPECT_EQ(at(Kind::user_profile, "user"), "user tenant system");
  EXPECT_EQ(at(Kind::compatibility_profile, "call"), "system");
  EXPECT_EQ(at(Kind::compatibility_profile, "tenant"), "system");
  EXPECT_EQ(at(Kind::dial_in_security_profile, "accessMethod"),
            "accessMethod coSpace tenant system");
  EXPECT_EQ(at(Kind::web_bridge_profile, "webBridge"), "webBridge tenant system");
  EXPECT_EQ(at(Kind::web_bridge_profile, "tenant"), "tenant system");
}

TEST_F(InheritanceTest, ALevelWithoutAProfileIsSkipped) {
  const auto names = set_everywhere(Kind::dial_in_security_profile);
  put(Kind::tenant, tenant, {{"dialInSecurityProfile", ""}});
  EXPECT_EQ(levels(Kind::dial_in_security_profile, names, "accessMethod"),
            "accessMethod coSpace system");
  put(Kind::co_space, space, {{"tenant", ""}});
  EXPECT_EQ(levels(Kind::dial_in_security_profile, names, "coSpace"), "coSpace system");
}

TEST_F(InheritanceTest, EachParameterIsTakenFromTheLowestThatSetsIt) {
  const Guid low = post(Kind::dtmf_profile, {{"muteSelfAudio", "*1"}, {"lockCall", ""}});
  const Guid high = post(Kind::dtmf_profile, {{"muteSelfAudio", "*9"}, {"lockCall", "#5"}});
  put(Kind::tenant, tenant, {{"dtmfProfile", to_string(low)}});
  put(Kind::profiles, registry.singleton<Profiles>().id, {{"dtmfProfile", to_string(high)}});
  const Levels in_call =
      profile_levels(registry, Kind::dtmf_profile, *registry.find(Kind::call, call));
  EXPECT_EQ(in_force(in_call, &DtmfProfile::mute_self_audio), "*1");
  EXPECT_EQ(in_force(in_call, &DtmfProfile::lock_call), "#5");
  EXPECT_EQ(in_force(in_call, &DtmfProfile::end_call), "");
  EXPECT_EQ(text_in_force(field_of(Kind::dtmf_profile, "lockCall"), in_call), "#5");

  const Guid licensed = post(Kind::user_profile, {{"hasLicense", "true"}});
  const Guid silent = post(Kind::user_profile, {{"audioParticipationAllowed", "false"}});
  const auto is_licensed = [&] { return has_license(registry, *registry.find<User>(user)); };
  EXPECT_FALSE(is_licensed());
  put(Kind::profiles, registry.singleton<Profiles>().id, {{"userProfile", to_string(licensed)}});
  put(Kind::tenant, tenant, {{"userProfile", to_string(silent)}});
  EXPECT_TRUE(is_licensed());
  put(Kind::user_profile, silent, {{"hasLicense", "false"}});
  EXPECT_FALSE(is_licensed());
}

TEST_F(InheritanceTest, ACallKeepsTheTenantThatItBeganWith) {
  const auto names = set_everywhere(Kind::call_profile);
  put(Kind::co_space, space, {{"callProfile", ""}, {"tenant", ""}});
  EXPECT_EQ(levels(Kind::call_profile, names, "call"), "tenant system");
  EXPECT_EQ(levels(Kind::call_profile, names, "coSpace"), "system");
}

}  // namespace
}  // namespace curia
