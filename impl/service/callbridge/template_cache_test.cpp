#include "impl/service/callbridge/template_cache.hpp"

#include <gtest/gtest.h>

#include "impl/service/web/listener.hpp"
#include "model/base/limits.hpp"
#include "sim/world/world.hpp"

namespace curia::callbridge {
namespace {

// A web server with templates, and the cache on another host.
class TemplateCacheTest : public testing::Test, public web::Handler {
 protected:
  TemplateCacheTest() { listener.start().value(); }

  void handle(const http::Request& request, const Endpoint&, web::Responder respond) override {
    asked.emplace_back(request.target);
    respond({.status = status, .headers = {}, .body = body});
  }
  // Asks until the text is there.
  TemplateCache::Found load(const std::string& url = "http://10.0.0.1/t") {
    EXPECT_TRUE(cache.find(url, "en_US").is_loading);
    world.run_for(1s);
    return cache.find(url, "en_US");
  }

  sim::World world{1};
  sim::SimHost& server = world.add_host("server", {"10.0.0.1"});
  sim::SimHost& host = world.add_host("callbridge", {"10.0.0.2"});
  web::Listener listener{
      server.env(), {.name = "templates", .local = {server.address(), 80}}, *this};
  web::Client client{host.env(), tls::Context::client({.verify = false}).value()};
  TemplateCache cache{host.env(), client};
  int status = 200;
  std::string body = "Subject: %name%\nCome\n";
  std::vector<std::string> asked;
};

TEST_F(TemplateCacheTest, FetchesOncePerLanguageUntilTheTextIsOld) {
  EXPECT_NE(load().text, nullptr);
  EXPECT_NE(cache.find("http://10.0.0.1/t", "en_US").text, nullptr);
  EXPECT_TRUE(cache.find("http://10.0.0.1/t", "de_DE").is_loading);
  world.run_for(limits::invitation_template_fresh - 2s);
  cache.find("http://10.0.0.1/t", "en_US");
  world.run_for(1s);
  EXPECT_EQ(asked, (std::vector<std::string>{"/t?language=en_US", "/t?language=de_DE"}));
  world.run_for(1s);
  // The old text serves while the new one is on its way.
  body = "no subject";
  EXPECT_NE(cache.find("http://10.0.0.1/t", "en_US").text, nullptr);
  world.run_for(1s);
  EXPECT_EQ(asked.size(), 3u);
}

TEST_F(TemplateCacheTest, KeepsAQueryThatTheUrlHas) {
  load("http://10.0.0.1/t?brand=x");
  EXPECT_EQ(asked.front(), "/t?brand=x&language=en_US");
}

TEST_F(TemplateCacheTest, UsesTheBuiltInTextWhereThereIsNone) {
  status = 404;
  const auto found = load();
  EXPECT_FALSE(found.is_loading);
  EXPECT_EQ(found.text, nullptr);
}

TEST_F(TemplateCacheTest, TriesAgainSoonAfterAFailure) {
  status = 500;
  EXPECT_EQ(load().text, nullptr);
  status = 200;
  world.run_for(limits::invitation_template_retry);
  cache.find("http://10.0.0.1/t", "en_US");
  world.run_for(1s);
  EXPECT_NE(cache.find("http://10.0.0.1/t", "en_US").text, nullptr);
}

TEST_F(TemplateCacheTest, ForgetsTheOldestOfTooMany) {
  load("http://10.0.0.1/first");
  for (std::size_t i = 1; i < limits::invitation_templates_kept; ++i)
    load("http://10.0.0.1/" + std::to_string(i));
  EXPECT_FALSE(cache.find("http://10.0.0.1/first", "en_US").is_loading);
  load("http://10.0.0.1/one-more");
  EXPECT_FALSE(cache.find("http://10.0.0.1/first", "en_US").is_loading);
  EXPECT_TRUE(cache.find("http://10.0.0.1/1", "en_US").is_loading);
}

}  // namespace
}  // namespace curia::callbridge
