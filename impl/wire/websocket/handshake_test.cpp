#include "impl/wire/websocket/handshake.hpp"

#include <gtest/gtest.h>

namespace curia::websocket {
namespace {

// The key and answer of RFC 6455 section 1.3.
constexpr std::string_view rfc_key = "dGhlIHNhbXBsZSBub25jZQ==";
constexpr std::string_view rfc_accept = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

http::Request good_request() {
  return {.method = "GET",
          .target = "/events/v1",
          .headers = {{"Host", "server.example"},
                      {"Upgrade", "websocket"},
                      {"Connection", "keep-alive, Upgrade"},
                      {"Sec-WebSocket-Key", rfc_key},
                      {"Sec-WebSocket-Version", "13"}},
          .body = {}};
}

void replace(http::Request& request, std::string_view name, std::string_view value) {
  for (auto& header : request.headers)
    if (header.first == name) header.second = value;
}

TEST(WebSocketHandshake, the_key_of_the_rfc_has_its_answer) {
  EXPECT_EQ(accept_key(rfc_key), rfc_accept);
}

TEST(WebSocketHandshake, a_good_request_is_accepted) {
  ASSERT_TRUE(is_upgrade(good_request()));
  const http::Response response = accept_upgrade(good_request());
  EXPECT_EQ(response.status, 101);
  EXPECT_EQ(response.header("Sec-WebSocket-Accept"), rfc_accept);
}

TEST(WebSocketHandshake, extensions_and_subprotocols_are_left_out) {
  http::Request request = good_request();
  request.headers.emplace_back("Sec-WebSocket-Extensions", "permessage-deflate");
  request.headers.emplace_back("Sec-WebSocket-Protocol", "chat");
  const http::Response response = accept_upgrade(request);
  EXPECT_EQ(response.status, 101);
  EXPECT_EQ(response.headers.size(), 2u);
}

TEST(WebSocketHandshake, bad_requests_are_told_what_is_wrong) {
  http::Request post = good_request();
  post.method = "POST";
  EXPECT_EQ(accept_upgrade(post).status, 405);
  http::Request old = good_request();
  replace(old, "Sec-WebSocket-Version", "8");
  EXPECT_EQ(accept_upgrade(old).status, 426);
  EXPECT_EQ(accept_upgrade(old).header("Sec-WebSocket-Version"), "13");
  for (const std::string_view key :
       {"", "dGhl", "dGhlIHNhbXBsZSBub25jZQ", "dGhlIHNhbXBsZSBub25jZQ=*"}) {
    http::Request request = good_request();
    replace(request, "Sec-WebSocket-Key", key);
    EXPECT_EQ(accept_upgrade(request).status, 400) << key;
  }
  http::Request no_connection = good_request();
  replace(no_connection, "Connection", "keep-alive");
  EXPECT_EQ(accept_upgrade(no_connection).status, 400);
  http::Request h2 = good_request();
  replace(h2, "Upgrade", "h2c");
  EXPECT_FALSE(is_upgrade(h2));
}

Nonce rfc_nonce() {
  Nonce nonce{};
  const std::string_view text = "the sample nonce";
  std::copy(text.begin(), text.end(), nonce.begin());
  return nonce;
}

std::string answer(std::string_view accept) {
  return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: upgrade\r\n"
         "Sec-WebSocket-Accept: " +
         std::string(accept) + "\r\n\r\n";
}

TEST(WebSocketHandshake, the_client_believes_the_right_answer_and_keeps_what_follows) {
  ClientHandshake hello({.host = "server.example", .target = "/c2w"}, rfc_nonce());
  EXPECT_TRUE(hello.request().starts_with("GET /c2w HTTP/1.1\r\nHost: server.example\r\n"));
  EXPECT_NE(hello.request().find("Sec-WebSocket-Key: " + std::string(rfc_key)), std::string::npos);
  const std::string text = answer(rfc_accept) + "frames";
  for (std::size_t i = 0; i < 40; ++i) ASSERT_FALSE(*hello.feed(text.substr(i, 1)));
  EXPECT_TRUE(*hello.feed(text.substr(40)));
  EXPECT_EQ(hello.rest(), "frames");
}

Errc refused(std::string_view text) {
  ClientHandshake hello({.host = "server.example"}, rfc_nonce());
  const auto done = hello.feed(text);
  return done ? Errc::cancelled : done.error().code;
}

TEST(WebSocketHandshake, the_client_refuses_everything_else) {
  EXPECT_EQ(refused(answer("s3pPLMBiTxaQ9kYGzzhZRbK+xOp=")), Errc::protocol_error);
  EXPECT_EQ(refused("HTTP/1.1 401 Unauthorized\r\n\r\n"), Errc::not_permitted);
  EXPECT_EQ(refused("HTTP/1.1 200 OK\r\n\r\n"), Errc::unavailable);
  EXPECT_EQ(refused("HTTP/1.1 101 Switching Protocols\r\n\r\n"), Errc::protocol_error);
  EXPECT_EQ(refused("SSH-2.0-OpenSSH\r\n\r\n"), Errc::protocol_error);
  std::string offered = answer(rfc_accept);
  offered.insert(offered.size() - 2, "Sec-WebSocket-Protocol: chat\r\n");
  EXPECT_EQ(refused(offered), Errc::protocol_error);
}

}  // namespace
}  // namespace curia::websocket
