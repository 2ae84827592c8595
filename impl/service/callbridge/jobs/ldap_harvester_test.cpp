#include "impl/service/callbridge/jobs/ldap_harvester.hpp"

#include <gtest/gtest.h>

#include <optional>

#include "model/objects/ldap_mapping.hpp"
#include "sim/world/world.hpp"

namespace curia::callbridge {
namespace {

constexpr const char* root = "dc=example";

class LdapHarvesterTest : public testing::Test {
 protected:
  void add_people(int count) {
    tree.add({root, {{"dc", {"example"}}}});
    for (int i = 0; i < count; ++i) {
      const std::string uid = "p" + std::to_string(i);
      tree.add({"uid=" + uid + ",dc=example", {{"uid", {uid}}}});
    }
  }
  LdapQuery query(std::size_t page_size = limits::ldap_page) {
    LdapMapping mapping;
    mapping.jid_mapping = "$uid$@example.com";
    auto reader = PersonReader::compile(mapping);
    EXPECT_TRUE(reader);
    LdapQuery made{{"ldap.test", 389, false, "", ""}, *reader, {}, {}};
    made.people = {root, "(uid=*)", reader->attributes(), page_size};
    return made;
  }
  Result<LdapHarvest> harvest(LdapQuery asked) {
    std::optional<Result<LdapHarvest>> got;
    LdapHarvester harvester(host.env(), std::move(asked), [&](Result<LdapHarvest> harvest) {
      EXPECT_FALSE(got);
      got.emplace(std::move(harvest));
    });
    world.run_until_idle();
    return got.value_or(fail(Errc::timed_out, "no answer"));
  }

  sim::World world{1};
  sim::SimHost& host = world.add_host("server", {"10.0.0.1"});
  sim::DirectoryTree& tree = world.directory("ldap.test", 389);
};

TEST_F(LdapHarvesterTest, ReadsAllPages) {
  add_people(1100);
  const auto all = harvest(query());
  ASSERT_TRUE(all) << all.error().message;
  EXPECT_EQ(all->people.size(), 1100u);
  EXPECT_EQ(all->people.back().jid, "p1099@example.com");
  const auto at_once = harvest(query(0));
  ASSERT_TRUE(at_once);
  EXPECT_EQ(at_once->people.size(), 1100u);
}

TEST_F(LdapHarvesterTest, APageThatFailsIsNoEndOfTheList) {
  add_people(1100);
  for (const std::uint64_t good : {0u, 1u, 2u}) {
    tree.fail_next(1, Errc::timed_out, good);
    const auto half = harvest(query());
    ASSERT_FALSE(half) << good;
    EXPECT_EQ(half.error().code, Errc::timed_out);
  }
}

TEST_F(LdapHarvesterTest, EveryTemplateHasASearchOfItsOwn) {
  add_people(12);
  auto asked = query();
  Guid first, second;
  first.bytes[0] = 1;
  second.bytes[0] = 2;
  asked.templates = {{first, {root, "(uid=p1*)", {"1.1"}, 2}},
                     {second, {root, "(uid=nobody)", {"1.1"}, 2}}};
  const auto all = harvest(std::move(asked));
  ASSERT_TRUE(all);
  ASSERT_EQ(all->templates.size(), 2u);
  EXPECT_EQ(all->templates[0].co_space_template, first);
  EXPECT_EQ(all->templates[0].dns, (std::set<std::string>{"uid=p1,dc=example", "uid=p10,dc=example",
                                                          "uid=p11,dc=example"}));
  EXPECT_TRUE(all->templates[1].dns.empty());
}

TEST_F(LdapHarvesterTest, NobodyThere) {
  auto asked = query();
  asked.server.address = "elsewhere.test";
  const auto none = harvest(std::move(asked));
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, Errc::unavailable);
}

}  // namespace
}  // namespace curia::callbridge
