// Client: fetches things over HTTP and HTTPS for other components (templates, later CDR receivers).
//
// 1. `done` is called exactly once, in a later event, and within `timeout`.
// 2. Certificates are verified as the tls::Context says; redirects are not followed: the caller
//    sees the 3xx answer.
// 3. A connection that the server keeps open serves the next request to the same place; a request
//    with a safe method whose kept connection turns out dead is tried once more on a new one.
// 4. Destroying the Client gives up what is under way: `done` is not called. Destroy it when the
//    loop runs no more, or after close() said that it is done.
//
//   client.fetch({.url = "https://host/template.txt"}, [](Result<http::Response> got) { ... });
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "impl/wire/http/message.hpp"
#include "impl/wire/tls/context.hpp"
#include "model/base/limits.hpp"
#include "model/env/env.hpp"

namespace curia::web {

struct ClientRequest {
  std::string method = "GET";
  std::string url{};                    // http or https, absolute
  std::vector<http::Header> headers{};  // without framing headers and Host
  std::string body{};
  Duration timeout = limits::http_client_timeout;  // everything: names, connecting, the answer
  std::optional<tls::Context> trust{};             // instead of the Client's own
};

class Client {
 public:
  Client(const Env& env, tls::Context trust);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // Errors: invalid_value (url), not_found (host), unavailable (nobody answers there),
  // not_permitted (certificate), protocol_error, timed_out, limit_reached (answer too large, or
  // more than http_client_fetches under way), cancelled (close).
  void fetch(ClientRequest request, Done<Result<http::Response>> done);

  // Ends what is under way with `cancelled`; `closed` is called in a later event when every
  // connection is gone.
  void close(Task closed);

 private:
  class State;
  std::shared_ptr<State> state_;
};

}  // namespace curia::web
