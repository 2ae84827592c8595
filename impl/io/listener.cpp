#include "impl/io/listener.hpp"

#include <netinet/tcp.h>

#include <cerrno>

#include "model/base/limits.hpp"

namespace curia::io {
namespace {

bool is_lack_of_resources(int number) {
  return number == EMFILE || number == ENFILE || number == ENOBUFS || number == ENOMEM;
}

}  // namespace

Listener::~Listener() {
  if (destroyed_ != nullptr) *destroyed_ = true;
  if (resting_) streams_.timers().cancel(rest_timer_);
  streams_.loop().forget(*this);
}

Result<Endpoint> Listener::open(const Endpoint& local) {
  socket_ = open_socket(local, SOCK_STREAM);
  if (!socket_) return fail(error_of(errno, "cannot listen at " + to_string(local)));
  // Only addresses that a finished connection still holds (TIME-WAIT) may be taken over: Linux
  // refuses a second listener in spite of this option.
  set_option(socket_.get(), SOL_SOCKET, SO_REUSEADDR, 1);
  set_option(socket_.get(), IPPROTO_TCP, TCP_NODELAY, 1);  // accepted sockets inherit it
  const Result<Endpoint> bound = bind_socket(socket_.get(), local);
  if (!bound) return bound;
  if (::listen(socket_.get(), limits::net_accept_backlog) != 0 ||
      !streams_.loop().watch(socket_.get(), EPOLLIN, *this))
    return fail(error_of(errno, "cannot listen at " + to_string(local)));
  local_ = *bound;
  return bound;
}

void Listener::on_ready(std::uint32_t) {
  bool destroyed = false;
  destroyed_ = &destroyed;
  for (std::size_t i = 0; i < limits::net_accepts_per_turn; ++i) {
    SocketAddress peer;
    Descriptor socket(
        ::accept4(socket_.get(), peer.get(), &peer.size, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!socket) {
      if (is_lack_of_resources(errno)) rest(errno);
      break;  // the others: none is waiting, or one went away while it waited
    }
    complained_ = false;
    Stream& stream = streams_.take();
    stream.accepted(std::move(socket));
    stream.serve(handler_.on_accept(stream.id(), endpoint_of(*peer.get())));
    if (destroyed) return;
  }
  destroyed_ = nullptr;
}

void Listener::rest(int reason) {
  if (!complained_)
    trace_.log(Severity::error,
               error_of(reason, "cannot accept a connection at " + to_string(local_)).message);
  complained_ = true;
  resting_ = true;
  streams_.loop().change(socket_.get(), 0, *this);
  rest_timer_ =
      streams_.timers().at(streams_.loop().clock().now() + limits::net_accept_pause, [this] {
        resting_ = false;
        streams_.loop().change(socket_.get(), EPOLLIN, *this);
      });
}

}  // namespace curia::io
