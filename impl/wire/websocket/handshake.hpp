// The opening handshake of a WebSocket (RFC 6455 section 4), both sides, without I/O.
//
//   if (is_upgrade(request)) response = accept_upgrade(request);       // the server
//   ClientHandshake hello({.host = "h:443", .target = "/c2w"}, nonce);  // send(hello.request())
//   Result<bool> done = hello.feed(bytes);                              // then hello.rest()
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "impl/wire/http/framing.hpp"
#include "impl/wire/http/message.hpp"
#include "model/base/result.hpp"

namespace curia::websocket {

// Whether a request asks to go on as a WebSocket, well or badly.
bool is_upgrade(const http::Request& request);

// What to answer: 101 with its headers (those that frame a message are the HTTP machine's), or
// 400, 405 or 426 with a sentence. Extensions and subprotocols are offered in vain.
http::Response accept_upgrade(const http::Request& request);

// What the server proves that it has read the client's key with.
std::string accept_key(std::string_view key);

struct ClientHello {
  std::string host;  // the value of the Host header
  std::string target = "/";
  std::vector<http::Header> headers{};
};

using Nonce = std::array<std::uint8_t, 16>;

class ClientHandshake {
 public:
  ClientHandshake(ClientHello hello, const Nonce& nonce);

  const std::string& request() const { return request_; }
  // True when the server has agreed. Errors: not_permitted (401, 403), unavailable (any other
  // answer than 101), protocol_error.
  Result<bool> feed(std::string_view bytes);
  // What came after the server's answer: it belongs to the WebSocket.
  std::string_view rest() const { return std::string_view(input_).substr(scan_.head_bytes()); }

 private:
  Result<bool> judge() const;

  std::string key_;
  std::string request_;
  std::string input_;
  http::HeadScan scan_;
};

}  // namespace curia::websocket
