// WebSockets over the listener and the client, on simulated connections with real TLS.
#include <gtest/gtest.h>

#include "impl/service/web/socket_client.hpp"
#include "impl/service/web/testing/web_world.hpp"
#include "impl/wire/websocket/testing.hpp"
#include "sim/world/compare.hpp"

namespace curia::web {
namespace {

using Texts = std::vector<std::string>;

// Notes what happens; a server's end may echo.
class Ear final : public SocketHandler {
 public:
  explicit Ear(bool echoes = false) : echoes_(echoes) {}
  void on_open(Socket& opened) override { socket = &opened; }
  void on_message(const websocket::Message& message) override {
    heard.emplace_back(message.data);
    if (message.data == "close") socket->close(websocket::close_code::policy_violation, "asked to");
    if (message.data == "cut") return socket->cut();
    if (echoes_) sent = socket->send(message.data);
  }
  void on_closed(const websocket::Ending& how) override {
    ending = how;
    ++ends;
    socket = nullptr;
  }
  void on_failed(const Error& error) override {
    failure = error;
    ++ends;
  }

  Socket* socket = nullptr;
  Texts heard;
  Result<> sent;
  std::optional<websocket::Ending> ending;
  std::optional<Error> failure;
  int ends = 0;

 private:
  bool echoes_;
};

// A WebSocket at /echo, a refusal at /no, HTTP everywhere else.
class EchoHandler final : public Handler {
 public:
  void handle(const http::Request& request, const Endpoint& peer, Responder respond) override {
    http.handle(request, peer, std::move(respond));
  }
  std::optional<Upgrade> upgrade(const http::Request& request, const Endpoint&) override {
    if (request.target == "/no")
      return Upgrade{.refusal = {.status = 401, .headers = {}, .body = {}}};
    if (request.target != "/echo") return std::nullopt;
    ears.push_back(std::make_shared<Ear>(true));
    return Upgrade{.handler = ears.back(), .options = {.queue_bytes = 600'000}};
  }
  TestHandler http;
  std::vector<std::shared_ptr<Ear>> ears;
};

struct SocketWorld : WebWorld {
  explicit SocketWorld(std::uint64_t seed, const sim::Options& options = sim::Options::calm())
      : WebWorld(seed, true, options) {
    listener.reset();
    auto context = *tls::Context::server(identity);
    listener.emplace(
        server.env(),
        ListenerOptions{.name = "web", .local = {address.address, 444}, .tls = context}, echo);
    listener->start().value();
  }
  std::shared_ptr<SocketClient> open(const std::shared_ptr<Ear>& ear, std::string path = "/echo",
                                     std::uint16_t port = 444) {
    return SocketClient::open(
        client.env(),
        {.host = "server.example", .port = port, .path = std::move(path), .tls = trust}, ear);
  }
  EchoHandler echo;
};

TEST(WebSocket, messages_go_both_ways_over_tls) {
  SocketWorld web(1);
  const auto ear = std::make_shared<Ear>();
  web.open(ear);
  web.world.run_for(1s);
  ASSERT_NE(ear->socket, nullptr);
  const std::string large(300'000, 'x');
  for (const std::string& text : {std::string("hello"), large})
    ASSERT_TRUE(ear->socket->send(text).has_value());
  web.world.run_for(1s);
  EXPECT_EQ(ear->heard, (Texts{"hello", large}));
  ear->socket->close(websocket::close_code::normal, "done");
  web.world.run_for(10s);
  ASSERT_TRUE(ear->ending);
  EXPECT_FALSE(ear->ending->by_peer);
  EXPECT_EQ(web.echo.ears[0]->ending->reason, "done");
  EXPECT_TRUE(web.echo.ears[0]->ending->by_peer);
  EXPECT_EQ(ear->ends, 1);
  EXPECT_EQ(web.echo.ears[0]->ends, 1);
  EXPECT_EQ(web.listener->connections(), 0u);
}

TEST(WebSocket, the_server_may_close_or_cut) {
  SocketWorld web(1);
  const auto ear = std::make_shared<Ear>(), other = std::make_shared<Ear>();
  web.open(ear);
  web.open(other);
  web.world.run_for(1s);
  ASSERT_TRUE(ear->socket->send("close").has_value());
  ASSERT_TRUE(other->socket->send("cut").has_value());
  web.world.run_for(10s);
  EXPECT_EQ(ear->ending->code, websocket::close_code::policy_violation);
  EXPECT_EQ(ear->ending->reason, "asked to");
  EXPECT_EQ(other->ending->code, websocket::close_code::abnormal);
  EXPECT_EQ(web.listener->connections(), 0u);
}

TEST(WebSocket, refusals_and_other_places_are_told) {
  SocketWorld web(1);
  const auto refused = std::make_shared<Ear>(), nowhere = std::make_shared<Ear>(),
             nobody = std::make_shared<Ear>();
  web.open(refused, "/no");
  web.open(nowhere, "/a");
  web.open(nobody, "/echo", 445);
  web.world.run_for(60s);
  EXPECT_EQ(refused->failure->code, Errc::not_permitted);
  EXPECT_EQ(nowhere->failure->code, Errc::unavailable);
  EXPECT_EQ(nobody->failure->code, Errc::unavailable);
  EXPECT_EQ(refused->ends + nowhere->ends + nobody->ends, 3);
}

TEST(WebSocket, a_certificate_that_is_not_believed_ends_it) {
  SocketWorld web(1);
  web.trust = *tls::Context::client(
      {.bundle_pem = tls::make_self_signed({"server.example"}, 30, web.server.env().clock.wall())
                         ->certificate_pem});
  const auto ear = std::make_shared<Ear>();
  web.open(ear);
  web.world.run_for(10s);
  EXPECT_EQ(ear->failure->code, Errc::not_permitted);
}

TEST(WebSocket, a_bad_handshake_is_answered_by_http) {
  SocketWorld web(1);
  RawClient client(web.client.env());
  client.use_tls(web.trust);
  client.connect({web.address.address, 444});
  client.say(
      "GET /echo HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Version: 12\r\n\r\n");
  client.say(get_a);
  web.world.run_for(1s);
  EXPECT_TRUE(client.got.starts_with("HTTP/1.1 426 ")) << client.got;
  EXPECT_TRUE(client.got.ends_with("\r\n\r\n/a")) << client.got;
}

constexpr std::string_view raw_hello =
    "GET /echo HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";

TEST(WebSocket, frames_that_come_with_the_request_are_not_lost) {
  SocketWorld web(1);
  RawClient client(web.client.env());
  client.use_tls(web.trust);
  client.connect({web.address.address, 444});
  client.say(std::string(raw_hello) + websocket::client_frame(websocket::Opcode::text, "early"));
  web.world.run_for(1s);
  EXPECT_TRUE(client.got.starts_with("HTTP/1.1 101 Switching Protocols\r\n")) << client.got;
  EXPECT_TRUE(client.got.ends_with(websocket::server_frame(websocket::Opcode::text, "early")));
}

TEST(WebSocket, what_breaks_the_protocol_is_closed_with_its_code) {
  SocketWorld web(1);
  RawClient client(web.client.env());
  client.use_tls(web.trust);
  client.connect({web.address.address, 444});
  client.say(std::string(raw_hello) + websocket::server_frame(websocket::Opcode::text, "no mask"));
  web.world.run_for(10s);
  EXPECT_NE(client.got.find("not masked"), std::string::npos);
  EXPECT_TRUE(client.closed);
  EXPECT_EQ(web.echo.ears[0]->ending->code, websocket::close_code::protocol_error);
}

TEST(WebSocket, a_client_that_does_not_read_is_let_go_and_memory_stays_bounded) {
  SocketWorld web(1);
  RawClient client(web.client.env());
  client.use_tls(web.trust);
  client.connect({web.address.address, 444});
  client.say(raw_hello);
  web.world.run_for(1s);
  client.stop_reading();
  const std::string message =
      websocket::client_frame(websocket::Opcode::text, std::string(100'000, 'x'));
  for (int i = 0; i < 40; ++i) client.say(message);
  web.world.run_for(1s);
  EXPECT_EQ(web.echo.ears[0]->sent.error().code, Errc::limit_reached);
  web.world.run_for(limits::websocket_write_timeout + 1s);
  EXPECT_EQ(web.listener->connections(), 0u);
  EXPECT_EQ(web.echo.ears[0]->ends, 1);
}

TEST(WebSocket, a_broken_connection_is_an_end_for_both) {
  SocketWorld web(1);
  const auto ear = std::make_shared<Ear>();
  const auto client = web.open(ear);
  web.world.run_for(1s);
  client->cut();
  web.world.run_for(1s);
  EXPECT_EQ(ear->ends, 0);  // it was our own doing
  EXPECT_EQ(web.echo.ears[0]->ending->code, websocket::close_code::abnormal);
}

TEST(WebSocket, silence_over_a_dead_network_is_noticed) {
  SocketWorld web(1);
  const auto ear = std::make_shared<Ear>();
  web.open(ear);
  web.world.run_for(1s);
  web.world.net().partition(web.server, web.client);
  web.world.run_for(limits::websocket_silence + 10s);
  EXPECT_EQ(ear->ends, 1);
  EXPECT_EQ(web.echo.ears[0]->ends, 1);
}

TEST(WebSocket, draining_says_goodbye) {
  SocketWorld web(1);
  const auto ear = std::make_shared<Ear>();
  web.open(ear);
  web.world.run_for(1s);
  bool drained = false;
  web.listener->drain(5s, [&] { drained = true; });
  web.world.run_for(1s);
  EXPECT_TRUE(drained);
  EXPECT_EQ(ear->ending->code, websocket::close_code::going_away);
}

// In every phase: a name is asked for, TLS is shaken, the WebSocket is open.
TEST(WebSocket, a_power_cut_of_its_host_leaves_nothing_of_a_client) {
  for (const Duration after : {0ms, 1ms, 20ms, 1000ms}) {
    SocketWorld web(1);
    const auto ear = std::make_shared<Ear>();
    const std::weak_ptr<SocketClient> client = web.open(ear);
    web.world.run_for(after);
    ASSERT_FALSE(client.expired()) << after;
    web.client.power_cut();
    EXPECT_TRUE(client.expired()) << after;
    EXPECT_EQ(ear.use_count(), 1) << after;
    EXPECT_EQ(ear->ends, 0) << after;
  }
}

TEST(WebSocket, the_same_seed_gives_the_same_run) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const auto difference = sim::compare_runs([&](sim::TraceSink& sink) {
      sim::Options options = sim::Options::swarm(seed);
      options.trace_sink = &sink;
      SocketWorld web(seed, options);
      std::vector<std::shared_ptr<Ear>> ears;
      for (int i = 0; i < 10; ++i) {
        ears.push_back(std::make_shared<Ear>());
        web.world.at(Instant(i * 100ms), [&web, ear = ears.back()] { web.open(ear); });
      }
      for (int i = 0; i < 50; ++i)
        web.world.at(Instant(i * 200ms), [&] {
          for (const auto& ear : ears)
            if (ear->socket != nullptr) (void)ear->socket->send(std::string(5000, 'a'));
        });
      web.world.run_for(600s);
      for (const auto& ear : ears)
        if (ear->socket != nullptr) ear->socket->close(websocket::close_code::normal, {});
      web.world.run_for(600s);
      for (const auto& ear : ears) EXPECT_EQ(ear->ends, 1) << seed;
      EXPECT_EQ(web.listener->connections(), 0u) << seed;
    });
    EXPECT_FALSE(difference) << difference->text();
  }
}

}  // namespace
}  // namespace curia::web
