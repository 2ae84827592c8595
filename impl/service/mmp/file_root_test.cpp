#include "impl/service/mmp/file_root.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/world/world.hpp"

namespace curia::mmp {
namespace {

using admin::Role;
using testing::ElementsAre;

const FileUser ann{"ann", Role::admin};
const FileUser carl{"carl", Role::crypto};
const FileUser eve{"eve", Role::audit};

TEST(FileRoot, IsFlatAndHidesNothing) {
  EXPECT_EQ(*FileRoot::place("cms.crt"), "files/cms.crt");
  EXPECT_EQ(*FileRoot::place("audit"), "audit");
  EXPECT_EQ(*FileRoot::place("audit.3"), "audit.3");
  EXPECT_EQ(*FileRoot::place("audit.key"), "files/audit.key");
  EXPECT_EQ(*FileRoot::place("live.json"), "live.json");
  for (const char* bad : {"", ".", "..", "../key.pem", "a/b", "/etc/passwd", ".hidden", "a\nb"})
    EXPECT_FALSE(FileRoot::place(bad)) << bad;
  EXPECT_FALSE(FileRoot::place(std::string(FileRoot::partial_prefix) + "1"));
}

TEST(FileRoot, GivesEachRoleItsFiles) {
  for (const char* name : {"cms.crt", "cms.key", "ca.pem", "chain.cer.filepart"}) {
    EXPECT_TRUE(FileRoot::may_write(name, ann)) << name;
    EXPECT_TRUE(FileRoot::may_read(name, carl) && FileRoot::may_write(name, carl)) << name;
    EXPECT_FALSE(FileRoot::may_read(name, eve) || FileRoot::may_write(name, eve)) << name;
  }
  for (const char* name : {"before.bak", "upgrade.img", "cms.lic", "dictionary", "live.json"}) {
    EXPECT_TRUE(FileRoot::may_read(name, ann)) << name;
    EXPECT_FALSE(FileRoot::may_read(name, carl) || FileRoot::may_read(name, eve)) << name;
  }
  for (const char* name : {"audit", "audit.1", "log"}) {
    EXPECT_TRUE(FileRoot::may_read(name, eve) && FileRoot::may_read(name, ann)) << name;
    EXPECT_FALSE(FileRoot::may_read(name, carl)) << name;
    EXPECT_FALSE(FileRoot::may_write(name, ann)) << name;
  }
  EXPECT_FALSE(FileRoot::may_write("live.json", ann));
  EXPECT_FALSE(FileRoot::may_read("cms.crt", {"web", Role::appadmin}));
}

TEST(FileRoot, LetsNobodyComeInAsAnother) {
  EXPECT_TRUE(FileRoot::may_write("carl.pub", carl) && FileRoot::may_write("eve.pub", eve));
  EXPECT_FALSE(FileRoot::may_write("ann.pub", carl) || FileRoot::may_write("ann.pub", eve));
  EXPECT_TRUE(FileRoot::may_write("carl.pub", ann));
  EXPECT_FALSE(FileRoot::may_write("web.pub", {"web", Role::api}));
}

TEST(FileRoot, ListsWhatThereIs) {
  sim::World world(1);
  Files& files = world.add_host("server", {"10.0.0.1"}).env().files;
  const FileRoot root(files);
  EXPECT_THAT(root.names(), ElementsAre());
  for (const char* name : {"audit", "key.pem", "live.json", "curia.db", "files/cms.key",
                           "files/old.bak", "files/.partial-1", "files/audit"})
    ASSERT_TRUE(files.replace(name, "x")) << name;
  EXPECT_THAT(root.names(), ElementsAre("audit", "cms.key", "live.json", "old.bak"));
  EXPECT_THAT(root.names(".bak"), ElementsAre("old.bak"));
  EXPECT_THAT(root.names_for(carl), ElementsAre("cms.key"));
  EXPECT_THAT(root.names_for(eve), ElementsAre("audit"));
}

}  // namespace
}  // namespace curia::mmp
