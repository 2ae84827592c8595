// What the tests of the web listener and client share: a world with a server and a client host, a
// handler that can be told to be slow, and a raw client that may misbehave.
#pragma once

#include <deque>
#include <optional>
#include <string>

#include "impl/service/web/client.hpp"
#include "impl/service/web/listener.hpp"
#include "impl/wire/tls/machine.hpp"
#include "impl/wire/tls/randomness.hpp"
#include "sim/world/world.hpp"

namespace curia::web {

// Answers with the target; "/late" waits until release(), "/large" is larger than the network
// takes at once.
class TestHandler final : public Handler {
 public:
  void handle(const http::Request& request, const Endpoint&, Responder respond) override {
    ++requests;
    if (request.target == "/late") {
      late.push_back(std::move(respond));
      return;
    }
    const bool large = request.target == "/large";
    respond({.status = 200,
             .headers = {},
             .body = large ? std::string(2'000'000, 'x') : std::string(request.target)});
  }
  void release() {
    for (Responder& respond : late) respond({.status = 200, .headers = {}, .body = "late"});
    late.clear();
  }

  int requests = 0;
  std::deque<Responder> late;
};

// Says what it is told to say; notes what comes and when it ends.
class RawClient final : public StreamHandler {
 public:
  explicit RawClient(const Env& env) : env_(env) {}
  void connect(const Endpoint& to) { stream_ = env_.net.connect(to, *this); }
  void use_tls(const tls::Context& context) {
    tls_.emplace(context, env_.clock.wall(), "server.example");
  }
  void say(std::string_view text) {
    to_say_ += text;
    speak();
  }
  void stop_reading() { env_.net.pause(stream_); }
  void finish() { env_.net.finish(stream_); }
  void reset() { env_.net.reset(stream_); }

  bool connected = false, ended = false;
  std::string got;
  std::size_t pieces = 0;
  std::optional<CloseReason> closed;
  Instant closed_at{};

 private:
  void on_connected() override {
    connected = true;
    speak();
  }
  void on_received(std::string_view bytes) override {
    ++pieces;
    if (!tls_)
      got += bytes;
    else if (tls_->state() != tls::State::failed && !tls_->feed(bytes, got))
      env_.net.close(stream_);
    speak();
  }
  void on_end() override {
    ended = true;
    env_.net.close(stream_);
  }
  void on_writable() override {}
  void on_closed(CloseReason reason) override {
    closed = reason;
    closed_at = env_.clock.now();
  }
  void speak() {
    if (!connected) return;
    if (!tls_) {
      env_.net.send(stream_, to_say_);
      to_say_.clear();
      return;
    }
    if (tls_->state() == tls::State::open) {
      tls_->write(to_say_).value();
      to_say_.clear();
    }
    env_.net.send(stream_, tls_->output());
    tls_->clear_output();
  }

  Env env_;
  StreamId stream_{};
  std::optional<tls::Machine> tls_;
  std::string to_say_;
};

// A server at server.example:443 and a client's host.
struct WebWorld {
  explicit WebWorld(std::uint64_t seed, bool secure = true,
                    const sim::Options& options = sim::Options::calm())
      : world(seed, options),
        server(world.add_host("server", {"10.0.0.1"})),
        client(world.add_host("client", {"10.0.0.2"})),
        random(server.env().random),
        identity(
            *tls::make_self_signed({"server.example", "10.0.0.1"}, 30, server.env().clock.wall())),
        trust(*tls::Context::client({.bundle_pem = identity.certificate_pem})) {
    world.net().add_name("server.example", {"10.0.0.1"});
    ListenerOptions listening{.name = "web", .local = address};
    if (secure) listening.tls = *tls::Context::server(identity);
    listener.emplace(server.env(), std::move(listening), handler);
    listener->start().value();
  }

  sim::World world;
  sim::SimHost& server;
  sim::SimHost& client;
  tls::SimulatedRandomness random;
  tls::Identity identity;
  tls::Context trust;
  TestHandler handler;
  Endpoint address{{{10, 0, 0, 1}, false}, 443};
  std::optional<Listener> listener;
};

inline constexpr std::string_view get_a = "GET /a HTTP/1.1\r\nHost: server.example\r\n\r\n";

}  // namespace curia::web
