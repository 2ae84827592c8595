#include "impl/service/server/web_admin.hpp"

#include <gtest/gtest.h>

#include "impl/wire/tls/certificate.hpp"
#include "sim/world/world.hpp"

namespace curia::server {
namespace {

class Deaf final : public web::Handler {
  void handle(const http::Request&, const Endpoint&, web::Responder) override {}
};

class Nobody final : public AcceptHandler {
  StreamHandler* on_accept(StreamId, const Endpoint&) override { return nullptr; }
};

class WebAdminRestart : public testing::Test {
 protected:
  WebAdminRestart() {
    const auto made = tls::make_self_signed({"curia.test"}, 30, env.clock.wall());
    EXPECT_TRUE(env.files.replace("certificate.pem", made->certificate_pem));
    EXPECT_TRUE(env.files.replace("key.pem", made->key_pem));
    listen("10.0.0.1/24", 443);
    EXPECT_EQ(restarted(), "");
  }

  void listen(const char* address, std::uint16_t port) {
    configuration.make_interface("a").ipv4 = address;
    configuration.webadmin.listen = {"a", port};
  }
  // As `webadmin restart` does it; why not.
  std::string restarted() {
    if (auto can = web_admin.check(); !can) return "before: " + can.error().message;
    std::string why = "nobody told";
    web_admin.stop([&](Result<>) {
      web_admin.start([&](Result<> started) {
        why = started ? "" : "after: " + started.error().message;
        if (!started) web_admin.resume([&](Result<> resumed) { EXPECT_TRUE(resumed); });
      });
    });
    world.run_for(10s);
    return why;
  }
  std::string place() const { return web_admin.local() ? to_string(*web_admin.local()) : "none"; }

  sim::World world{1};
  Env env = world.add_host("server", {"10.0.0.1", "10.0.0.2"}).env();
  admin::Configuration configuration;
  Deaf handler;
  Nobody nobody;
  WebAdmin web_admin{env, configuration, {}, handler, {}};
};

TEST_F(WebAdminRestart, IsRefusedWhereItCannotListenAndRunsOn) {
  ASSERT_TRUE(env.net.listen({*parse_ip("10.0.0.1"), 444}, nobody));
  listen("10.0.0.1/24", 444);
  EXPECT_EQ(restarted(), "before: 10.0.0.1:444 is in use");
  EXPECT_EQ(place(), "10.0.0.1:443");
  listen("10.99.0.1/24", 443);
  EXPECT_EQ(restarted(), "before: 10.99.0.1 is not an address of this host");
  EXPECT_EQ(place(), "10.0.0.1:443");
  listen("10.0.0.2/24", 443);
  EXPECT_EQ(restarted(), "");
  EXPECT_EQ(place(), "10.0.0.2:443");
}

TEST_F(WebAdminRestart, TakesItsOldPlaceWhenOnlyTheStartTellsThatTheNewOneIsTaken) {
  const auto other = env.net.listen({*parse_ip("10.0.0.2"), 443}, nobody);
  ASSERT_TRUE(other);
  listen("0.0.0.0/0", 443);
  EXPECT_EQ(restarted(), "after: 0.0.0.0:443 is in use");
  EXPECT_EQ(place(), "10.0.0.1:443");
  env.net.close(other->id);
  EXPECT_EQ(restarted(), "");
  EXPECT_EQ(place(), "0.0.0.0:443");
}

}  // namespace
}  // namespace curia::server
