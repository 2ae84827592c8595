#include "impl/io/local_door.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "model/admin/limits.hpp"
#include "model/base/limits.hpp"

namespace curia::io {
namespace {

Result<sockaddr_un> address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path))
    return fail(Errc::invalid_value, "'" + path + "' is too long for the name of a socket");
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

}  // namespace

class LocalDoor::Connection final : public LocalConnection,
                                    public Watcher,
                                    public std::enable_shared_from_this<Connection> {
 public:
  Connection(LocalDoor& door, std::uint64_t number, Descriptor socket)
      : door_(door), number_(number), socket_(std::move(socket)) {}
  ~Connection() override { door_.loop_.forget(*this); }

  bool open() {
    if (!door_.loop_.watch(socket_.get(), EPOLLIN, *this)) return false;
    handler_ = door_.accept_(*this);
    return true;
  }

  void send(std::string_view bytes) override {
    if (is_over_) return;
    queue_ += bytes;
    want(true);
  }

  void close() override {
    is_ending_ = true;
    want(true);
  }

  void on_ready(std::uint32_t events) override {
    const auto self = shared_from_this();
    if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0 && !is_ending_) receive();
    if (!is_over_ && (events & EPOLLOUT) != 0) flush();
  }

 private:
  void receive() {
    char buffer[limits::net_receive_bytes];
    const ssize_t count = ::recv(socket_.get(), buffer, sizeof buffer, 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) return over();
    handler_->on_received({buffer, static_cast<std::size_t>(count)});
  }

  void flush() {
    while (!queue_.empty()) {
      const ssize_t count = ::send(socket_.get(), queue_.data(), queue_.size(), MSG_NOSIGNAL);
      if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
      if (count < 0) return over();
      queue_.erase(0, static_cast<std::size_t>(count));
    }
    if (is_ending_) return over();
    want(false);
  }

  void want(bool writable) {
    if (!is_over_)
      door_.loop_.change(socket_.get(), EPOLLIN | (writable ? std::uint32_t{EPOLLOUT} : 0U), *this);
  }

  void over() {
    if (std::exchange(is_over_, true)) return;
    door_.loop_.unwatch(socket_.get());
    socket_.reset();
    handler_->on_closed();
    door_.forget(number_);
  }

  LocalDoor& door_;
  const std::uint64_t number_;
  Descriptor socket_;
  std::unique_ptr<LocalHandler> handler_;
  std::string queue_;
  bool is_ending_ = false;
  bool is_over_ = false;
};

LocalDoor::~LocalDoor() {
  loop_.forget(*this);
  if (socket_) ::unlink(path_.c_str());
}

Result<> LocalDoor::open(const std::string& path, Accept accept) {
  const auto address = address_of(path);
  if (!address) return fail(address.error());
  Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  ::unlink(path.c_str());
  const mode_t before = ::umask(077);
  const bool bound = socket && ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&*address),
                                      sizeof *address) == 0;
  ::umask(before);
  if (!bound || ::listen(socket.get(), static_cast<int>(limits::console_connections)) != 0)
    return fail(error_of(errno, "cannot make the socket '" + path + "'"));
  path_ = path;
  accept_ = std::move(accept);
  socket_ = std::move(socket);
  if (!loop_.watch(socket_.get(), EPOLLIN, *this))
    return fail(error_of(errno, "cannot serve the socket '" + path + "'"));
  return {};
}

void LocalDoor::on_ready(std::uint32_t) {
  Descriptor peer(::accept4(socket_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!peer || connections_.size() >= limits::console_connections) return;
  const std::uint64_t number = ++last_;
  auto connection = std::make_shared<Connection>(*this, number, std::move(peer));
  connections_[number] = connection;
  if (!connection->open()) connections_.erase(number);
}

void LocalDoor::forget(std::uint64_t number) { connections_.erase(number); }

Result<Descriptor> connect_local(const std::string& path) {
  const auto address = address_of(path);
  if (!address) return fail(address.error());
  Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!socket) return fail(error_of(errno, "no socket"));
  if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&*address), sizeof *address) == 0)
    return socket;
  if (errno == ENOENT || errno == ECONNREFUSED)
    return fail(Errc::not_found, "nobody serves '" + path + "'");
  return fail(error_of(errno, "cannot open '" + path + "'"));
}

}  // namespace curia::io
