#include "impl/service/web/client.hpp"

#include <gtest/gtest.h>

#include "impl/service/web/testing/web_world.hpp"

namespace curia::web {
namespace {

struct Fetching : WebWorld {
  explicit Fetching(bool secure = true) : WebWorld(3, secure), fetcher(client.env(), trust) {}

  Result<http::Response> get(const std::string& url, Duration timeout = 30s,
                             std::optional<tls::Context> with = {}) {
    std::optional<Result<http::Response>> got;
    fetcher.fetch({.url = url, .timeout = timeout, .trust = std::move(with)},
                  [&](Result<http::Response> result) { got = std::move(result); });
    EXPECT_FALSE(got) << "in a later event";
    const Instant begin = world.now();
    EXPECT_TRUE(world.run_until([&] { return got.has_value(); }, 60s));
    took = world.now() - begin;
    return std::move(*got);
  }
  std::string why(const std::string& url, Duration timeout = 30s) {
    const auto got = get(url, timeout);
    return got ? "answered" : std::string(name_of(got.error().code));
  }

  Client fetcher;
  Duration took{};
};

TEST(WebClient, fetches_over_tls_and_keeps_the_connection) {
  Fetching web;
  for (int i = 0; i < 3; ++i) {
    const auto got = web.get("https://server.example/x?y");
    ASSERT_TRUE(got) << got.error().message;
    EXPECT_EQ(got->status, 200);
    EXPECT_EQ(got->body, "/x?y");
  }
  EXPECT_EQ(web.listener->connections(), 1u);
  EXPECT_EQ(web.handler.requests, 3);
  web.world.run_for(limits::http_client_idle_timeout + 1s);
  EXPECT_EQ(web.listener->connections(), 0u);
}

TEST(WebClient, fetches_without_tls) {
  Fetching web(false);
  EXPECT_EQ(web.get("http://server.example:443/plain")->body, "/plain");
}

TEST(WebClient, large_answers_come_whole) {
  Fetching web;
  EXPECT_EQ(web.get("https://10.0.0.1/large")->body.size(), 2'000'000u);
}

TEST(WebClient, says_what_went_wrong) {
  Fetching web;
  EXPECT_EQ(web.why("nonsense"), "invalid_value");
  EXPECT_EQ(web.why("https://" + std::string(300, 'a') + "/"), "invalid_value");
  EXPECT_EQ(web.why("https://nowhere.example/"), "not_found");
  EXPECT_EQ(web.why("https://server.example:444/"), "unavailable");
  EXPECT_EQ(web.why("https://server.example/late", 7s), "timed_out");
  EXPECT_EQ(web.took, 7s);
  EXPECT_EQ(web.why("http://server.example:443/"), "answered") << "400 in plain HTTP";
}

TEST(WebClient, does_not_believe_a_stranger) {
  Fetching web;
  const auto other = *tls::make_self_signed({"server.example"}, 30, web.client.env().clock.wall());
  const auto got = web.get("https://server.example/", 30s,
                           *tls::Context::client({.bundle_pem = other.certificate_pem}));
  ASSERT_FALSE(got);
  EXPECT_EQ(got.error().code, Errc::not_permitted);
  EXPECT_EQ(web.handler.requests, 0);
}

TEST(WebClient, tries_the_next_address) {
  Fetching web;
  web.world.net().add_name("two.example", {"10.0.0.9", "10.0.0.1"});
  const auto careless = *tls::Context::client({.verify = false});
  const auto got = web.get("https://two.example/x", 30s, careless);
  ASSERT_TRUE(got) << got.error().message;
  EXPECT_EQ(got->body, "/x");
}

TEST(WebClient, takes_so_many_fetches_at_a_time) {
  Fetching web;
  std::size_t answered = 0, refused = 0;
  for (std::size_t i = 0; i <= limits::http_client_fetches; ++i)
    web.fetcher.fetch({.url = "https://server.example/x"}, [&](Result<http::Response> got) {
      ++(got ? answered : refused);
      if (!got) {
        EXPECT_EQ(got.error().code, Errc::limit_reached);
      }
    });
  web.world.run_for(60s);
  EXPECT_EQ(answered, limits::http_client_fetches);
  EXPECT_EQ(refused, 1u);
}

TEST(WebClient, close_gives_up_what_is_under_way) {
  Fetching web;
  std::string outcome;
  bool closed = false;
  web.fetcher.fetch({.url = "https://server.example/late"}, [&](Result<http::Response> got) {
    outcome = got ? "answered" : name_of(got.error().code);
  });
  web.world.run_for(1s);
  web.fetcher.close([&] { closed = true; });
  EXPECT_EQ(outcome, "");
  web.world.run_for(1s);
  EXPECT_EQ(outcome, "cancelled");
  EXPECT_TRUE(closed);
  EXPECT_EQ(web.why("https://server.example/"), "cancelled");
}

}  // namespace
}  // namespace curia::web
