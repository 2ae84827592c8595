// Socket and SocketHandler: a WebSocket as components see it, whoever opened it. The listener makes
// sockets of requests that Handler::upgrade() agrees to; SocketClient opens them.
//
// 1. on_open comes first, on_closed last and exactly once; both, and on_message, come in events of
//    their own, never from inside a call of the Socket.
// 2. The Socket is good until on_closed has returned.
// 3. What is sent in one event leaves in one write. send() that fails with limit_reached says that
//    the peer does not read: cut() it, or go on without that message.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "impl/wire/http/message.hpp"
#include "impl/wire/websocket/machine.hpp"
#include "model/base/result.hpp"

namespace curia::web {

class Socket {
 public:
  // Errors: limit_reached, invalid_value (not UTF-8), cancelled (it is ending).
  virtual Result<> send(std::string_view text) = 0;
  // Bytes that the network has not taken yet.
  virtual std::size_t queued() const = 0;
  // Begins the closing handshake; messages of the peer are dropped from now on.
  virtual void close(std::uint16_t code, std::string_view reason) = 0;
  // Ends the connection without a word.
  virtual void cut() = 0;

 protected:
  ~Socket() = default;
};

class SocketHandler {
 public:
  virtual ~SocketHandler() = default;
  virtual void on_open(Socket& socket) = 0;
  // Text and binary messages; the bytes are valid during the call only.
  virtual void on_message(const websocket::Message& message) = 0;
  virtual void on_closed(const websocket::Ending& ending) = 0;
  // Of SocketClient, instead of on_open and on_closed: it could not be opened.
  virtual void on_failed(const Error&) {}
};

// What a Handler makes of a request for a WebSocket.
struct Upgrade {
  std::shared_ptr<SocketHandler> handler{};  // null: refused
  http::Response refusal{};
  websocket::Options options{};
};

}  // namespace curia::web
