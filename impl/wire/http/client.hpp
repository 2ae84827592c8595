// ClientMachine: the client's side of HTTP/1.1 towards one server (RFC 9110, 9112), without I/O.
//
// 1. Requests wait in a queue and go out one at a time; the connection is kept and used again.
// 2. Each request gets exactly one Outcome: a response, or an error that says what went wrong.
// 3. The machine outlives connections: wants_connect() asks for one while there is work and none
//    is open (also while one is being made). A request that an idle server's close swallowed is
//    sent once more when its method is idempotent (RFC 9112 section 9.3.1).
// 4. Redirects are responses like any other: whoever asked decides.
//
//   RequestNumber number = machine.send({.method = "GET", .target = "/a"}, now);
//   if (machine.wants_connect()) connect_once();         // then on_connected() or on_failed(error)
//   std::string out; if (machine.take_output(out, now)) write(out);
//   machine.feed(bytes, now); while (auto outcome = machine.next()) use(*outcome);
//   if (machine.wants_close()) close();              // then on_closed(), as for any other end
//   rearm(machine.deadline());                       // then machine.on_deadline(now)
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "impl/wire/http/framing.hpp"
#include "impl/wire/http/message.hpp"
#include "model/base/limits.hpp"
#include "model/base/result.hpp"
#include "model/base/time.hpp"

namespace curia::http {

// Host, User-Agent and the headers that frame a message are the machine's, the others the caller's.
struct OutgoingRequest {
  std::string method = "GET";
  std::string target = "/";
  std::vector<Header> headers{};  // braces: designated initialisers may then leave it out
  std::string body{};
  Duration timeout = limits::http_client_timeout;  // from send() to the last byte of the answer
};

struct Outcome {
  std::uint64_t number = 0;
  // Errors: timed_out, protocol_error, limit_reached (response too large), unavailable (no
  // connection, or closed before the answer), or what on_failed() was told.
  Result<Response> response;
};

class ClientMachine {
 public:
  // `host` is the value of the Host header: "example.com" or "example.com:8443".
  explicit ClientMachine(std::string host);
  ClientMachine(const ClientMachine&) = delete;
  ClientMachine& operator=(const ClientMachine&) = delete;

  // Numbers are 1, 2, 3, ... Errors: limit_reached (http_client_queue), invalid_value (method,
  // target or header that cannot stand in HTTP).
  Result<std::uint64_t> send(OutgoingRequest request, Instant now);

  bool wants_connect() const;
  void on_connected(Instant now);
  void on_failed(const Error& error);  // no connection could be made: every request fails
  // The peer will send no more; the connection is of no further use (wants_close).
  void end_of_input(Instant now);
  void on_closed(Instant now);  // the connection is gone, whoever ended it

  void feed(std::string_view bytes, Instant now);
  // Appends what is to be sent; false when that was nothing.
  bool take_output(std::string& out, Instant now);
  std::optional<Outcome> next();

  Instant deadline() const;
  void on_deadline(Instant now);
  // This connection is of no further use. After it, as after any other end: on_closed().
  bool wants_close() const { return connected_ && closing_; }
  bool idle() const { return queue_.empty(); }

 private:
  struct Waiting {
    std::uint64_t number = 0;
    OutgoingRequest request;
    Instant deadline;
    bool sent_before = false;  // a connection was lost under it
  };
  // idle: no request is on its way; otherwise the front of the queue is, and this much is awaited.
  enum class Phase { idle, header, body_of_length, body_in_chunks, body_to_the_end };

  void parse(Instant now);
  bool take_header();
  bool begin_body();
  bool take_body();
  bool take_chunks();
  void finish(Instant now);
  void break_off(Errc code, std::string message);
  void break_off(const Refusal& refusal);
  void connection_lost();
  void note_keep_alive();

  std::string host_;
  std::deque<Waiting> queue_;
  std::deque<Outcome> outcomes_;
  std::uint64_t last_number_ = 0;

  bool connected_ = false;
  bool used_ = false;     // this connection has answered a request
  bool closing_ = false;  // no more requests on this connection
  Phase phase_ = Phase::idle;
  bool heard_ = false;  // a byte of the answer has come
  std::string buffer_;
  HeadScan scan_;
  Response response_;
  ResponseHead head_;
  std::size_t interim_ = 0;  // 1xx responses before the final one
  std::optional<ChunkedBody> chunked_;
  Duration idle_limit_ = limits::http_client_idle_timeout;
  Instant idle_since_;
};

}  // namespace curia::http
