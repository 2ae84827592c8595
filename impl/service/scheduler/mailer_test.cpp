#include "impl/service/scheduler/mailer.hpp"

#include <gtest/gtest.h>

#include "impl/service/scheduler/testing/queue.hpp"
#include "impl/wire/tls/mail_context.hpp"
#include "impl/wire/tls/randomness.hpp"
#include "model/base/limits_mail.hpp"
#include "sim/mail/mail_server.hpp"

namespace curia::scheduler {
namespace {

class MailerTest : public ::testing::Test, protected testing::Queue, private Door {
 protected:
  MailerTest() : mailer({host.env(), outbox, bridge, zones, logging}, who, "scheduler") {}
  // What is on its way ends before the mailer and the mail server go.
  ~MailerTest() override {
    if (!is_stopped) stop();
    mail.away();
    world.run_for(1min);
  }

  sim::SimHost& add_host(const std::string& name, const std::string& address) {
    world.net().add_name(name + ".test", {address});
    return world.add_host(name, {address});
  }

  MailSettings settings(const std::string& server = "mail") {
    return {.server = {.host = server + ".test", .trust = *tls::mail_client("")}};
  }
  void stop() {
    mailer.stop(1s, [this] { is_stopped = true; });
    world.run_for(2s);
  }
  void ask(std::string_view, std::string_view, std::string_view, web::Responder respond) override {
    ++asked;
    respond({.status = invitation_status,
             .headers = {},
             .body = "<?xml version=\"1.0\"?><emailInvitation><subject>S</subject>"
                     "<invitation>Dial 4711</invitation><language>en_US</language>"
                     "</emailInvitation>"});
  }
  // How many mails each address has got.
  std::size_t arrived() const { return mail.mails().size(); }

  const Guid who = guid_from_random({7});
  tls::SimulatedRandomness random{host.env().random};
  int invitation_status = 200;
  int asked = 0;
  bool is_stopped = false;
  sim::SimHost& mail_host = add_host("mail", "10.0.4.1");
  sim::MailServer mail{mail_host.env(), "mail.test", {mail_host.address(), 25}};
  sim::ZoneFiles files;
  zones::ZoneBook book{files};
  schedule::ZoneSource zones = [this](std::string_view name) { return book.find(name); };
  mmp::TimedLogs logs{host.env().clock};
  TimedLogging logging{logs};
  CallBridge bridge{host.env(), *this};
  Mailer mailer;
};

TEST_F(MailerTest, SendsWhatWaitsAndSaysThatTheServerWorks) {
  EXPECT_EQ(mailer.health().details.at(0).second, "none");
  mailer.use(settings());
  EXPECT_FALSE(mailer.health().is_up);
  world.run_for(1s);
  EXPECT_TRUE(mailer.health().is_up);
  order({"bob@example.com", "eve@example.com"});
  world.run_for(5s);
  EXPECT_EQ(arrived(), 2u);
  EXPECT_EQ(outbox.size(), 0u);
  EXPECT_EQ(asked, 2);
  EXPECT_EQ(mail.mails()[0].sender, "ann@example.com");
}

TEST_F(MailerTest, AServerThatIsAwayCostsNoTryAndIsAskedAtLeastOnceAMinute) {
  mail.away();
  mailer.use(settings());
  order({"bob@example.com"});
  world.run_for(10min);
  EXPECT_FALSE(mailer.health().is_up);
  mail.back();
  world.run_for(limits::mail_server_longest_pause + 5s);
  EXPECT_EQ(arrived(), 1u);
  EXPECT_TRUE(mailer.health().is_up);
}

TEST_F(MailerTest, NewSettingsSendAtOnceWhatTheOldServerPutOff) {
  mail.answer("", "451 4.3.0 later", 100);
  mailer.use(settings());
  order({"bob@example.com"});
  world.run_for(20min);
  EXPECT_EQ(outbox.size(), 1u);
  sim::SimHost& other_host = add_host("other", "10.0.4.2");
  sim::MailServer other(other_host.env(), "other.test", {other_host.address(), 25});
  mailer.use(settings("other"));
  world.run_for(3s);
  EXPECT_EQ(arrived(), 0u);
  ASSERT_EQ(other.mails().size(), 1u);
  EXPECT_EQ(outbox.size(), 0u);
  stop();
  other.away();
  world.run_for(1s);
}

TEST_F(MailerTest, AServerOfFewConnectionsGetsNoMore) {
  mail.behave({.delay = 50ms, .connections = 2});
  mailer.use(settings());
  world.run_for(1s);
  order({"a@example.com", "b@example.com", "c@example.com", "d@example.com", "e@example.com"});
  world.run_for(20s);
  EXPECT_EQ(arrived(), 5u);
  EXPECT_TRUE(mailer.health().is_up);
}

TEST_F(MailerTest, AMailWhoseCoSpaceIsGoneLeavesWithItsTitle) {
  invitation_status = 404;
  mailer.use(settings());
  order({"bob@example.com"});
  world.run_for(5s);
  ASSERT_EQ(arrived(), 1u);
  EXPECT_NE(mail.mails()[0].content.find("Review"), std::string::npos);
}

TEST_F(MailerTest, StoppingFinishesWhatIsUnderWayAndLetsTheRestGo) {
  mail.behave({.delay = 300ms});
  mailer.use(settings());
  world.run_for(2s);
  order({"a@example.com"});
  world.run_for(300ms);
  mailer.stop(10s, [this] { is_stopped = true; });
  world.run_for(11s);
  EXPECT_TRUE(is_stopped);
  EXPECT_EQ(arrived(), 1u);
  EXPECT_EQ(outbox.size(), 0u);
  EXPECT_FALSE(outbox.has_senders());
}

TEST_F(MailerTest, WithoutSettingsItSendsNothing) {
  mailer.use(settings());
  world.run_for(1s);
  mailer.use(std::nullopt);
  EXPECT_FALSE(outbox.has_senders());
  world.run_for(1s);
  EXPECT_TRUE(mailer.health().is_up);
}

}  // namespace
}  // namespace curia::scheduler
