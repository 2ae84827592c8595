// Stream: one TCP connection behind the port Net.
//
//   connecting --connected--> open --close()--> closing --queue sent--> lingering
//        |                     |                   |                        |
//        +-- failure, timeout, reset(), both sides finished, peer gone -----+--> ended --> free
//
// 1. on_closed is called at once when the kernel told us of the end, and as a later event when a
//    call of the owner brought it; `ended` (and `lingering`) streams take no more calls.
// 2. A stream that its owner closed is read and thrown away until the peer ends too or
//    net_linger_timeout passes: closing a socket with unread bytes would reset what we sent.
// 3. Its place in the table (StreamTable) never moves, and is used again only when the descriptor
//    is closed and on_closed has been called; `generation` tells the uses apart.
#pragma once

#include <string>

#include "impl/io/loop.hpp"
#include "impl/io/sockets.hpp"
#include "model/env/net.hpp"

namespace curia::io {

class StreamTable;

class Stream final : public Watcher {
 public:
  Stream(StreamTable& table, std::uint32_t index) : table_(table), index_(index) {}

  StreamId id() const { return StreamId{std::uint64_t{generation_} << 32 | index_}; }
  std::uint32_t generation() const { return generation_; }
  std::uint32_t index() const { return index_; }
  bool usable() const {
    return state_ == State::connecting || state_ == State::open || state_ == State::closing;
  }

  void accepted(Descriptor socket);
  void serve(StreamHandler* handler);  // after accepted(); null refuses
  void connect(const Endpoint& remote, StreamHandler& handler);

  bool send(std::string_view bytes);
  void finish();
  void close();
  void reset();
  void pause();
  void resume();

  void on_ready(std::uint32_t events) override;

 private:
  enum class State : std::uint8_t { free, connecting, open, closing, lingering, ended };

  void connected();
  void receive();
  void flush();
  void sent_all();
  void peer_ended();
  void linger();
  void watch(std::uint32_t events);
  void end_later(CloseReason reason);
  void end_now(CloseReason reason);
  void tell_closed();
  void drop_socket();
  void free_when_over();
  void set_timer(Duration after, void (Stream::*expired)());
  void connect_expired();
  void linger_expired();

  StreamTable& table_;
  StreamHandler* handler_ = nullptr;  // null = on_closed has been called, or none was ever given
  Descriptor socket_;
  std::string queue_;           // bytes that the kernel has not taken
  std::size_t queue_sent_ = 0;  // how many at the front of queue_ it has taken since
  TimerId timer_{};
  std::uint32_t index_;
  std::uint32_t generation_ = 0;
  std::uint32_t watched_ = 0;  // the events in the epoll set
  State state_ = State::free;
  CloseReason reason_ = CloseReason::finished;
  bool in_set_ = false;  // the epoll set knows the socket
  bool timer_armed_ = false;
  bool paused_ = false;
  bool wants_writable_ = false;  // send() has said false
  bool finishing_ = false;       // finish() or close() was called
  bool end_sent_ = false;        // our side is shut down
  bool end_received_ = false;    // the peer's is
  bool close_owed_ = false;      // on_closed is a deferred task
};

}  // namespace curia::io
