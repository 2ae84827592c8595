// Connection: one stream that a Listener accepted, from its first byte to its last.
//
// 1. It lives in the Listener's table until on_closed; Responders hold it weakly.
// 2. Phases go handshake -> serving -> lingering -> closing -> gone, never back:
//    lingering  our direction has ended; what still comes in is dropped, so that TCP does not
//               reset the connection under our last answer (RFC 9112 section 9.6)
//    closing    both directions are ending; gone: only on_closed is awaited
// 3. While serving it speaks HTTP, until a request is upgraded: then there is a socket_.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "impl/service/web/listener.hpp"
#include "impl/service/web/socket_session.hpp"
#include "impl/wire/http/server.hpp"
#include "impl/wire/tls/machine.hpp"

namespace curia::web {

class Connection final : public StreamHandler, public std::enable_shared_from_this<Connection> {
 public:
  Connection(Listener& listener, std::uint64_t number, StreamId stream, const Endpoint& peer);
  ~Connection() override;

  void drain();  // answer what is owed, then end
  void cut();    // end now

 private:
  enum class Phase { handshake, serving, lingering, closing, gone };

  void on_received(std::string_view bytes) override;
  void on_end() override;
  void on_writable() override;
  void on_closed(CloseReason reason) override;

  void take_encrypted(std::string_view bytes, Instant now);
  void give_up(const Error& error);
  void serve();
  void answer_arrivals(Instant now);
  void tell(const http::Refusal& refusal);
  void deliver(const http::Arrival& arrival);
  bool offer_upgrade(const http::Arrival& arrival);
  void become_socket();
  void serve_socket();
  void take(std::string_view plaintext, Instant now);
  void take_end(Instant now);
  void serve_soon();
  void respond(http::RequestNumber number, http::Response response);
  void send(std::string_view plaintext, bool last);
  void transmit(std::string_view bytes);
  void linger();
  void close();

  Instant deadline() const;
  void arm();
  void on_timer();
  void expire(Instant now);

  Listener& listener_;
  const std::uint64_t number_;
  const StreamId stream_;
  const Endpoint peer_;
  std::optional<tls::Machine> tls_;
  http::ServerMachine http_;
  std::optional<Upgrade> upgrade_;  // agreed to; the answer has not left yet
  std::optional<SocketSession> socket_;

  Phase phase_;
  Instant phase_deadline_;  // not in serving
  bool input_ended_ = false;
  bool blocked_ = false;  // the network holds more than its high mark
  bool paused_ = false;
  bool serving_now_ = false;  // answers wait for the end of serve()
  std::optional<TimerId> timer_;
  std::optional<TimerId> serve_timer_;
  Instant armed_for_{};
};

}  // namespace curia::web
