#include "impl/service/web/listener.hpp"

#include <gtest/gtest.h>

#include "impl/service/web/testing/web_world.hpp"
#include "sim/world/compare.hpp"

namespace curia::web {
namespace {

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string_view::npos; ++at) ++found;
  return found;
}

TEST(WebListener, answers_over_tls) {
  WebWorld web(1);
  RawClient client(web.client.env());
  client.use_tls(web.trust);
  client.connect(web.address);
  client.say(get_a);
  web.world.run_for(1s);
  EXPECT_TRUE(client.got.starts_with("HTTP/1.1 200 OK\r\n")) << client.got;
  EXPECT_TRUE(client.got.ends_with("\r\n\r\n/a"));
  EXPECT_EQ(web.listener->connections(), 1u);
}

TEST(WebListener, pipelined_answers_of_one_event_leave_in_one_write) {
  WebWorld web(1, false);
  RawClient client(web.client.env());
  client.connect(web.address);
  std::string many;
  for (int i = 0; i < 40; ++i) many += get_a;  // more than may be in flight at a time
  client.say(many);
  web.world.run_for(1s);
  EXPECT_EQ(count(client.got, "HTTP/1.1 200 OK"), 40u);
  EXPECT_EQ(client.pieces, 1u);
}

TEST(WebListener, late_answers_keep_the_order_of_the_requests) {
  WebWorld web(1, false);
  RawClient client(web.client.env());
  client.connect(web.address);
  client.say("GET /late HTTP/1.1\r\nHost: x\r\n\r\n" + std::string(get_a) +
             "GET /late HTTP/1.1\r\nHost: x\r\n\r\n");
  web.world.run_for(1s);
  EXPECT_EQ(client.got, "");
  web.handler.release();
  web.world.run_for(1s);
  EXPECT_EQ(count(client.got, "HTTP/1.1 200 OK"), 3u);
  EXPECT_LT(client.got.find("late"), client.got.find("/a"));
  EXPECT_EQ(client.pieces, 1u);
}

TEST(WebListener, an_answer_after_the_end_of_the_connection_is_harmless) {
  WebWorld web(1, false);
  RawClient client(web.client.env());
  client.connect(web.address);
  client.say("GET /late HTTP/1.1\r\nHost: x\r\n\r\n");
  web.world.run_for(1s);
  client.reset();
  web.world.run_for(1s);
  EXPECT_EQ(web.listener->connections(), 0u);
  web.handler.release();
  web.world.run_for(1s);
}

TEST(WebListener, silence_in_the_handshake_ends_at_its_second) {
  WebWorld web(1);
  RawClient client(web.client.env());
  client.connect(web.address);
  web.world.run_for(60s);
  ASSERT_TRUE(client.closed);
  EXPECT_EQ((client.closed_at - Instant{}) / 1s, limits::tls_handshake_timeout / 1s);
}

TEST(WebListener, an_idle_connection_ends_at_its_second) {
  WebWorld web(1, false);
  RawClient client(web.client.env());
  client.connect(web.address);
  web.world.run_for(10s);
  client.say(get_a);
  web.world.run_for(120s);
  ASSERT_TRUE(client.closed);
  EXPECT_EQ((client.closed_at - Instant{}) / 1s, (10s + limits::http_idle_timeout) / 1s);
}

TEST(WebListener, half_a_request_is_told_so_at_its_second) {
  WebWorld web(1, false);
  RawClient client(web.client.env());
  client.connect(web.address);
  client.say("GET /a HTT");
  web.world.run_for(60s);
  EXPECT_TRUE(client.got.starts_with("HTTP/1.1 408 ")) << client.got;
  ASSERT_TRUE(client.closed);
  EXPECT_EQ((client.closed_at - Instant{}) / 1s, limits::http_request_timeout / 1s);
}

TEST(WebListener, a_client_that_does_not_read_is_cut_at_its_second) {
  WebWorld web(1, false);
  RawClient client(web.client.env());
  client.connect(web.address);
  web.world.run_for(1s);
  client.stop_reading();
  client.say("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
  web.world.run_for(limits::http_write_timeout - 1s);
  EXPECT_EQ(web.listener->connections(), 1u);
  web.world.run_for(2s);
  EXPECT_EQ(web.listener->connections(), 0u);
}

// The answer is the last one, so the connection is closing already while it waits for the reader.
TEST(WebListener, a_last_answer_that_nobody_reads_is_cut_too) {
  WebWorld web(1, false);
  RawClient client(web.client.env());
  client.connect(web.address);
  web.world.run_for(1s);
  client.stop_reading();
  client.say("GET /large HTTP/1.0\r\n\r\n");
  web.world.run_for(limits::http_write_timeout - 1s);
  EXPECT_EQ(web.listener->connections(), 1u);
  web.world.run_for(2s);
  EXPECT_EQ(web.listener->connections(), 0u);
}

TEST(WebListener, plain_http_on_the_tls_port_is_told_so) {
  WebWorld web(1);
  RawClient client(web.client.env());
  client.connect(web.address);
  client.say(get_a);
  web.world.run_for(1s);
  EXPECT_TRUE(client.got.starts_with("HTTP/1.1 400 ")) << client.got;
  EXPECT_NE(client.got.find("this port speaks HTTPS"), std::string::npos);
  EXPECT_TRUE(client.closed);
  EXPECT_EQ(web.listener->connections(), 0u);
}

TEST(WebListener, more_connections_than_allowed_are_refused) {
  WebWorld web(1, false);
  web.listener.reset();
  Listener listener(web.server.env(),
                    {.name = "web", .local = {web.address.address, 80}, .connections = 2},
                    web.handler);
  const Endpoint address = *listener.start();
  RawClient a(web.client.env()), b(web.client.env()), c(web.client.env());
  for (RawClient* client : {&a, &b, &c}) client->connect(address);
  web.world.run_for(1s);
  EXPECT_EQ(listener.connections(), 2u);
  EXPECT_TRUE(c.closed);
  EXPECT_FALSE(a.closed);
}

TEST(WebListener, drains_what_is_in_flight) {
  WebWorld web(1);
  RawClient idle(web.client.env()), busy(web.client.env());
  for (RawClient* client : {&idle, &busy}) {
    client->use_tls(web.trust);
    client->connect(web.address);
  }
  idle.say(get_a);
  busy.say("GET /late HTTP/1.1\r\nHost: x\r\n\r\n");
  web.world.run_for(1s);
  bool drained = false;
  web.listener->drain(5s, [&] { drained = true; });
  web.world.run_for(1s);
  EXPECT_TRUE(idle.closed);
  EXPECT_FALSE(drained);
  web.handler.release();
  web.world.run_for(1s);
  EXPECT_TRUE(busy.got.ends_with("late"));
  EXPECT_NE(busy.got.find("Connection: close"), std::string::npos);
  EXPECT_TRUE(drained);
}

TEST(WebListener, draining_has_an_end) {
  WebWorld web(1);
  RawClient busy(web.client.env());
  busy.use_tls(web.trust);
  busy.connect(web.address);
  busy.say("GET /late HTTP/1.1\r\nHost: x\r\n\r\n");
  web.world.run_for(1s);
  bool drained = false;
  web.listener->drain(5s, [&] { drained = true; });
  web.world.run_for(4s);
  EXPECT_FALSE(drained);
  web.world.run_for(2s);
  EXPECT_TRUE(drained);
  web.handler.release();
}

// Twenty clients, TLS, splits, resets and half-open connections: whatever happens, it happens
// again in the same way, and the server keeps nothing.
TEST(WebListener, the_same_seed_gives_the_same_run) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    const auto difference = sim::compare_runs([&](sim::TraceSink& sink) {
      sim::Options options = sim::Options::swarm(seed);
      options.trace_sink = &sink;
      WebWorld web(seed, true, options);
      std::deque<RawClient> clients;
      for (int i = 0; i < 20; ++i) {
        RawClient& client = clients.emplace_back(web.client.env());
        client.use_tls(web.trust);
        web.world.at(Instant(i * 100ms), [&] {
          client.connect(web.address);
          client.say(get_a);
          client.say("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
        });
      }
      web.world.run_for(600s);
      EXPECT_EQ(web.listener->connections(), 0u) << seed;
    });
    EXPECT_FALSE(difference) << difference->text();
  }
}

}  // namespace
}  // namespace curia::web
