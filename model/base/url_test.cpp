#include "model/base/url.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

namespace curia {
namespace {

TEST(UrlTest, TakesHttpAndHttps) {
  EXPECT_EQ(parse_url("http://example.com").value(), (Url{false, "example.com", 80, "/"}));
  EXPECT_EQ(parse_url("HTTPS://Example.COM:8443/a/b?c=d#e").value(),
            (Url{true, "example.com", 8443, "/a/b?c=d"}));
  EXPECT_EQ(parse_url("https://[2001:DB8:0::1]:444/").value(),
            (Url{true, "2001:db8::1", 444, "/"}));
  EXPECT_EQ(parse_url("https://192.0.2.1?x").value(), (Url{true, "192.0.2.1", 443, "/?x"}));
  EXPECT_EQ(parse_url("http://h:/x").value().port, 80);
  EXPECT_EQ(parse_url("http://h#http://g/").value().host, "h");
}

TEST(UrlTest, RefusesTheRestWithAReason) {
  for (const char* text : {"",
                           "example.com",
                           "ftp://a/",
                           "http//a",
                           "http:///x",
                           "http://",
                           "http://a b/",
                           "http://a:0/",
                           "http://a:65536/",
                           "http://a:x/",
                           "http://a:80:80/",
                           "http://[::1/",
                           "http://[1.2.3.4]/",
                           "http://[::1]x/",
                           "http://::1/",
                           "http://user:pw@a/",
                           "http://a/b c",
                           "http://a/\xC3\xBC",
                           "http://a/\r\nX:y",
                           "http://a/<b>",
                           "#http://a"}) {
    const auto url = parse_url(text);
    ASSERT_FALSE(url.has_value()) << text;
    EXPECT_EQ(url.error().code, Errc::invalid_value);
  }
  EXPECT_EQ(parse_url("http://a/" + std::string(4096, 'x')).error().code, Errc::value_too_long);
}

TEST(UrlTest, IsWrittenInItsShortestForm) {
  EXPECT_EQ(to_string(parse_url("HTTP://A:80").value()), "http://a/");
  EXPECT_EQ(to_string(parse_url("https://[::1]:80/x").value()), "https://[::1]:80/x");
  EXPECT_EQ(authority(parse_url("https://[::1]:443/x").value()), "[::1]");
}

TEST(UrlTest, TheTargetOfARequestIsPathAndQuery) {
  EXPECT_EQ(target_path("/a/b?c=d?e"), "/a/b");
  EXPECT_EQ(target_query("/a/b?c=d?e"), "c=d?e");
  EXPECT_EQ(target_path("/a"), "/a");
  EXPECT_EQ(target_query("/a"), "");
  EXPECT_EQ(target_query("/a?"), "");
}

}  // namespace
}  // namespace curia
