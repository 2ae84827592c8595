#include "impl/service/mmp/session.hpp"

#include <gtest/gtest.h>

#include "impl/service/mmp/mmp.hpp"
#include "impl/service/scheduler/testing/desk.hpp"
#include "model/admin/limits.hpp"

namespace curia::mmp {
namespace {

class Paper final : public Screen {
 public:
  void show(std::string_view shown) override { text += shown; }
  void ask(const Prompt& prompt) override { prompts += prompt.is_command ? 1 : 0; }
  void ended(std::string_view why) override { text += "ended: " + std::string(why) + "\n"; }
  std::string text;
  int prompts = 0;
};

TEST(MmpSession, KeepsSoManyLinesBehindACommandAndNoMore) {
  sim::World world(1);
  Env env = world.add_host("server", {"10.0.0.1"}).env();
  scheduler::testing::QuickStore store(env);
  accounts::AccountTable table;
  accounts::AccountBook accounts(table, store);
  ConfigurationBook configuration(env.files);
  Mmp mmp(env, accounts, configuration, accounts::quick_cost, {});
  ASSERT_TRUE(mmp.start());
  Paper paper;
  const auto session =
      *mmp.open({"ann", admin::Role::admin, false, false}, Door::console, {}, paper);
  world.run_for(1s);
  ASSERT_EQ(paper.prompts, 1);
  session->line("audit follow");
  world.run_for(1s);
  for (std::size_t i = 0; i < limits::mmp_lines_waiting; ++i) session->line("version");
  EXPECT_EQ(paper.text.find("too many lines"), std::string::npos) << paper.text;
  session->line("version");
  EXPECT_NE(paper.text.find("FAILURE: too many lines are waiting, this one is dropped"),
            std::string::npos)
      << paper.text;
  // Ctrl-C ends the command, and gives up what waits behind it.
  session->interrupt();
  world.run_for(10s);
  EXPECT_EQ(paper.prompts, 2) << paper.text;
  std::optional<std::size_t> found;
  mmp.audit().search("text=\"version\"", 10, [&](auto all) { found = all->lines.size(); });
  world.run_for(1s);
  EXPECT_EQ(found, 0u);
  session->close("done");
  mmp.stop("done");
}

}  // namespace
}  // namespace curia::mmp
