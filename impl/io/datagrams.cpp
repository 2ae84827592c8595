#include "impl/io/datagrams.hpp"

#include <cerrno>

#include "model/base/limits.hpp"

namespace curia::io {

DatagramSocket::~DatagramSocket() {
  if (destroyed_ != nullptr) *destroyed_ = true;
  loop_.forget(*this);
}

Result<Endpoint> DatagramSocket::open(const Endpoint& local) {
  socket_ = open_socket(local, SOCK_DGRAM);
  if (!socket_) return fail(error_of(errno, "cannot use the address " + to_string(local)));
  const Result<Endpoint> bound = bind_socket(socket_.get(), local);
  if (bound && !loop_.watch(socket_.get(), EPOLLIN, *this))
    return fail(error_of(errno, "cannot use the address " + to_string(local)));
  return bound;
}

void DatagramSocket::send_to(const Endpoint& to, std::string_view bytes) {
  const SocketAddress address(to);
  // The result is not looked at: a full buffer and a refusal are losses on the way.
  ::sendto(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL, address.get(), address.size);
}

void DatagramSocket::on_ready(std::uint32_t) {
  bool destroyed = false;
  destroyed_ = &destroyed;
  for (std::size_t i = 0; i < limits::net_datagrams_per_turn; ++i) {
    SocketAddress from;
    const ssize_t count =
        ::recvfrom(socket_.get(), buffer_, limits::net_receive_bytes, 0, from.get(), &from.size);
    if (count < 0) break;
    handler_.on_datagram(endpoint_of(*from.get()), {buffer_, static_cast<std::size_t>(count)});
    if (destroyed) return;
  }
  destroyed_ = nullptr;
}

}  // namespace curia::io
