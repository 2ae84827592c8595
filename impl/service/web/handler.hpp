// What answers HTTP requests behind a web listener: the API, later the web app and Web Admin.
#pragma once

#include <functional>
#include <optional>

#include "impl/service/web/socket.hpp"
#include "impl/wire/http/message.hpp"
#include "model/base/ip.hpp"

namespace curia::web {

// Called exactly once per request, at once or in a later event; answers may come in any order, the
// listener sends them in the order of the requests.
using Responder = std::move_only_function<void(http::Response)>;

class Handler {
 public:
  virtual ~Handler() = default;
  // `request` is valid only during the call.
  virtual void handle(const http::Request& request, const Endpoint& peer, Responder respond) = 0;
  // Asked first for requests that want to go on as a WebSocket. Nothing: there is none at this
  // place, handle() is asked like for any other request. Bad handshakes are the listener's matter.
  virtual std::optional<Upgrade> upgrade(const http::Request&, const Endpoint&) { return {}; }
};

}  // namespace curia::web
