// The web listener and client in reality, over TLS on loopback, against implementations that are
// not ours: cpp-httplib and curl.
#define CPPHTTPLIB_OPENSSL_SUPPORT
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
#include <httplib.h>
#pragma GCC diagnostic pop

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <cstdio>
#include <functional>
#include <set>
#include <thread>

#include "impl/io/reality.hpp"
#include "impl/service/web/client.hpp"
#include "impl/service/web/listener.hpp"

namespace curia::web {
namespace {

class EchoTarget final : public Handler {
 public:
  void handle(const http::Request& request, const Endpoint& peer, Responder respond) override {
    ports.insert(peer.port);
    const std::string_view what = request.method == "POST" ? request.body : request.target;
    respond({.status = 200, .headers = {}, .body = std::string(what)});
  }
  std::set<std::uint16_t> ports;  // one per connection
};

class WebReal : public testing::Test {
 protected:
  WebReal()
      : env_(reality_.env()),
        identity_(*tls::make_self_signed({"localhost", "127.0.0.1"}, 1, env_.clock.wall())),
        trust_(*tls::Context::client({.bundle_pem = identity_.certificate_pem})),
        listener_(
            env_,
            {.name = "test", .local = {loopback_v4, 0}, .tls = *tls::Context::server(identity_)},
            handler_),
        local_(*listener_.start()) {}

  // Serves while `client` runs on a thread of its own.
  void serve(const std::function<void()>& client) {
    std::atomic<bool> over = false;
    std::thread thread([&] {
      client();
      over = true;
    });
    tick();
    const bool in_time = reality_.run_until([&] { return over.load(); }, 30s);
    EXPECT_TRUE(in_time);
    env_.timers.cancel(ticking_);
    thread.join();
  }

  // The loop looks at `over` after each turn, and a quiet server has no turns.
  void tick() {
    ticking_ = env_.timers.at(env_.clock.now() + 20ms, [this] { tick(); });
  }

  // What curl prints, its errors included.
  std::string curl(const std::string& arguments) {
    std::string out;
    serve([&] {
      const std::string command = "curl -sS -k --max-time 10 " + arguments + " 2>&1";
      FILE* pipe = popen(command.c_str(), "r");
      std::array<char, 4096> piece{};
      for (std::size_t size; (size = fread(piece.data(), 1, piece.size(), pipe)) > 0;)
        out.append(piece.data(), size);
      pclose(pipe);
    });
    return out;
  }
  std::string place() const { return "127.0.0.1:" + std::to_string(local_.port); }

  io::Reality reality_{{}};
  Env env_;
  EchoTarget handler_;
  tls::Identity identity_;
  tls::Context trust_;
  Listener listener_;
  Endpoint local_;
  TimerId ticking_{};
};

TEST_F(WebReal, httplib_keeps_its_connection) {
  serve([&] {
    httplib::SSLClient client("127.0.0.1", local_.port);
    client.enable_server_certificate_verification(false);
    client.set_keep_alive(true);
    for (int i = 0; i < 20; ++i) {
      const auto got = client.Get("/x" + std::to_string(i));
      ASSERT_TRUE(got) << httplib::to_string(got.error());
      EXPECT_EQ(got->body, "/x" + std::to_string(i));
    }
    const std::string large(500'000, 'p');
    const auto posted = client.Post("/p", large, "text/plain");
    ASSERT_TRUE(posted);
    EXPECT_EQ(posted->body, large);
  });
  EXPECT_EQ(handler_.ports.size(), 1u);
}

TEST_F(WebReal, curl_is_answered) {
  const std::string url = "https://" + place();
  EXPECT_EQ(curl(url + "/a " + url + "/b"), "/a/b");
  EXPECT_EQ(handler_.ports.size(), 1u);
  EXPECT_EQ(curl("--tlsv1.2 --tls-max 1.2 " + url + "/old"), "/old");
  EXPECT_EQ(curl("-H 'Expect: 100-continue' -d body " + url), "body");
}

TEST_F(WebReal, tls_1_1_is_refused) {
  const std::string out =
      curl("--tlsv1.0 --tls-max 1.1 --ciphers DEFAULT@SECLEVEL=0 https://" + place());
  EXPECT_NE(out.find("alert protocol version"), std::string::npos) << out;
}

TEST_F(WebReal, plain_http_is_told_so) {
  const std::string out = curl("-i http://" + place());
  EXPECT_TRUE(out.starts_with("HTTP/1.1 400 ")) << out;
  EXPECT_NE(out.find("this port speaks HTTPS"), std::string::npos);
}

TEST_F(WebReal, our_client_fetches_and_drain_ends) {
  Client client(env_, trust_);
  std::optional<Result<http::Response>> got;
  client.fetch({.url = "https://localhost:" + std::to_string(local_.port) + "/mine"},
               [&](Result<http::Response> result) { got = std::move(result); });
  ASSERT_TRUE(reality_.run_until([&] { return got.has_value(); }, 10s));
  ASSERT_TRUE(*got) << got->error().message;
  EXPECT_EQ((*got)->body, "/mine");
  bool drained = false;
  listener_.drain(5s, [&] { drained = true; });
  EXPECT_TRUE(reality_.run_until([&] { return drained; }, 10s));
}

}  // namespace
}  // namespace curia::web
