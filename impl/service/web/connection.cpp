#include "impl/service/web/connection.hpp"

#include "impl/wire/websocket/handshake.hpp"
#include "model/base/reached.hpp"

namespace curia::web {
namespace {

// What a browser shows that was sent to the HTTPS port without TLS.
constexpr std::string_view speak_https =
    "HTTP/1.1 400 Bad Request\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n"
    "Connection: close\r\n\r\n"
    "400 Bad Request: this port speaks HTTPS, not HTTP\n";

constexpr std::size_t buffer_bytes_kept = 1024 * 1024;  // by the listener, between two events

}  // namespace

Connection::Connection(Listener& listener, std::uint64_t number, StreamId stream,
                       const Endpoint& peer)
    : listener_(listener),
      number_(number),
      stream_(stream),
      peer_(peer),
      http_(listener.http_, listener.env_.clock.now()),
      phase_(listener.options_.tls ? Phase::handshake : Phase::serving),
      phase_deadline_(listener.env_.clock.now() + limits::tls_handshake_timeout) {
  if (listener.options_.tls) tls_.emplace(*listener.options_.tls, listener.env_.clock.wall());
  arm();
}

Connection::~Connection() {
  if (timer_) listener_.env_.timers.cancel(*timer_);
  if (serve_timer_) listener_.env_.timers.cancel(*serve_timer_);
}

void Connection::on_received(std::string_view bytes) {
  if (phase_ >= Phase::lingering) return;
  const Instant now = listener_.env_.clock.now();
  if (tls_) {
    take_encrypted(bytes, now);
    if (phase_ != Phase::serving) return;
  } else {
    take(bytes, now);
  }
  serve();
}

void Connection::take(std::string_view plaintext, Instant now) {
  socket_ ? socket_->feed(plaintext) : http_.feed(plaintext, now);
}

void Connection::take_end(Instant now) {
  if (input_ended_) return;
  input_ended_ = true;
  socket_ ? socket_->end_of_input() : http_.end_of_input(now);
}

void Connection::take_encrypted(std::string_view bytes, Instant now) {
  std::string& plaintext = listener_.plaintext_in_;
  plaintext.clear();
  const auto fed = tls_->feed(bytes, plaintext);
  if (!fed) {
    give_up(fed.error());
    return;
  }
  if (phase_ == Phase::handshake) {
    transmit(tls_->output());
    if (tls_->state() == tls::State::handshaking) return;
    phase_ = Phase::serving;
  }
  if (!plaintext.empty()) take(plaintext, now);
  if (tls_->state() == tls::State::ended) take_end(now);
}

// TLS is broken: the alert (or a word in plain HTTP) is all that can still be said.
void Connection::give_up(const Error& error) {
  reached("web.tls_failed");
  listener_.tls_failures_.say(
      listener_.env_, Severity::info,
      listener_.text() + ": TLS with " + to_string(peer_) + " failed: " + error.message);
  if (phase_ == Phase::handshake && tls_->peer_spoke_http())
    transmit(speak_https);
  else
    transmit(tls_->output());
  linger();
}

void Connection::on_end() {
  if (phase_ == Phase::serving) {
    take_end(listener_.env_.clock.now());
    serve();
  } else {
    close();
  }
}

void Connection::on_writable() {
  blocked_ = false;
  socket_ ? socket_->machine().on_writable() : http_.on_writable();
  if (phase_ == Phase::serving)
    serve();
  else
    phase_deadline_ = listener_.env_.clock.now() + limits::http_linger_timeout;
  arm();
}

void Connection::on_closed(CloseReason) {
  phase_ = Phase::gone;
  if (socket_) socket_->gone();
  listener_.forget(number_);
}

// Everything that follows from input, answers or time: ask, answer, send once, then close or
// wait. Called at the end of each event that touched the HTTP machine.
void Connection::serve() {
  if (phase_ != Phase::serving) return;
  if (socket_) return serve_socket();
  serving_now_ = true;
  answer_arrivals(listener_.env_.clock.now());
  serving_now_ = false;
  if (const auto refusal = http_.take_refusal()) tell(*refusal);
  if (http_.is_upgraded()) return become_socket();
  if (http_.wants_reset()) {
    cut();
    return;
  }
  if (http_.wants_close()) {
    linger();
    return;
  }
  if (http_.wants_pause() != paused_) {
    paused_ = !paused_;
    paused_ ? listener_.env_.net.pause(stream_) : listener_.env_.net.resume(stream_);
  }
  arm();
}

// Of a request that was answered by nobody but the HTTP machine.
void Connection::tell(const http::Refusal& refusal) {
  listener_.bad_requests_.say(listener_.env_, Severity::info,
                              listener_.text() + ": a request from " + to_string(peer_) +
                                  " was refused with " + std::to_string(refusal.status) + ": " +
                                  std::string(refusal.why));
}

void Connection::answer_arrivals(Instant now) {
  std::string& out = listener_.plaintext_out_;
  bool again = true;
  while (again) {
    out.clear();
    while (again) {
      while (const http::Arrival* arrival = http_.next(now)) deliver(*arrival);
      again = http_.wants_pause() && !blocked_;
      // While the network is full answers stay in the machine: then it asks for no more requests.
      if (!blocked_) http_.take_output(out, now, listener_.env_.clock.wall());
      again = again && !http_.wants_pause();
      if (out.size() > net_high_mark) break;
    }
    send(out, http_.wants_close());
  }
  if (out.capacity() > buffer_bytes_kept) out = {};
}

void Connection::deliver(const http::Arrival& arrival) {
  const Trace& trace = listener_.env_.trace;
  if (trace.enabled())
    listener_.env_.trace.event("web.request", {{"connection", number_},
                                               {"number", arrival.number},
                                               {"method", arrival.request.method},
                                               {"target", arrival.request.target}});
  if (http_.wants_upgrade() && websocket::is_upgrade(arrival.request) && offer_upgrade(arrival))
    return;
  listener_.handler_.handle(
      arrival.request, peer_,
      [self = weak_from_this(), number = arrival.number](http::Response response) {
        if (const auto connection = self.lock()) connection->respond(number, std::move(response));
      });
}

void Connection::respond(http::RequestNumber number, http::Response response) {
  Env& env = listener_.env_;
  if (env.trace.enabled())
    env.trace.event("web.answer",
                    {{"connection", number_}, {"number", number}, {"status", response.status}});
  http_.respond(number, std::move(response));
  if (serving_now_ || serve_timer_ || phase_ != Phase::serving) return;
  if (http_.requests_in_flight() == 1) {
    serve();
    return;
  }
  // Several answers may become ready in this event (one sync of the disk does that): a moment of
  // patience lets them leave in one write.
  serve_soon();
}

void Connection::serve_soon() {
  if (serve_timer_) return;
  const Env& env = listener_.env_;
  serve_timer_ = env.timers.at(env.clock.now(), [this] {
    serve_timer_.reset();
    serve();
  });
}

// `last`: nothing will follow.
void Connection::send(std::string_view plaintext, bool last) {
  if (!tls_) {
    if (!plaintext.empty()) transmit(plaintext);
    return;
  }
  const bool written = tls_->write(plaintext).has_value();
  if (last && written) tls_->close();
  if (!tls_->output().empty()) transmit(tls_->output());
  if (!written) cut();
}

void Connection::transmit(std::string_view bytes) {
  const bool room = listener_.env_.net.send(stream_, bytes);
  if (tls_) tls_->clear_output();
  if (room || blocked_) return;
  blocked_ = true;
  const Instant now = listener_.env_.clock.now();
  socket_ ? socket_->machine().on_blocked(now) : http_.on_blocked(now);
}

void Connection::linger() {
  if (input_ended_) {
    close();
    return;
  }
  phase_ = Phase::lingering;
  phase_deadline_ = listener_.env_.clock.now() + limits::http_linger_timeout;
  listener_.env_.net.finish(stream_);
  if (paused_) listener_.env_.net.resume(stream_);  // or the peer's end would never be seen
  arm();
}

void Connection::close() {
  if (phase_ >= Phase::closing) return;
  phase_ = Phase::closing;
  phase_deadline_ = listener_.env_.clock.now() + limits::http_linger_timeout;
  listener_.env_.net.close(stream_);
  arm();
}

void Connection::cut() {
  phase_ = Phase::gone;
  listener_.env_.net.reset(stream_);
}

void Connection::drain() {
  if (phase_ == Phase::handshake) {
    cut();
    return;
  }
  if (phase_ != Phase::serving) return;
  if (socket_) return socket_->close(websocket::close_code::going_away, "the server stops");
  http_.drain();
  // A client that keeps an idle connection may not look at it for minutes: do not wait for it.
  if (http_.wants_close()) {
    send({}, true);
    close();
    return;
  }
  serve();
}

Instant Connection::deadline() const {
  switch (phase_) {
    case Phase::serving:
      return socket_ ? socket_->machine().deadline() : http_.deadline();
    case Phase::lingering:
    case Phase::closing:
      if (!blocked_) return phase_deadline_;
      return socket_ ? socket_->machine().deadline() : http_.deadline();
    case Phase::handshake:
      return phase_deadline_;
    case Phase::gone:
      break;
  }
  return never;
}

// Deadlines move with every request, nearly always to later: an armed timer that is early enough
// stays, and looks again when it fires.
void Connection::arm() {
  const Instant wanted = deadline();
  if (wanted == never || (timer_ && armed_for_ <= wanted)) return;
  if (timer_) listener_.env_.timers.cancel(*timer_);
  armed_for_ = wanted;
  timer_ = listener_.env_.timers.at(wanted, [this] { on_timer(); });
}

void Connection::on_timer() {
  timer_.reset();
  const Instant now = listener_.env_.clock.now();
  if (now >= deadline()) expire(now);
  arm();
}

void Connection::expire(Instant now) {
  switch (phase_) {
    case Phase::handshake:
      give_up({Errc::timed_out, {}, "the handshake was not completed in time"});
      return;
    case Phase::serving:
      socket_ ? socket_->machine().on_deadline(now) : http_.on_deadline(now);
      serve();
      return;
    case Phase::lingering:
      if (!blocked_) {
        close();
        return;
      }
      break;
    case Phase::closing:
    case Phase::gone:
      break;
  }
  reached("web.peer_does_not_read");
  cut();
}

}  // namespace curia::web
