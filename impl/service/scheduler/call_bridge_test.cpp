#include "impl/service/scheduler/call_bridge.hpp"

#include <gtest/gtest.h>

#include <deque>

#include "impl/service/scheduler/web_bridges.hpp"
#include "impl/wire/tls/mutual.hpp"
#include "model/base/limits_scheduler.hpp"
#include "sim/world/world.hpp"

namespace curia::scheduler {
namespace {

// Answers what the test has put into it, and remembers what it was asked.
class CallBridgeTest : public testing::Test, protected Door {
 protected:
  void ask(std::string_view verb, std::string_view target, std::string_view,
           web::Responder respond) override {
    asked.push_back(std::string(verb) + " " + std::string(target));
    http::Response response = answers.empty()
                                  ? http::Response{.status = 404, .headers = {}, .body = {}}
                                  : std::move(answers.front());
    if (!answers.empty()) answers.pop_front();
    respond(std::move(response));
  }
  Result<InvitationText> invitation(const Guid& way = {}, const std::string& language = {}) {
    Result<InvitationText> got = fail(Errc::cancelled, "no answer");
    bridge.invitation(space, way, language,
                      [&](Result<InvitationText> text) { got = std::move(text); });
    world.run_for(1min);
    return got;
  }

  const Guid space = *parse_guid("00000000-0000-4000-8000-000000000001");
  const Guid way_in = *parse_guid("00000000-0000-4000-8000-000000000002");
  sim::World world{1};
  sim::SimHost& host = world.add_host("server", {"10.0.0.1"});
  CallBridge bridge{host.env(), *this};
  std::deque<http::Response> answers;
  std::vector<std::string> asked;
};

const std::string text_xml =
    "<?xml version=\"1.0\"?><emailInvitation><subject>A &amp; B</subject><invitation>Dial "
    "&lt;sip:a@b&gt;\r\nhttps://x/?a&amp;amp;b</invitation><language>en_US</language>"
    "</emailInvitation>";

TEST_F(CallBridgeTest, ReadsAnInvitation) {
  answers.push_back({.status = 200, .headers = {}, .body = text_xml});
  const auto text = invitation(way_in, "de_DE");
  ASSERT_TRUE(text);
  EXPECT_EQ(*text, (InvitationText{"A & B", "Dial <sip:a@b>\r\nhttps://x/?a&amp;b", "en_US"}));
  EXPECT_EQ(asked.front(), "GET /api/v1/coSpaces/" + to_string(space) + "/accessMethods/" +
                               to_string(way_in) + "/emailInvitation?language=de_DE");
}

TEST_F(CallBridgeTest, WaitsForATemplateAndNotForEver) {
  const http::Response later{.status = 503, .headers = {{"Retry-After", "2"}}, .body = {}};
  answers = {later, later, {.status = 200, .headers = {}, .body = text_xml}};
  EXPECT_TRUE(invitation());
  EXPECT_EQ(asked.size(), 3u);
  asked.clear();
  answers.assign(100, later);
  EXPECT_EQ(invitation().error().code, Errc::unavailable);
  EXPECT_EQ(asked.size(), limits::invitation_tries);
}

TEST_F(CallBridgeTest, SaysWhatIsGone) {
  EXPECT_EQ(invitation().error().code, Errc::not_found);
  answers.push_back({.status = 400, .headers = {}, .body = {}});
  EXPECT_EQ(invitation({}, "x-y").error().code, Errc::invalid_value);
}

TEST_F(CallBridgeTest, ListsWebBridgesPageByPage) {
  const auto page = [](const std::string& items) {
    return http::Response{
        .status = 200,
        .headers = {},
        .body = "<?xml version=\"1.0\"?><webBridges total=\"3\">" + items + "</webBridges>"};
  };
  answers = {page("<webBridge id=\"1\"><url>https://a:9999</url></webBridge>"
                  "<webBridge id=\"2\"></webBridge>"),
             page("<webBridge id=\"3\"><url>https://b?x&amp;y</url></webBridge>")};
  std::vector<std::string> urls;
  bridge.web_bridges([&](Result<std::vector<std::string>> list) { urls = list.value(); });
  EXPECT_EQ(urls, (std::vector<std::string>{"https://a:9999", "https://b?x&y"}));
  EXPECT_EQ(asked.back(), "GET /api/v1/webBridges?offset=2");
}

TEST_F(CallBridgeTest, AListOfWebBridgesThatCannotBeReadIsAskedForAgain) {
  const auto own = tls::make_self_signed({"scheduler.example"}, 30, host.env().clock.wall());
  c2w::Self self{.guid = "guid-of-scheduler"};
  self.tls = tls::mutual_client(*own, {.bundle_pem = own->certificate_pem}).value();
  WebBridges bridges(host.env(), bridge, std::move(self));
  answers.push_back({.status = 503, .headers = {}, .body = {}});
  bridges.start();
  EXPECT_EQ(asked.size(), 1u);
  EXPECT_FALSE(bridges.health().is_up);
  answers.push_back({.status = 200,
                     .headers = {},
                     .body = "<?xml version=\"1.0\"?><webBridges total=\"0\"></webBridges>"});
  world.run_for(5min);
  EXPECT_EQ(asked.size(), 2u);
  EXPECT_TRUE(bridges.health().is_up);
}

}  // namespace
}  // namespace curia::scheduler
