#include "impl/service/mmp/syslog_link.hpp"

#include <gtest/gtest.h>

#include "impl/wire/tls/context.hpp"
#include "model/admin/limits.hpp"
#include "sim/world/world.hpp"

namespace curia::mmp {
namespace {

// A syslog server that keeps what it is sent.
class Listener final : public AcceptHandler, public StreamHandler {
 public:
  StreamHandler* on_accept(StreamId stream, const Endpoint&) override {
    ++accepted;
    stream_ = stream;
    return this;
  }
  void on_connected() override {}
  void on_received(std::string_view bytes) override { text += bytes; }
  void on_end() override {}
  void on_writable() override {}
  void on_closed(CloseReason) override { stream_.reset(); }

  std::string text;
  int accepted = 0;

 private:
  std::optional<StreamId> stream_;
};

class SyslogLinkTest : public testing::Test {
 protected:
  SyslogLinkTest() { world.net().add_name("log.test", {"10.0.0.2"}); }
  ~SyslogLinkTest() override {
    link->end();
    world.run_for(10s);
  }

  sim::World world{1};
  Env env = world.add_host("server", {"10.0.0.1"}).env();
  Env peer = world.add_host("log", {"10.0.0.2"}).env();
  Listener listener;
  std::shared_ptr<SyslogLink> link =
      std::make_shared<SyslogLink>(env, admin::SyslogServer{"tcp", "log.test", 514},
                                   [] { return tls::Context::client({.verify = false}); });
};

TEST_F(SyslogLinkTest, KeepsTheNewestMessagesForAServerThatIsAway) {
  for (std::size_t i = 0; i < limits::syslog_spool + 3; ++i)
    link->send("message " + std::to_string(i) + ".");
  world.run_for(10min);
  EXPECT_EQ(link->waiting(), limits::syslog_spool);
  const auto place = peer.net.listen({*parse_ip("10.0.0.2"), 514}, listener);
  ASSERT_TRUE(place);
  world.run_for(2 * limits::syslog_retry_most);
  EXPECT_EQ(link->waiting(), 0u);
  EXPECT_NE(listener.text.find("3 messages before this one were lost"), std::string::npos);
  EXPECT_EQ(listener.text.find("message 2."), std::string::npos);
  EXPECT_NE(listener.text.find("message 3."), std::string::npos);
  EXPECT_NE(listener.text.find("message " + std::to_string(limits::syslog_spool + 2) + "."),
            std::string::npos);
}

TEST_F(SyslogLinkTest, AsksBeforeEachConnectionWhomItBelieves) {
  int asked = 0;
  link = std::make_shared<SyslogLink>(env, admin::SyslogServer{"tls", "log.test", 514},
                                      [&]() -> Result<tls::Context> {
                                        ++asked;
                                        return fail(Errc::unavailable, "nobody is believed");
                                      });
  ASSERT_TRUE(peer.net.listen({*parse_ip("10.0.0.2"), 514}, listener));
  link->send("message");
  world.run_for(limits::syslog_retry_first + 500ms);
  EXPECT_EQ(asked, 2);
  EXPECT_EQ(link->waiting(), 1u);
  EXPECT_EQ(listener.text, "");  // not even a handshake is begun
}

// The first try begins at 0 s and is given up after 15 s, the next one follows a second later.
TEST_F(SyslogLinkTest, GivesUpAServerThatAcceptsAndSaysNothing) {
  link = std::make_shared<SyslogLink>(env, admin::SyslogServer{"tls", "log.test", 514},
                                      [] { return tls::Context::client({.verify = false}); });
  ASSERT_TRUE(peer.net.listen({*parse_ip("10.0.0.2"), 514}, listener));
  std::vector<std::string> told;
  sim::TextSink sink([&](std::string_view line) {
    if (line.contains("is not reached")) told.emplace_back(line);
  });
  world.trace().set_sink(&sink);
  link->send("message");
  world.run_for(limits::syslog_connect_time - 1s);
  EXPECT_EQ(listener.accepted, 1);
  EXPECT_TRUE(told.empty());
  world.run_for(limits::syslog_retry_first + 1500ms);
  EXPECT_EQ(listener.accepted, 2);
  world.run_for(limits::syslog_connect_time + 2 * limits::syslog_retry_first);
  EXPECT_EQ(listener.accepted, 3);
  world.trace().set_sink(nullptr);
  ASSERT_EQ(told.size(), 1u);
  EXPECT_TRUE(told.front().contains("log.test:514 is not reached: it does not answer"));
  EXPECT_EQ(link->waiting(), 1u);
}

}  // namespace
}  // namespace curia::mmp
