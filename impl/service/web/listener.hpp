// Listener: an HTTP or HTTPS port. It takes connections, feeds TLS and the HTTP machine, asks a
// Handler, and sends the answers in the order of the requests.
//
// 1. Every wait has an end: handshake, request, idle, and a client that does not read (limits.hpp).
//    Deadlines are numbers; one timer per connection re-arms only when it fires.
// 2. All answers that are ready in one event leave in one write.
// 3. A Responder that fires after its connection (or the Listener) is gone does nothing.
// 4. Destroy it after `drained`, or when the loop runs no more: Net may still hold its handlers.
//
//   web::Listener listener(env, {.name = "webadmin", .local = local, .tls = context}, api);
//   Result<Endpoint> bound = listener.start();
//   listener.drain(5s, [] { ... });   // SIGTERM
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "impl/service/web/handler.hpp"
#include "impl/service/web/seldom_log.hpp"
#include "impl/wire/http/server.hpp"
#include "impl/wire/tls/context.hpp"
#include "model/base/limits.hpp"
#include "model/base/result.hpp"
#include "model/env/env.hpp"

namespace curia::web {

struct ListenerOptions {
  std::string name{};                 // in log lines: "webadmin"
  Endpoint local{};                   // port 0 lets the system choose
  std::optional<tls::Context> tls{};  // none: plain HTTP
  std::size_t connections = limits::http_connections;
  std::string header_lines = "Server: Curia\r\n";  // complete lines, sent with every answer
};

class Connection;

class Listener : private AcceptHandler {
 public:
  // `handler` outlives the Listener.
  Listener(const Env& env, ListenerOptions options, Handler& handler);
  ~Listener() override;
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  // The address that it listens on. Errors: those of Net::listen.
  Result<Endpoint> start();

  // New connections get this identity; those that exist keep theirs.
  void use(tls::Context context);

  // Stops accepting; idle connections close now, busy ones after the answers they wait for, all
  // of them after `limit`. `drained` is called once, in a later event, when none is left.
  void drain(Duration limit, Task drained);

  std::size_t connections() const { return connections_.size(); }

 private:
  friend class Connection;

  StreamHandler* on_accept(StreamId stream, const Endpoint& peer) override;
  void forget(std::uint64_t number);
  void tell_if_drained();
  std::string text() const;  // "webadmin (127.0.0.1:443)"

  Env env_;
  ListenerOptions options_;
  Handler& handler_;
  http::ServerContext http_;
  std::optional<ListenId> listening_;
  std::map<std::uint64_t, std::shared_ptr<Connection>> connections_;
  std::uint64_t last_number_ = 0;

  // Buffers of one event, shared by all connections so that they stay warm and few.
  std::string plaintext_in_;
  std::string plaintext_out_;

  SeldomLog refusals_{limits::http_refusal_log_interval};
  SeldomLog bad_requests_{limits::http_refusal_log_interval};
  SeldomLog tls_failures_{limits::http_refusal_log_interval};
  Task drained_;  // set while draining
  std::optional<TimerId> drain_timer_;
};

}  // namespace curia::web
