#include "impl/service/mail/smtp_link.hpp"

#include <gtest/gtest.h>

#include "sim/world/world.hpp"

namespace curia::mail {
namespace {

// Greets, and says 250 to whatever comes.
class KindServer final : public AcceptHandler, public StreamHandler {
 public:
  explicit KindServer(Env env) : env_(env) {}
  StreamHandler* on_accept(StreamId stream, const Endpoint&) override {
    stream_ = stream;
    env_.net.send(stream, "220 mail.test\r\n");
    return this;
  }
  void on_connected() override {}
  void on_received(std::string_view) override { env_.net.send(*stream_, "250 mail.test\r\n"); }
  void on_end() override { env_.net.close(*stream_); }
  void on_writable() override {}
  void on_closed(CloseReason) override { stream_.reset(); }

 private:
  Env env_;
  std::optional<StreamId> stream_;
};

class Owner final : public SmtpLinkOwner {
 public:
  void on_link_ready(SmtpLink&) override { is_ready = true; }
  void on_link_result(SmtpLink&, smtp::MailResult) override {}
  void on_link_gone(SmtpLink&, std::optional<Error> error) override {
    is_gone = true;
    why = error ? error->message : "";
  }
  bool is_ready = false, is_gone = false;
  std::string why;
};

TEST(SmtpLink, TriesEveryAddressOfTheName) {
  sim::World world(1);
  Env env = world.add_host("server", {"10.0.0.1"}).env();
  Env peer = world.add_host("mail", {"10.0.0.2"}).env();
  world.add_host("other", {"10.0.0.3"});
  world.net().add_name("mail.test", {"10.0.0.3", "10.0.0.2"});
  KindServer server(peer);
  ASSERT_TRUE(peer.net.listen({*parse_ip("10.0.0.2"), 25}, server));
  Owner owner;
  MailServer place{.host = "mail.test", .trust = *tls::Context::client({.verify = false})};
  const auto link = std::make_shared<SmtpLink>(env, place, owner, false);
  link->start();
  world.run_for(10s);
  EXPECT_TRUE(owner.is_ready) << owner.why;
  link->cut();
  world.run_for(10s);
  EXPECT_TRUE(owner.is_gone);

  world.net().add_name("nobody.test", {"10.0.0.3"});
  place.host = "nobody.test";
  Owner alone;
  const auto none = std::make_shared<SmtpLink>(env, place, alone, false);
  none->start();
  world.run_for(1min);
  EXPECT_TRUE(alone.is_gone);
  EXPECT_NE(alone.why.find("refused"), std::string::npos) << alone.why;
}

}  // namespace
}  // namespace curia::mail
