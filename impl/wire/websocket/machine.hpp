// Machine: one end of one WebSocket after its handshake (RFC 6455), without I/O.
//
// 1. Messages come out of next() whole and in order; text is UTF-8. What next() returns is a view:
//    valid until the following next(), feed() or on_deadline().
// 2. Pings are answered, bad input is answered with its close code, and after either side's close
//    frame the other's follows (section 7): the owner only looks at wants_close().
// 3. Nothing grows without limit: a message, a frame, and what waits to be taken (send() says
//    limit_reached: this peer is too slow, the owner cuts it off).
// 4. Every wait has an end: silence is asked about with a ping, then given up; so is a peer that
//    does not read, or does not answer a close frame.
//
//   machine.feed(bytes, now); while (const Message* m = machine.next(now)) handle(*m);
//   machine.send(Opcode::text, json);  machine.close(close_code::going_away, "restart", now);
//   std::string out; if (machine.take_output(out, now)) transmit(out);
//   if (machine.wants_reset()) reset(); else if (machine.wants_close()) finish_then_close();
//   rearm(machine.deadline());  // then machine.on_deadline(now)
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "impl/wire/websocket/frame.hpp"
#include "impl/wire/websocket/utf8.hpp"
#include "model/base/limits_websocket.hpp"
#include "model/base/result.hpp"
#include "model/base/time.hpp"

namespace curia::websocket {

enum class Role { server, client };

// A client masks each frame with a key that nobody can foresee (section 5.3).
using MaskSource = std::move_only_function<Mask()>;

struct Options {
  std::size_t message_bytes = limits::websocket_message_bytes;  // received; then 1009
  std::size_t queue_bytes = limits::websocket_queue_bytes;      // not taken yet; then limit_reached
  std::size_t frame_bytes = limits::websocket_frame_bytes;      // sent; longer messages are split
  Duration ping_after = limits::websocket_ping_after;           // of silence
  Duration silence = limits::websocket_silence;                 // then it is given up
};

struct Message {
  Opcode kind = Opcode::text;  // or binary
  std::string_view data;
};

// How it ended.
struct Ending {
  std::uint16_t code = close_code::abnormal;
  std::string reason;    // of the close frame, or our sentence
  bool by_peer = false;  // the peer said it first
};

class Machine {
 public:
  // `masks` is for clients.
  Machine(Role role, Options options, Instant now, MaskSource masks = nullptr);
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  void feed(std::string_view bytes, Instant now);
  void end_of_input(Instant now);
  // The next complete message. Ask until null after feed().
  const Message* next(Instant now);

  // `kind` is text or binary. Errors: limit_reached, invalid_value (text that is not UTF-8), and
  // cancelled when the connection is ending: nothing was queued.
  Result<> send(Opcode kind, std::string_view data);
  // Begins the end; `reason` is cut to what a close frame holds. Does nothing the second time.
  void close(std::uint16_t code, std::string_view reason, Instant now);

  // Appends what is ready to leave; false when that was nothing.
  bool take_output(std::string& out, Instant now);
  std::size_t queued() const { return output_.size(); }

  Instant deadline() const;
  void on_deadline(Instant now);
  // The peer does not take what was sent (since `now`), or takes it again.
  void on_blocked(Instant now);
  void on_writable() { blocked_since_ = never; }

  bool is_open() const { return state_ == State::open; }
  // All that had to be said has been taken: close the connection in an orderly way.
  bool wants_close() const;
  // There is nothing more to say or to hear: reset the connection.
  bool wants_reset() const { return state_ == State::lost; }
  // Set when it is no longer open.
  const std::optional<Ending>& ending() const { return ending_; }

  // open     both sides talk
  // closing  our close frame is said, the peer's is waited for; its messages are dropped
  // leaving  the last word is queued, what still comes is not looked at; a client waits for the
  //          server to end the connection (section 7.1.1)
  // ended    nothing is waited for any more
  // lost     given up
  enum class State : std::uint8_t { open, closing, leaving, ended, lost };

 private:
  enum class Happening : std::uint8_t { close, peer_close, violation, input_end, timeout, stuck };
  struct Frame {
    FrameHead head;
    std::uint64_t come = 0;  // bytes of the payload
  };

  void turn(Happening happening, Instant now);
  bool take_head(Instant now);
  bool take_payload(Instant now);
  const Message* finish_frame(Instant now);
  void on_peer_close(Instant now);
  void pong(std::string_view payload);
  void violate(std::uint16_t code, std::string_view why, Instant now);
  void append(std::string& out, Opcode opcode, bool fin, std::string_view payload);
  void append_close(std::uint16_t code, std::string_view reason);
  bool is_reading() const { return state_ == State::open || state_ == State::closing; }
  std::string_view unread() const { return std::string_view(input_).substr(begin_); }

  const Role role_;
  const Options options_;
  MaskSource masks_;

  State state_ = State::open;
  std::optional<Ending> ending_;

  std::string input_;  // from begin_ on not done with
  std::size_t begin_ = 0;
  std::optional<Frame> frame_;          // whose payload is coming
  std::optional<Opcode> message_kind_;  // of the message whose fragments are coming
  std::string message_data_;
  bool delivered_ = false;  // message_ looks at message_data_
  std::string control_data_;
  Utf8Check utf8_;
  Message message_;

  std::string output_;
  std::size_t pong_bytes_ = 0;            // of output_
  std::optional<std::string> pong_owed_;  // when those are too many: the newest

  Instant heard_at_;
  bool pinged_ = false;  // since then
  Instant leaving_since_ = never;
  Instant blocked_since_ = never;
};

}  // namespace curia::websocket
