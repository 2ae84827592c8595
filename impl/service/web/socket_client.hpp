// SocketClient: opens one WebSocket over TLS or plainly, and carries it to its end. Whoever wants
// it again after that makes another one.
//
// 1. The handler hears on_open and later on_closed, or else on_failed alone: exactly one end, in
//    an event of its own.
// 2. Name, TCP, TLS and the WebSocket's handshake together have `timeout`.
// 3. The object is kept until its name is resolved and its last stream closed; cut() ends it at
//    any moment, and after that the handler hears nothing.
//
//   auto client = web::SocketClient::open(env, {.host = "bridge", .port = 9999}, handler);
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "impl/service/web/socket_session.hpp"
#include "impl/wire/tls/machine.hpp"
#include "impl/wire/websocket/handshake.hpp"
#include "model/base/limits.hpp"

namespace curia::web {

struct SocketTarget {
  std::string host;  // a name or an address
  std::uint16_t port = 443;
  std::string path = "/";  // with its query
  std::vector<http::Header> headers{};
  std::optional<tls::Context> tls{};  // none: plain
  websocket::Options options{};
  Duration timeout = limits::http_client_timeout;
};

class SocketClient final : public StreamHandler, public std::enable_shared_from_this<SocketClient> {
 public:
  static std::shared_ptr<SocketClient> open(const Env& env, SocketTarget target,
                                            std::shared_ptr<SocketHandler> handler);
  ~SocketClient() override;

  void cut();

 private:
  enum class Phase { resolving, connecting, tls, handshake, open, ending, gone };

  SocketClient(const Env& env, SocketTarget target, std::shared_ptr<SocketHandler> handler);

  void on_connected() override;
  void on_received(std::string_view bytes) override;
  void on_end() override;
  void on_writable() override;
  void on_closed(CloseReason reason) override;
  void on_net_gone() override { self_.reset(); }

  void resolve();
  void try_next_address();
  void receive(std::string_view plaintext);
  void begin_handshake();
  void fail_with(Error error);
  void serve();
  void send(std::string_view plaintext);
  void transmit(std::string_view bytes);
  void close_stream();
  void reset_stream();
  void rest();
  std::string text() const;

  Instant deadline() const;
  void arm();
  void on_timer();

  Env env_;
  const SocketTarget target_;
  std::shared_ptr<SocketHandler> handler_;  // null when the session has it, or it heard the end
  std::shared_ptr<SocketClient> self_;      // while a stream may call back

  Phase phase_ = Phase::resolving;
  Instant connect_deadline_;
  std::vector<IpAddress> addresses_;  // not tried yet, the next one last
  Error failure_;                     // of the address tried last
  std::optional<StreamId> stream_;
  std::optional<tls::Machine> tls_;
  std::optional<websocket::ClientHandshake> handshake_;
  std::optional<SocketSession> session_;
  bool blocked_ = false;
  bool serving_ = false;
  std::optional<TimerId> timer_;
  std::optional<TimerId> serve_timer_;
  Instant armed_for_{};
};

}  // namespace curia::web
