// ServerMachine: the server's side of one HTTP/1.1 connection (RFC 9110, 9112), without I/O.
//
// 1. Requests come out of next() in order of arrival and are numbered 1, 2, 3, ...; each wants
//    exactly one respond(), in any order; the answers leave in the order of the requests.
// 2. What next() returns are views: valid until the following next(), feed() or on_deadline().
// 3. Bad input is answered here, with its status and a sentence of text, after the answers that
//    are owed before it; the connection then closes and takes no further input.
// 4. Nothing grows without limit: wants_pause() says when to stop feeding.
// 5. After a request with the header Upgrade nothing is read until it is answered: what follows
//    may be another protocol. upgrade() agrees to it; when is_upgraded(), take_rest() has what
//    came after the request, and the machine is done.
//
//   machine.feed(bytes, now);
//   while (const Arrival* a = machine.next(now)) handle(*a);      // machine.respond(a->number, r)
//   std::string out;                                              // after each input or respond()
//   if (machine.take_output(out, now, wall)) send(out);
//   if (machine.wants_close()) finish_then_close();               // else: if paused, ask next()
//   rearm(machine.deadline());                                    // then machine.on_deadline(now)
//
// After wants_close() end our direction first and drop what still comes in for a moment: closing
// with unread input makes TCP reset the connection, and the last answer is lost (RFC 9112 9.6).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "impl/wire/http/date.hpp"
#include "impl/wire/http/framing.hpp"
#include "impl/wire/http/message.hpp"
#include "model/base/limits.hpp"
#include "model/base/time.hpp"

namespace curia::http {

using RequestNumber = std::uint64_t;

// What all connections of one listener share; outlives their machines.
struct ServerContext {
  // Complete header lines ("Server: Curia\r\n...") that go out with every answer.
  std::string common_header_lines;
  DateText date;
  std::size_t body_bytes = limits::http_body_bytes;
};

struct Arrival {
  RequestNumber number = 0;
  Request request;
};

class ServerMachine {
 public:
  ServerMachine(ServerContext& context, Instant now);
  ServerMachine(const ServerMachine&) = delete;
  ServerMachine& operator=(const ServerMachine&) = delete;

  // Bytes from the peer, split anywhere. Ignored once the machine is closing.
  void feed(std::string_view bytes, Instant now);
  // The peer will send no more; what it asked completely is still answered. Ask next() after it.
  void end_of_input(Instant now);

  // The next complete request; null when there is none yet or too many are unanswered. Ask until
  // null after feed(), and again after take_output() when the machine was paused.
  const Arrival* next(Instant now);

  // Once for each number, with a final status (200 to 599). The body of an answer to HEAD gives
  // its Content-Length and stays here. Does nothing when the machine has given up (wants_reset).
  void respond(RequestNumber number, Response response);

  // Instead of respond(), to a request that wants_upgrade(): a response with status 101.
  void upgrade(RequestNumber number, Response response);
  // The request that next() handed out last may be upgraded: it speaks HTTP/1.1, has the header
  // Upgrade, and the connection is not closing.
  bool wants_upgrade() const { return upgrade_wanted_by_ != 0 && phase_ != Phase::closed; }
  // The answer that agrees has been taken.
  bool is_upgraded() const { return upgraded_; }
  std::string take_rest();

  // Appends what is ready to leave; false when that was nothing. `wall` becomes the Date header.
  bool take_output(std::string& out, Instant now, WallTime wall);

  // The moment at which on_deadline() is wanted; it moves with every other call, often later.
  Instant deadline() const;
  void on_deadline(Instant now);

  // The peer does not take what was sent (since `now`), or takes it again. A peer that stays
  // blocked for http_write_timeout is given up.
  void on_blocked(Instant now);
  void on_writable();

  // Answer what is owed, then close: the answers say "Connection: close" from now on.
  void drain();

  // True while as many requests as allowed are unanswered, or one that may be upgraded: do not feed
  // until it is false.
  bool wants_pause() const;
  // Everything that had to be said has been taken: close the connection in an orderly way.
  bool wants_close() const;
  // The peer does not read: reset the connection, there is nothing more to say.
  bool wants_reset() const { return given_up_; }

  // What it has answered instead of the application, for the log; once.
  std::optional<Refusal> take_refusal() { return std::exchange(refusal_, std::nullopt); }

  // Requests whose answer has not been taken, refused ones included.
  std::size_t requests_in_flight() const { return newest_ + 1 - oldest_; }

 private:
  struct Slot {
    Response response;
    bool ready = false;
    bool head_only = false;  // the request was HEAD
    bool close = false;      // the last answer of this connection
  };
  enum class Phase { header, body, closed };  // closed: no further input is looked at

  std::string_view unread() const { return std::string_view(buffer_).substr(begin_); }
  void drop_delivered();
  bool take_header(Instant now);
  bool take_body();
  void begin_body();
  void deliver();
  void refuse(const Refusal& refusal);
  Slot& push_slot();
  Slot& slot_of(RequestNumber number) { return slots_[number % slots_.size()]; }
  void write_answer(std::string& out, const Slot& slot, WallTime wall);
  void write_connection(std::string& out, const Slot& slot) const;

  ServerContext& context_;
  std::string buffer_;         // input from begin_ on is not done with
  std::size_t begin_ = 0;      // of the request that is read or was delivered last
  std::size_t delivered_ = 0;  // bytes from begin_ on that the last arrival_ looks at
  HeadScan scan_;
  RequestHead head_;              // of the request in Phase::body
  std::size_t head_bytes_ = 0;    // its length
  bool views_are_fresh_ = false;  // arrival_ still looks at the head where it lies now
  std::optional<ChunkedBody> chunked_;
  Arrival arrival_;

  // Requests whose answer has not left, numbers oldest_ to newest_: a ring by number.
  std::array<Slot, limits::http_requests_in_flight + 1> slots_;  // one more for a refusal
  RequestNumber oldest_ = 1;
  RequestNumber newest_ = 0;

  Phase phase_ = Phase::header;
  bool continue_owed_ = false;  // the peer waits for 100 Continue
  bool draining_ = false;
  bool input_ended_ = false;
  bool given_up_ = false;
  std::optional<Refusal> refusal_;
  RequestNumber upgrade_wanted_by_ = 0;  // nothing is read before it is answered
  bool upgraded_ = false;
  Instant idle_since_;
  Instant request_since_ = never;  // when the incomplete request began
  Instant blocked_since_ = never;
};

}  // namespace curia::http
