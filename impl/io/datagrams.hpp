// DatagramSocket: one UDP socket. What the kernel cannot take at once is lost, as UDP allows.
#pragma once

#include "impl/io/loop.hpp"
#include "impl/io/sockets.hpp"
#include "model/env/net.hpp"

namespace curia::io {

class DatagramSocket final : public Watcher {
 public:
  // `buffer` is shared with the streams: limits::net_receive_bytes, more than a datagram can be.
  DatagramSocket(Loop& loop, char* buffer, DatagramHandler& handler)
      : loop_(loop), buffer_(buffer), handler_(handler) {}
  ~DatagramSocket();

  Result<Endpoint> open(const Endpoint& local);
  void send_to(const Endpoint& to, std::string_view bytes);
  void on_ready(std::uint32_t events) override;

 private:
  Loop& loop_;
  char* buffer_;
  DatagramHandler& handler_;
  Descriptor socket_;
  bool* destroyed_ = nullptr;  // set while on_ready runs: a handler may close its socket
};

}  // namespace curia::io
