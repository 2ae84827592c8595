#include "impl/io/stream.hpp"

#include <netinet/tcp.h>

#include <cerrno>
#include <utility>

#include "impl/io/stream_table.hpp"
#include "model/base/limits.hpp"

namespace curia::io {
namespace {

// A queue that has been this large gives its memory back when it is empty: an idle connection
// costs no more than its socket.
constexpr std::size_t kept_queue_bytes = 16 * 1024;

CloseReason connect_failure(int number) {
  switch (number) {
    case ECONNREFUSED:
      return CloseReason::refused;
    case ETIMEDOUT:
      return CloseReason::timed_out;
    case ECONNRESET:
      return CloseReason::reset;
    default:
      return CloseReason::unreachable;
  }
}

int socket_error(int fd) {
  int error = 0;
  socklen_t size = sizeof error;
  return ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

// TCP lets a socket connect to itself when the system gives it the port it dials.
bool is_own_mirror(int fd) {
  SocketAddress peer;
  return ::getpeername(fd, peer.get(), &peer.size) == 0 &&
         endpoint_of(*peer.get()) == local_endpoint(fd);
}

}  // namespace

void Stream::accepted(Descriptor socket) {
  socket_ = std::move(socket);
  state_ = State::open;
}

void Stream::serve(StreamHandler* handler) {
  handler_ = handler;
  if (close_owed_) return;  // ended or lingering: the owner did it inside on_accept
  if (handler == nullptr) {
    reset_on_close(socket_.get());
    drop_socket();
    return free_when_over();
  }
  watch(queue_.empty() ? EPOLLIN : EPOLLIN | EPOLLOUT);
}

void Stream::connect(const Endpoint& remote, StreamHandler& handler) {
  handler_ = &handler;
  state_ = State::connecting;
  socket_ = open_socket(remote, SOCK_STREAM);
  if (!socket_) return end_later(CloseReason::unreachable);
  set_option(socket_.get(), IPPROTO_TCP, TCP_NODELAY, 1);
  const SocketAddress address(remote);
  if (::connect(socket_.get(), address.get(), address.size) != 0 && errno != EINPROGRESS)
    return end_later(connect_failure(errno));
  set_timer(limits::net_connect_timeout, &Stream::connect_expired);
  watch(EPOLLOUT);
}

void Stream::connected() {
  const int error = socket_error(socket_.get());
  if (error != 0) return end_now(connect_failure(error));
  if (is_own_mirror(socket_.get())) return end_now(CloseReason::refused);
  table_.timers().cancel(timer_);
  timer_armed_ = false;
  state_ = State::open;
  watch(queue_.empty() ? EPOLLIN : EPOLLIN | EPOLLOUT);
  if (queue_.empty() && finishing_) sent_all();
  handler_->on_connected();
}

bool Stream::send(std::string_view bytes) {
  if (finishing_) return true;
  if (state_ == State::open && queue_.empty() && !bytes.empty()) {
    const ssize_t count = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (count >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(count));
    } else if (errno != EAGAIN && errno != EINTR) {
      end_later(CloseReason::reset);
      return true;
    }
  }
  if (!bytes.empty()) {
    queue_.append(bytes);
    if (state_ == State::open && in_set_) watch(watched_ | EPOLLOUT);
  }
  if (queue_.size() - queue_sent_ <= net_high_mark) return true;
  wants_writable_ = true;
  return false;
}

void Stream::finish() {
  if (finishing_) return;
  finishing_ = true;
  if (state_ == State::open && queue_.empty()) sent_all();
}

void Stream::close() {
  if (state_ == State::closing) return;
  if (state_ == State::connecting) return end_later(CloseReason::finished);
  finishing_ = true;
  wants_writable_ = false;
  state_ = State::closing;
  if (queue_.empty()) return sent_all();
  if (in_set_) watch(end_received_ ? EPOLLOUT : EPOLLIN | EPOLLOUT);
}

void Stream::reset() {
  reset_on_close(socket_.get());
  end_later(CloseReason::reset);
}

// Lazy: the interest is taken back only when bytes arrive while paused.
void Stream::pause() { paused_ = true; }

void Stream::resume() {
  paused_ = false;
  if (state_ == State::open && handler_ != nullptr && !end_received_) watch(watched_ | EPOLLIN);
}

void Stream::on_ready(std::uint32_t events) {
  if (state_ == State::connecting) return connected();
  if ((events & EPOLLOUT) != 0) {
    flush();
    if (!socket_) return;
    if (wants_writable_ && queue_.size() - queue_sent_ <= net_low_mark) {
      wants_writable_ = false;
      handler_->on_writable();
      if (!socket_) return;
    }
  }
  if ((events & (EPOLLIN | EPOLLERR | EPOLLHUP)) == 0) return;
  if (!end_received_ && (!paused_ || state_ != State::open)) return receive();
  if ((events & EPOLLERR) != 0) return end_now(CloseReason::reset);
  if ((events & EPOLLHUP) != 0) {
    // Both sides are shut and the owner reads no more for now: the kernel would say so for ever.
    table_.loop().unwatch(socket_.get());
    in_set_ = false;
    watched_ = 0;
    return;
  }
  watch(watched_ & ~static_cast<std::uint32_t>(EPOLLIN));
}

void Stream::receive() {
  char* buffer = table_.buffer();
  const ssize_t count = ::recv(socket_.get(), buffer, limits::net_receive_bytes, 0);
  if (count < 0) {
    if (errno != EAGAIN && errno != EINTR) end_now(CloseReason::reset);
    return;
  }
  if (count == 0) return peer_ended();
  if (state_ == State::open) handler_->on_received({buffer, static_cast<std::size_t>(count)});
}

void Stream::peer_ended() {
  end_received_ = true;
  if (state_ == State::lingering) return end_now(CloseReason::finished);
  watch(watched_ & ~static_cast<std::uint32_t>(EPOLLIN));
  if (state_ != State::open) return;
  const bool both = end_sent_;
  handler_->on_end();
  if (both && socket_) end_now(CloseReason::finished);
}

void Stream::flush() {
  while (queue_sent_ < queue_.size()) {
    const ssize_t count = ::send(socket_.get(), queue_.data() + queue_sent_,
                                 queue_.size() - queue_sent_, MSG_NOSIGNAL);
    if (count < 0) {
      if (errno != EAGAIN && errno != EINTR) return end_now(CloseReason::reset);
      // The front that has gone is cut off when it is the larger part: O(1) per byte.
      if (queue_sent_ > queue_.size() / 2) queue_.erase(0, std::exchange(queue_sent_, 0));
      return;
    }
    queue_sent_ += static_cast<std::size_t>(count);
  }
  queue_.clear();
  queue_sent_ = 0;
  if (queue_.capacity() > kept_queue_bytes) queue_.shrink_to_fit();
  watch(watched_ & ~static_cast<std::uint32_t>(EPOLLOUT));
  if (finishing_) sent_all();
}

void Stream::sent_all() {
  if (!end_sent_) ::shutdown(socket_.get(), SHUT_WR);
  end_sent_ = true;
  if (end_received_) return end_later(CloseReason::finished);
  if (state_ != State::closing) return;
  set_timer(limits::net_linger_timeout, &Stream::linger_expired);
  watch(EPOLLIN);
  if (socket_) linger();
}

void Stream::linger() {
  state_ = State::lingering;
  close_owed_ = true;
  reason_ = CloseReason::finished;
  table_.loop().defer([this] { tell_closed(); });
}

void Stream::watch(std::uint32_t events) {
  if (in_set_ && events == watched_) return;
  if (in_set_) {
    table_.loop().change(socket_.get(), events, *this);
  } else if (table_.loop().watch(socket_.get(), events, *this)) {
    in_set_ = true;
  } else {
    return end_later(CloseReason::reset);
  }
  watched_ = events;
}

void Stream::end_later(CloseReason reason) {
  drop_socket();
  close_owed_ = true;
  reason_ = reason;
  table_.loop().defer([this] { tell_closed(); });
}

void Stream::end_now(CloseReason reason) {
  drop_socket();
  if (close_owed_) return;  // it broke while lingering, and its owner is about to hear `finished`
  reason_ = reason;
  tell_closed();
}

void Stream::tell_closed() {
  close_owed_ = false;
  StreamHandler* handler = std::exchange(handler_, nullptr);
  const CloseReason reason = reason_;
  free_when_over();
  if (handler != nullptr) handler->on_closed(reason);
}

void Stream::drop_socket() {
  if (timer_armed_) table_.timers().cancel(timer_);
  timer_armed_ = false;
  table_.loop().forget(*this);
  socket_.reset();
  in_set_ = false;
  watched_ = 0;
  queue_ = {};
  queue_sent_ = 0;
  state_ = State::ended;
}

// A lingering socket, or a call that is owed, still needs the place.
void Stream::free_when_over() {
  if (socket_ || close_owed_) return;
  ++generation_;
  state_ = State::free;
  paused_ = wants_writable_ = finishing_ = end_sent_ = end_received_ = false;
  table_.give_back(*this);
}

void Stream::set_timer(Duration after, void (Stream::*expired)()) {
  timer_armed_ = true;
  timer_ = table_.timers().at(table_.loop().clock().now() + after, [this, expired] {
    timer_armed_ = false;
    (this->*expired)();
  });
}

void Stream::connect_expired() { end_now(CloseReason::timed_out); }

void Stream::linger_expired() { end_now(CloseReason::finished); }

}  // namespace curia::io
