#include "impl/service/mmp/audit_log.hpp"

#include <gtest/gtest.h>

#include "model/admin/limits.hpp"
#include "sim/world/files.hpp"
#include "sim/world/world.hpp"

namespace curia::mmp {
namespace {

class AuditLogTest : public testing::Test {
 protected:
  void note(std::size_t times, const std::string& value) {
    for (std::size_t i = 0; i < times; ++i) audit.note("command", {{"text", value}});
  }
  // Of the files, as `audit verify` tells it.
  static std::string verdict(const AuditLog& log) {
    const auto told = log.verify();
    return told ? *told : told.error().message;
  }

  sim::World world{1};
  sim::SimHost& host = world.add_host("server", {"10.0.0.1"});
  AuditLog audit{host.env()};
};

TEST_F(AuditLogTest, GoesOnFromFileToFileAndStaysUnbroken) {
  ASSERT_TRUE(audit.open());
  const std::string value(limits::audit_value_bytes, 'x');
  const std::size_t lines = limits::audit_file_bytes / limits::audit_value_bytes + 10;
  note(lines, value);
  ASSERT_TRUE(host.env().files.read("audit.1"));
  EXPECT_EQ(host.env().files.read("audit.2").error().code, Errc::not_found);
  // One more than noted: the second file begins with where the first one ended.
  EXPECT_EQ(verdict(audit).substr(0, verdict(audit).find(';')),
            std::to_string(lines + 1) + " lines, unbroken");
  // A new start goes on with the chain.
  AuditLog later(host.env());
  ASSERT_TRUE(later.open());
  later.note("login", {{"account", "ann"}});
  EXPECT_NE(verdict(later).find("unbroken"), std::string::npos) << verdict(later);
  // A byte of the older file is another one.
  std::string older = *host.env().files.read("audit.1");
  older[older.size() / 2] ^= 1;
  ASSERT_TRUE(host.env().files.replace("audit.1", older));
  EXPECT_NE(verdict(later).find(" of audit.1 "), std::string::npos) << verdict(later);
}

TEST_F(AuditLogTest, ACrashAtAnyStepOfARotationBreaksNothing) {
  Files& files = host.env().files;
  const std::string value(limits::audit_value_bytes, 'x');
  ASSERT_TRUE(audit.open());
  note(2 * (limits::audit_file_bytes / limits::audit_value_bytes) + 10, value);
  ASSERT_TRUE(files.size("audit.2"));
  // The files are full again and are renamed, the oldest first, until the power goes.
  for (std::size_t done = 1; done <= 3; ++done) {
    for (std::size_t step = 0; step < done; ++step)
      ASSERT_TRUE(files.rename(step == 2 ? "audit" : "audit." + std::to_string(2 - step),
                               "audit." + std::to_string(3 - step)));
    AuditLog later(host.env());
    ASSERT_TRUE(later.open());
    later.note("login", {{"account", "ann"}});
    EXPECT_NE(verdict(later).find("unbroken"), std::string::npos) << done << verdict(later);
    EXPECT_EQ(later.tail(1)->front().substr(20), " login account=\"ann\"");
    // Back to where it was.
    if (done == 3) break;
    for (std::size_t step = done; step-- > 0;)
      ASSERT_TRUE(
          files.rename("audit." + std::to_string(3 - step), "audit." + std::to_string(2 - step)));
  }
}

TEST_F(AuditLogTest, TailAndSearchLookIntoOlderFiles) {
  ASSERT_TRUE(audit.open());
  audit.note("login", {{"account", "first"}});
  const std::size_t lines = limits::audit_file_bytes / limits::audit_value_bytes + 10;
  note(lines, std::string(limits::audit_value_bytes, 'x'));
  ASSERT_TRUE(host.env().files.size("audit.1"));
  ASSERT_EQ(audit.search("account=\"first\"")->size(), 1u);
  const auto all = audit.tail(lines + 2);
  ASSERT_EQ(all->size(), lines + 2);
  EXPECT_NE(all->front().find("account=\"first\""), std::string::npos);
}

TEST_F(AuditLogTest, KeepsLinesThatTheDiskRefusesAndCountsThoseBeyond) {
  ASSERT_TRUE(audit.open());
  note(1, "before");
  host.shelf().fail_next(UINT64_MAX);
  note(limits::audit_lines_waiting + 5, "meanwhile");
  EXPECT_EQ(audit.tail(10)->size(), 1u);
  host.shelf().fail_next(0);
  note(1, "after");
  const auto found = audit.tail(limits::audit_lines_waiting + 10);
  ASSERT_TRUE(found);
  // What came when there was no room is lost, and is said to be; the line that finds the disk
  // well again is one of them.
  ASSERT_EQ(found->size(), 1 + limits::audit_lines_waiting + 1);
  EXPECT_NE(found->back().find(" lost lines=6"), std::string::npos) << found->back();
  EXPECT_NE(verdict(audit).find("unbroken"), std::string::npos) << verdict(audit);
}

}  // namespace
}  // namespace curia::mmp
