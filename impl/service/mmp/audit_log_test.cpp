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
  std::string verdict(AuditLog& log) {
    std::string told = "nothing";
    log.verify([&](Result<std::string> it) { told = it ? *it : it.error().message; });
    world.run_for(10s);
    return told;
  }
  AuditLog::Found found(AuditLog& log, std::string text, std::size_t most) {
    AuditLog::Found told;
    log.search(std::move(text), most, [&](Result<AuditLog::Found> it) { told = *it; });
    world.run_for(10s);
    return told;
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
    EXPECT_EQ(found(later, "", 1).lines.front().substr(20), " login account=\"ann\"");
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
  ASSERT_EQ(found(audit, "account=\"first\"", 10).lines.size(), 1u);
  const auto all = found(audit, "", lines + 2);
  ASSERT_EQ(all.lines.size(), lines + 2);
  EXPECT_FALSE(all.has_more);
  EXPECT_NE(all.lines.front().find("account=\"first\""), std::string::npos);
  const auto some = found(audit, "xxx", 7);
  EXPECT_EQ(some.lines.size(), 7u);
  EXPECT_TRUE(some.has_more);
}

TEST_F(AuditLogTest, IsReadAwayFromTheLoopWhileItGrows) {
  ASSERT_TRUE(audit.open());
  const std::string value(limits::audit_value_bytes, 'x');
  const std::size_t lines = limits::audit_file_bytes / (limits::audit_value_bytes + 200);
  note(lines, value);
  std::string told;
  audit.verify([&](Result<std::string> it) { told = it ? *it : it.error().message; });
  EXPECT_EQ(told, "");  // a later event
  // Enough to fill the file: it is renamed when nobody reads it any more.
  note(1000, value);
  EXPECT_EQ(host.env().files.size("audit.1").error().code, Errc::not_found);
  world.run_for(10s);
  EXPECT_TRUE(told.starts_with(std::to_string(lines) + " lines, unbroken")) << told;
  note(1, value);
  EXPECT_TRUE(host.env().files.size("audit.1"));
  EXPECT_NE(verdict(audit).find("unbroken"), std::string::npos) << verdict(audit);
}

TEST_F(AuditLogTest, ALineThatSomebodyPutsAtTheEndIsFound) {
  ASSERT_TRUE(audit.open());
  note(3, "mine");
  const std::string own = *host.env().files.read("audit");
  ASSERT_TRUE(host.env().files.append("audit", own.substr(own.rfind('\n', own.size() - 2) + 1)));
  EXPECT_NE(verdict(audit).find("line 4 of audit "), std::string::npos) << verdict(audit);
}

TEST_F(AuditLogTest, KeepsLinesThatTheDiskRefusesAndCountsThoseBeyond) {
  ASSERT_TRUE(audit.open());
  note(1, "before");
  host.shelf().fail_next(UINT64_MAX);
  note(limits::audit_lines_waiting + 5, "meanwhile");
  EXPECT_EQ(found(audit, "", 10).lines.size(), 1u);
  host.shelf().fail_next(0);
  note(1, "after");
  const auto all = found(audit, "", limits::audit_lines_waiting + 10).lines;
  // What came when there was no room is lost, and is said to be; the line that finds the disk
  // well again is one of them.
  ASSERT_EQ(all.size(), 1 + limits::audit_lines_waiting + 1);
  EXPECT_NE(all.back().find(" lost lines=6"), std::string::npos) << all.back();
  EXPECT_NE(verdict(audit).find("unbroken"), std::string::npos) << verdict(audit);
}

}  // namespace
}  // namespace curia::mmp
