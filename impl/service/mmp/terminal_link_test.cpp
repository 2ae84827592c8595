#include "impl/service/mmp/terminal_link.hpp"

#include <gtest/gtest.h>

#include "impl/service/scheduler/testing/desk.hpp"
#include "model/admin/limits.hpp"

namespace curia::mmp {
namespace {

class Wire final : public TerminalOutlet {
 public:
  void send(std::string_view bytes) override { text += bytes; }
  bool is_full() const override { return full; }
  void taken(std::size_t bytes) override { took += bytes; }
  void end(int exit_status, bool by_server) override {
    EXPECT_FALSE(status.has_value()) << "it ends once";
    status = exit_status;
    was_thrown_out = by_server;
  }
  std::string text;
  std::size_t took = 0;
  bool full = false;
  std::optional<int> status;
  bool was_thrown_out = false;
};

class TerminalLinkTest : public testing::Test {
 protected:
  TerminalLinkTest() { EXPECT_TRUE(mmp.start()); }
  ~TerminalLinkTest() override { mmp.stop("done"); }

  void settle() { world.run_for(10ms); }
  std::unique_ptr<TerminalLink> open(TerminalMode mode, bool must_change = false) {
    auto link = std::make_unique<TerminalLink>(mmp, wire, std::move(mode));
    opened = link->open({"ann", admin::Role::admin, false, must_change}, peer);
    settle();
    return link;
  }

  sim::World world{1};
  Env env = world.add_host("server", {"10.0.0.1"}).env();
  scheduler::testing::QuickStore store{env};
  accounts::AccountTable table;
  accounts::AccountBook accounts{table, store};
  ConfigurationBook configuration{env.files};
  Mmp mmp{env, accounts, configuration, accounts::quick_cost, {}};
  Endpoint peer{*parse_ip("192.0.2.7"), 50022};
  Wire wire;
  Result<> opened;
};

TEST_F(TerminalLinkTest, DoesOneCommandAndSaysHowItWent) {
  const auto good = open({.command = "hostname"});
  EXPECT_EQ(wire.text, "curia\n");
  EXPECT_EQ(wire.status, 0);
  wire = {};
  const auto bad = open({.command = "hostnam"});
  EXPECT_EQ(wire.status, 1);
  EXPECT_FALSE(wire.was_thrown_out);
  EXPECT_EQ(mmp.sessions().size(), 0u);
}

TEST_F(TerminalLinkTest, GreetsNobodyWhoGivesOneCommand) {
  ASSERT_TRUE(configuration.change([](auto& c) { c.motd = "Good morning"; }));
  const auto single = open({.command = "hostname"});
  EXPECT_EQ(wire.text, "curia\n");
  wire = {};
  const auto shell = open({.columns = 80});
  EXPECT_NE(wire.text.find("Good morning\r\n"), std::string::npos);
}

TEST_F(TerminalLinkTest, RefusesOneCommandWhileThePasswordHasToBeChanged) {
  const auto link = open({.command = "hostname"}, true);
  EXPECT_FALSE(opened);
  EXPECT_EQ(mmp.sessions().size(), 0u);
}

TEST_F(TerminalLinkTest, RunsAScriptLineByLine) {
  const auto link = open({});
  link->receive("hostname\r\nmotd add \"a");
  settle();
  link->receive(" b\"\nmotd");
  settle();
  EXPECT_EQ(wire.text, "curia\nSUCCESS: message set\n");
  EXPECT_FALSE(wire.status);
  link->end_of_input();  // the last line has no end
  settle();
  EXPECT_EQ(wire.text, "curia\nSUCCESS: message set\na b\n");
  EXPECT_EQ(wire.status, 0);
  EXPECT_EQ(wire.took, 29u);
}

TEST_F(TerminalLinkTest, LetsAScriptRestWhileNobodyReads) {
  const auto link = open({});
  wire.full = true;
  link->receive("hostname\n");
  settle();
  EXPECT_EQ(wire.text, "");
  wire.full = false;
  link->drained();
  settle();
  EXPECT_EQ(wire.text, "curia\n");
}

TEST_F(TerminalLinkTest, TakesAnAnswerThatDoesNotComeForAFailure) {
  const auto link = open({.command = "user add bob api"});
  EXPECT_EQ(wire.text, "Please enter password: \n");
  EXPECT_FALSE(wire.status);
  link->end_of_input();
  settle();
  EXPECT_EQ(wire.status, 1);
}

TEST_F(TerminalLinkTest, RefusesALineThatNeverEnds) {
  const auto link = open({});
  link->receive(std::string(limits::command_line_bytes + 1, 'x'));
  settle();
  EXPECT_TRUE(wire.text.starts_with("FAILURE")) << wire.text;
  EXPECT_EQ(wire.took, limits::command_line_bytes + 1);
}

TEST_F(TerminalLinkTest, EditsAtATerminal) {
  const auto link = open({.columns = 80});
  EXPECT_NE(wire.text.find("curia> "), std::string::npos);
  // Two lines and an exit at once: each waits for the one before.
  link->receive("hostnam\x7fm\t\r\x1b[A\rexit\r");
  for (int i = 0; i < 10; ++i) settle();
  std::size_t count = 0;
  for (std::size_t at = 0; (at = wire.text.find("\r\ncuria\r\n", at)) != std::string::npos; ++at)
    ++count;
  EXPECT_EQ(count, 2u) << wire.text;
  EXPECT_EQ(wire.status, 0);
  EXPECT_FALSE(wire.was_thrown_out);
}

TEST_F(TerminalLinkTest, IsInterruptedByWhatIsTypedBehindOtherKeys) {
  const auto link = open({.columns = 80});
  link->receive("audit follow\r");
  settle();
  wire.text.clear();
  link->receive("abc\x03");
  settle();
  EXPECT_NE(wire.text.find("^C"), std::string::npos) << wire.text;
  EXPECT_NE(wire.text.find("curia> "), std::string::npos) << wire.text;
}

TEST_F(TerminalLinkTest, SaysWhoEndedIt) {
  const auto link = open({.columns = 80});
  ASSERT_EQ(mmp.sessions().evict("ann", "evicted"), 1u);
  EXPECT_NE(wire.text.find("evicted\r\n"), std::string::npos);
  EXPECT_EQ(wire.status, 1);
  EXPECT_TRUE(wire.was_thrown_out);
  std::vector<std::string> lines;
  mmp.audit().search("logout", 10, [&](auto found) { lines = found->lines; });
  world.run_for(1s);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_NE(lines.front().find("source=\"192.0.2.7:50022\""), std::string::npos) << lines.front();
}

TEST_F(TerminalLinkTest, IdlesForThreeMinutes) {
  const auto link = open({.columns = 80});
  world.run_for(limits::ssh_idle_timeout - 1s);
  EXPECT_FALSE(wire.status);
  world.run_for(1s);
  EXPECT_EQ(wire.status, 1);
  EXPECT_NE(wire.text.find("idle for too long"), std::string::npos);
}

}  // namespace
}  // namespace curia::mmp
