#include "impl/io/sockets.hpp"

#include <arpa/inet.h>

#include <cerrno>
#include <cstring>

#include "model/base/check.hpp"

namespace curia::io {

SocketAddress::SocketAddress(const Endpoint& endpoint) {
  if (endpoint.address.is_v6) {
    auto& v6 = reinterpret_cast<sockaddr_in6&>(storage);
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(endpoint.port);
    std::memcpy(&v6.sin6_addr, endpoint.address.bytes.data(), 16);
    size = sizeof v6;
  } else {
    auto& v4 = reinterpret_cast<sockaddr_in&>(storage);
    v4.sin_family = AF_INET;
    v4.sin_port = htons(endpoint.port);
    std::memcpy(&v4.sin_addr, endpoint.address.bytes.data(), 4);
    size = sizeof v4;
  }
}

Endpoint endpoint_of(const sockaddr& address) {
  Endpoint endpoint;
  if (address.sa_family == AF_INET6) {
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
    endpoint.address.is_v6 = true;
    std::memcpy(endpoint.address.bytes.data(), &v6.sin6_addr, 16);
    endpoint.port = ntohs(v6.sin6_port);
  } else if (address.sa_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
    std::memcpy(endpoint.address.bytes.data(), &v4.sin_addr, 4);
    endpoint.port = ntohs(v4.sin_port);
  }
  return endpoint;
}

Descriptor open_socket(const Endpoint& local, int type) {
  const int family = local.address.is_v6 ? AF_INET6 : AF_INET;
  Descriptor socket(::socket(family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (socket && local.address.is_v6) set_option(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, 1);
  return socket;
}

Result<Endpoint> bind_socket(int fd, const Endpoint& local) {
  const SocketAddress address(local);
  if (::bind(fd, address.get(), address.size) != 0)
    return fail(error_of(errno, "cannot use the address " + to_string(local)));
  return local_endpoint(fd);
}

Endpoint local_endpoint(int fd) {
  SocketAddress address;
  check(::getsockname(fd, address.get(), &address.size) == 0, "a socket without a name");
  return endpoint_of(*address.get());
}

void set_option(int fd, int level, int option, int value) {
  check(::setsockopt(fd, level, option, &value, sizeof value) == 0, "a socket option is unknown");
}

void reset_on_close(int fd) {
  const linger none{1, 0};
  ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &none, sizeof none);
}

}  // namespace curia::io
