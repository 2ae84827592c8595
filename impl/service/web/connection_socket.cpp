// How a connection of the listener becomes a WebSocket, and what it does as one.
#include "impl/service/web/connection.hpp"
#include "impl/wire/websocket/handshake.hpp"

namespace curia::web {

// False: the handler has no WebSocket there.
bool Connection::offer_upgrade(const http::Arrival& arrival) {
  auto offered = listener_.handler_.upgrade(arrival.request, peer_);
  if (!offered) return false;
  http::Response response = std::move(offered->refusal);
  if (offered->handler) response = websocket::accept_upgrade(arrival.request);
  Env& env = listener_.env_;
  if (env.trace.enabled())
    env.trace.event("web.upgrade", {{"connection", number_}, {"status", response.status}});
  if (response.status == 101) {
    upgrade_ = std::move(*offered);
    http_.upgrade(arrival.number, std::move(response));
  } else {
    http_.respond(arrival.number, std::move(response));
  }
  return true;
}

void Connection::become_socket() {
  socket_.emplace(listener_.env_, websocket::Role::server, upgrade_->options,
                  std::move(upgrade_->handler), [this] {
                    if (!serving_now_ && phase_ == Phase::serving) serve_soon();
                  });
  upgrade_.reset();
  if (paused_) listener_.env_.net.resume(stream_);
  paused_ = false;
  if (blocked_) socket_->machine().on_blocked(listener_.env_.clock.now());
  socket_->feed(http_.take_rest());
  if (input_ended_) socket_->end_of_input();
  serving_now_ = true;
  socket_->open();
  serving_now_ = false;
  serve_socket();
}

void Connection::serve_socket() {
  serving_now_ = true;
  socket_->work();
  serving_now_ = false;
  std::string& out = listener_.plaintext_out_;
  out.clear();
  // While the network is full messages stay in the machine, which has a limit for them.
  if (!blocked_) socket_->take_output(out);
  if (!out.empty() || socket_->wants_close()) send(out, socket_->wants_close());
  if (phase_ != Phase::serving) return;  // TLS refused to encrypt
  if (socket_->wants_reset()) return cut();
  if (socket_->wants_close()) return linger();
  arm();
}

}  // namespace curia::web
