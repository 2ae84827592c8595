// The port Net: TCP streams, UDP datagrams and names. Bytes only; TLS lives in impl/wire.
//
// 1. A write may be split or joined anywhere on its way.
// 2. on_closed comes exactly once per stream and is the last call; it never comes from inside a
//    call of the owner. After it the id is dead and every call with it does nothing. When the
//    whole net ends first (a simulated host loses its power), on_net_gone comes instead.
// 3. send() false means that more than the high mark (net_high_mark) is queued: the bytes were
//    taken, but send no more until on_writable.
// 4. Handlers are borrowed: they outlive on_closed (streams) or close() (listeners, datagrams).
//
//   StreamId id = net.connect(endpoint, handler);   // then on_connected or on_closed
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/ip.hpp"
#include "model/base/result.hpp"
#include "model/env/clock.hpp"

namespace curia {

enum class StreamId : std::uint64_t {};
enum class ListenId : std::uint64_t {};
enum class DatagramId : std::uint64_t {};

inline constexpr std::size_t net_high_mark = 256 * 1024;  // bytes queued by send()
inline constexpr std::size_t net_low_mark = 64 * 1024;    // on_writable at or below this

enum class CloseReason {
  finished,     // both sides ended, or our close() was carried out
  reset,        // the peer or the network broke it, or our reset()
  refused,      // connect: nobody listens there
  unreachable,  // connect: no way there
  timed_out,    // connect: no answer
};
std::string_view name_of(CloseReason reason);

class StreamHandler {
 public:
  virtual ~StreamHandler() = default;
  virtual void on_connected() {}  // only after connect()
  virtual void on_received(std::string_view bytes) = 0;
  virtual void on_end() = 0;       // the peer will send no more; we still may
  virtual void on_writable() = 0;  // after send() was false
  virtual void on_closed(CloseReason reason) = 0;
  virtual void on_net_gone() {}  // whoever keeps itself for the stream's sake lets go
};

class AcceptHandler {
 public:
  virtual ~AcceptHandler() = default;
  // Null refuses: the peer sees a reset.
  virtual StreamHandler* on_accept(StreamId stream, const Endpoint& peer) = 0;
};

class DatagramHandler {
 public:
  virtual ~DatagramHandler() = default;
  virtual void on_datagram(const Endpoint& from, std::string_view bytes) = 0;
};

template <class Id>
struct Bound {
  Id id;
  Endpoint local;  // with the port that was chosen when 0 was asked for
};

class Net {
 public:
  virtual ~Net() = default;

  // Errors: address_in_use, not_permitted, io_error.
  virtual Result<Bound<ListenId>> listen(const Endpoint& local, AcceptHandler& handler) = 0;
  virtual void close(ListenId listener) = 0;  // streams that were accepted live on

  virtual StreamId connect(const Endpoint& remote, StreamHandler& handler) = 0;
  virtual bool send(StreamId stream, std::string_view bytes) = 0;
  virtual void finish(StreamId stream) = 0;  // no more from us, once what is queued has gone
  virtual void close(StreamId stream) = 0;   // send what is queued, then end both directions
  virtual void reset(StreamId stream) = 0;   // end now, drop what is queued
  virtual void pause(StreamId stream) = 0;   // stop on_received until resume()
  virtual void resume(StreamId stream) = 0;

  // Errors: address_in_use, not_permitted, io_error.
  virtual Result<Bound<DatagramId>> bind(const Endpoint& local, DatagramHandler& handler) = 0;
  virtual void send_to(DatagramId socket, const Endpoint& to, std::string_view bytes) = 0;
  virtual void close(DatagramId socket) = 0;

  // A and AAAA records, or the address itself. Errors: not_found, unavailable.
  virtual void resolve(std::string host, Done<Result<std::vector<IpAddress>>> done) = 0;
};

}  // namespace curia
