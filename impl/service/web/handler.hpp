// What answers HTTP requests behind a web listener: the API, later the web app and Web Admin.
#pragma once

#include <functional>

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
};

}  // namespace curia::web
