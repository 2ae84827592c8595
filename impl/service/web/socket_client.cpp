#include "impl/service/web/socket_client.hpp"

#include <utility>

namespace curia::web {
namespace {

// "host:port", with the brackets that an IPv6 address needs.
std::string authority_of(const SocketTarget& target) {
  const bool is_v6 = target.host.find(':') != std::string::npos;
  return (is_v6 ? "[" + target.host + "]" : target.host) + ":" + std::to_string(target.port);
}

}  // namespace

std::shared_ptr<SocketClient> SocketClient::open(const Env& env, SocketTarget target,
                                                 std::shared_ptr<SocketHandler> handler) {
  std::shared_ptr<SocketClient> client(
      new SocketClient(env, std::move(target), std::move(handler)));
  client->resolve();
  client->arm();
  return client;
}

SocketClient::SocketClient(const Env& env, SocketTarget target,
                           std::shared_ptr<SocketHandler> handler)
    : env_(env),
      target_(std::move(target)),
      handler_(std::move(handler)),
      connect_deadline_(env.clock.now() + target_.timeout) {}

SocketClient::~SocketClient() {
  if (timer_) env_.timers.cancel(*timer_);
  if (serve_timer_) env_.timers.cancel(*serve_timer_);
}

std::string SocketClient::text() const { return authority_of(target_); }

void SocketClient::cut() {
  handler_.reset();
  if (session_) session_->forget_handler();
  phase_ = Phase::gone;
  if (stream_) env_.net.reset(*stream_);
  rest();
}

void SocketClient::resolve() {
  env_.net.resolve(target_.host, [self = shared_from_this()](Result<std::vector<IpAddress>> found) {
    if (self->phase_ != Phase::resolving) return;
    if (!found) return self->fail_with(found.error());
    self->addresses_.assign(found->rbegin(), found->rend());
    self->failure_ = {Errc::not_found, {}, "the name has no address"};
    self->try_next_address();
  });
}

void SocketClient::try_next_address() {
  if (addresses_.empty()) return fail_with(failure_);
  const Endpoint remote{addresses_.back(), target_.port};
  addresses_.pop_back();
  phase_ = Phase::connecting;
  failure_ = {Errc::unavailable, {}, "no connection to " + to_string(remote)};
  self_ = shared_from_this();
  stream_ = env_.net.connect(remote, *this);
}

void SocketClient::on_connected() {
  if (phase_ != Phase::connecting) return;
  addresses_.clear();
  if (!target_.tls) return begin_handshake();
  phase_ = Phase::tls;
  tls_.emplace(*target_.tls, env_.clock.wall(), target_.host);
  transmit(tls_->output());
}

void SocketClient::begin_handshake() {
  phase_ = Phase::handshake;
  websocket::Nonce nonce;
  env_.random.secret(nonce);
  handshake_.emplace(
      websocket::ClientHello{
          .host = authority_of(target_), .target = target_.path, .headers = target_.headers},
      nonce);
  send(handshake_->request());
}

void SocketClient::on_received(std::string_view bytes) {
  const auto self = shared_from_this();
  if (phase_ < Phase::tls || phase_ > Phase::open) return;
  if (!tls_) return receive(bytes);
  std::string plaintext;
  const auto fed = tls_->feed(bytes, plaintext);
  if (!tls_->output().empty()) transmit(tls_->output());
  if (!fed) return fail_with(fed.error());
  if (phase_ == Phase::tls && tls_->state() != tls::State::handshaking) begin_handshake();
  if (!plaintext.empty()) receive(plaintext);
  if (tls_ && tls_->state() == tls::State::ended) on_end();
}

void SocketClient::receive(std::string_view plaintext) {
  if (phase_ == Phase::open) {
    session_->feed(plaintext);
    return serve();
  }
  if (phase_ != Phase::handshake) return;
  const auto done = handshake_->feed(plaintext);
  if (!done) return fail_with(done.error());
  if (!*done) return;
  phase_ = Phase::open;
  session_.emplace(env_, websocket::Role::client, target_.options, std::move(handler_), [this] {
    if (serving_ || serve_timer_ || phase_ != Phase::open) return;
    serve_timer_ = env_.timers.at(env_.clock.now(), [this] {
      serve_timer_.reset();
      serve();
    });
  });
  handler_.reset();
  serving_ = true;
  session_->open();
  serving_ = false;
  if (phase_ != Phase::open) return;
  session_->feed(handshake_->rest());
  handshake_.reset();
  serve();
}

void SocketClient::serve() {
  if (phase_ != Phase::open) return;
  const auto self = shared_from_this();
  serving_ = true;
  session_->work();
  serving_ = false;
  if (phase_ != Phase::open) return;
  std::string out;
  if (!blocked_ && session_->take_output(out)) send(out);
  if (phase_ != Phase::open) return;
  if (session_->wants_reset()) return reset_stream();
  if (session_->wants_close()) return close_stream();
  arm();
}

// Before the WebSocket is open, or when TLS breaks under it.
void SocketClient::fail_with(Error error) {
  const auto self = shared_from_this();
  error.message = text() + ": " + error.message;
  phase_ = phase_ == Phase::open ? phase_ : Phase::ending;
  if (const auto handler = std::exchange(handler_, nullptr)) handler->on_failed(error);
  if (phase_ == Phase::gone) return;  // the handler has cut us
  stream_ ? close_stream() : rest();
}

void SocketClient::on_end() {
  if (phase_ == Phase::open) {
    session_->end_of_input();
    serve();
  } else if (stream_ && phase_ < Phase::ending) {
    fail_with({Errc::unavailable, {}, "the connection ended before the WebSocket was open"});
  } else if (stream_) {
    env_.net.close(*stream_);
  }
}

void SocketClient::on_writable() {
  blocked_ = false;
  if (session_) session_->machine().on_writable();
  serve();
}

void SocketClient::on_closed(CloseReason reason) {
  const auto self = shared_from_this();
  stream_.reset();
  if (phase_ == Phase::connecting) {
    failure_.message += " (" + std::string(name_of(reason)) + ")";
    return try_next_address();
  }
  if (phase_ == Phase::tls || phase_ == Phase::handshake)
    fail_with({Errc::unavailable, {}, "the connection ended before the WebSocket was open"});
  if (session_ && phase_ != Phase::gone) session_->gone();
  rest();
}

void SocketClient::send(std::string_view plaintext) {
  if (!tls_) return transmit(plaintext);
  const auto written = tls_->write(plaintext);
  if (!tls_->output().empty()) transmit(tls_->output());
  if (!written) reset_stream();
}

void SocketClient::transmit(std::string_view bytes) {
  const bool room = env_.net.send(*stream_, bytes);
  if (tls_) tls_->clear_output();
  if (room || blocked_) return;
  blocked_ = true;
  if (session_) session_->machine().on_blocked(env_.clock.now());
}

void SocketClient::close_stream() {
  phase_ = Phase::ending;
  if (tls_ && tls_->state() != tls::State::failed && tls_->state() != tls::State::handshaking) {
    tls_->close();
    if (!tls_->output().empty()) transmit(tls_->output());
  }
  if (stream_) env_.net.close(*stream_);
}

void SocketClient::reset_stream() {
  phase_ = Phase::ending;
  if (stream_) env_.net.reset(*stream_);
}

// Nothing calls back any more once the stream is closed.
void SocketClient::rest() {
  if (stream_) return;
  phase_ = Phase::gone;
  if (timer_) env_.timers.cancel(*timer_);
  if (serve_timer_) env_.timers.cancel(*serve_timer_);
  timer_.reset();
  serve_timer_.reset();
  self_.reset();
}

Instant SocketClient::deadline() const {
  if (phase_ == Phase::open) return session_->machine().deadline();
  return phase_ < Phase::open ? connect_deadline_ : never;
}

void SocketClient::arm() {
  const Instant wanted = deadline();
  if (wanted == never || (timer_ && armed_for_ <= wanted)) return;
  if (timer_) env_.timers.cancel(*timer_);
  armed_for_ = wanted;
  timer_ = env_.timers.at(wanted, [this] { on_timer(); });
}

void SocketClient::on_timer() {
  const auto self = shared_from_this();
  timer_.reset();
  if (env_.clock.now() >= deadline()) {
    if (phase_ == Phase::open) {
      session_->machine().on_deadline(env_.clock.now());
      serve();
    } else if (phase_ < Phase::open) {
      addresses_.clear();
      fail_with({Errc::timed_out, {}, "no WebSocket was opened in time"});
      if (stream_) env_.net.reset(*stream_);
    }
  }
  arm();
}

}  // namespace curia::web
