// RealNet: the port Net on the sockets of the system.
#pragma once

#include <cstdint>
#include <memory>
#include <unordered_map>

#include "impl/io/datagrams.hpp"
#include "impl/io/listener.hpp"
#include "impl/io/resolver.hpp"
#include "impl/io/stream_table.hpp"

namespace curia::io {

class RealNet final : public Net {
 public:
  RealNet(Loop& loop, Timers& timers, Trace& trace)
      : loop_(loop), trace_(trace), streams_(loop, timers), resolver_(loop) {}

  Result<Bound<ListenId>> listen(const Endpoint& local, AcceptHandler& handler) override;
  void close(ListenId listener) override;

  StreamId connect(const Endpoint& remote, StreamHandler& handler) override;
  bool send(StreamId stream, std::string_view bytes) override;
  void finish(StreamId stream) override;
  void close(StreamId stream) override;
  void reset(StreamId stream) override;
  void pause(StreamId stream) override;
  void resume(StreamId stream) override;

  Result<Bound<DatagramId>> bind(const Endpoint& local, DatagramHandler& handler) override;
  void send_to(DatagramId socket, const Endpoint& to, std::string_view bytes) override;
  void close(DatagramId socket) override;

  void resolve(std::string host, Done<Result<std::vector<IpAddress>>> done) override;

 private:
  Loop& loop_;
  Trace& trace_;
  StreamTable streams_;
  Resolver resolver_;
  std::uint64_t opened_ = 0;  // listeners and datagram sockets, ever: their ids
  std::unordered_map<std::uint64_t, std::unique_ptr<Listener>> listeners_;
  std::unordered_map<std::uint64_t, std::unique_ptr<DatagramSocket>> datagrams_;
};

}  // namespace curia::io
