#include "impl/service/server/redirect.hpp"

#include <gtest/gtest.h>

namespace curia::server {
namespace {

http::Response asked(Redirect& redirect, std::string_view host, std::string_view target) {
  const http::Request request{
      .method = "GET", .target = target, .headers = {{"Host", host}}, .body = {}};
  http::Response answer;
  redirect.handle(request, {}, [&](http::Response response) { answer = std::move(response); });
  return answer;
}

TEST(RedirectTest, LeadsToTheSamePlaceByHttps) {
  Redirect usual(443), other(445);
  EXPECT_EQ(asked(usual, "cms.example.com", "/login?a=b").header("Location"),
            "https://cms.example.com/login?a=b");
  EXPECT_EQ(asked(other, "cms.example.com:80", "/").header("Location"),
            "https://cms.example.com:445/");
  EXPECT_EQ(asked(other, "[2001:db8::5]:80", "/").header("Location"), "https://[2001:db8::5]:445/");
  EXPECT_EQ(asked(usual, "192.0.2.5", "/").status, 301);
}

TEST(RedirectTest, GoesNowhereElse) {
  Redirect redirect(443);
  for (const char* host : {"", "a b", "evil.example/x@y", "[::1", "[evil]", "a\"b"}) {
    EXPECT_EQ(asked(redirect, host, "/").status, 400) << host;
    EXPECT_EQ(asked(redirect, host, "/").header("Location"), "") << host;
  }
}

}  // namespace
}  // namespace curia::server
