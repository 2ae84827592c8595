// Sockets of the system in our words: addresses and the few options that every socket here gets.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include "impl/io/descriptor.hpp"
#include "model/base/ip.hpp"

namespace curia::io {

struct SocketAddress {
  sockaddr_storage storage{};
  socklen_t size = 0;

  SocketAddress() : size(sizeof storage) {}  // to be filled by the system
  explicit SocketAddress(const Endpoint& endpoint);
  sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
};

Endpoint endpoint_of(const sockaddr& address);

// Non-blocking, closed on exec; an IPv6 socket takes IPv6 only. `type` is SOCK_STREAM or
// SOCK_DGRAM.
Descriptor open_socket(const Endpoint& local, int type);
// bind(2), then the address with the port that the system chose.
Result<Endpoint> bind_socket(int fd, const Endpoint& local);
Endpoint local_endpoint(int fd);

void set_option(int fd, int level, int option, int value);
// The next close(2) sends a reset and drops what is queued.
void reset_on_close(int fd);

}  // namespace curia::io
