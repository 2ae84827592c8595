#include "impl/io/ssh/ssh_door.hpp"

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <thread>
#include <utility>

#include "impl/io/sockets.hpp"
#include "impl/io/ssh/connection.hpp"
#include "model/admin/limits.hpp"

namespace curia::io {
namespace {

constexpr int backlog = 128;

}  // namespace

// One connection: its guest, who lives on the loop, and its thread.
struct SshDoor::Visit {
  Visit(mmp::Mmp& mmp, const Endpoint& peer) : guest(mmp, peer, mailbox) {}

  std::shared_ptr<SshMailbox> mailbox = std::make_shared<SshMailbox>();
  SshGuest guest;
  std::thread thread;
};

SshDoor::SshDoor(Loop& loop, mmp::Mmp& mmp, std::string data)
    : loop_(loop), mmp_(mmp), data_(std::move(data)) {
  remove_partial_uploads(data_);
}

SshDoor::~SshDoor() {
  close();
  self_.reset();
  for (const auto& [number, visit] : visits_) visit->mailbox->stop();
  for (const auto& [number, visit] : visits_)
    if (visit->thread.joinable()) visit->thread.join();
}

Result<Endpoint> SshDoor::open(const Endpoint& local) {
  auto bind = make_bind(data_);
  if (!bind) return fail(bind.error());
  Descriptor socket = open_socket(local, SOCK_STREAM);
  if (!socket) return fail(error_of(errno, "cannot listen at " + to_string(local)));
  set_option(socket.get(), SOL_SOCKET, SO_REUSEADDR, 1);
  set_option(socket.get(), IPPROTO_TCP, TCP_NODELAY, 1);  // accepted sockets inherit it
  const auto bound = bind_socket(socket.get(), local);
  if (!bound) return bound;
  if (::listen(socket.get(), backlog) != 0 || !loop_.watch(socket.get(), EPOLLIN, *this))
    return fail(error_of(errno, "cannot listen at " + to_string(local)));
  bind_ = *std::move(bind);
  socket_ = std::move(socket);
  return bound;
}

void SshDoor::close() {
  loop_.forget(*this);
  socket_.reset();
}

void SshDoor::refuse_more() {
  close();
  for (const auto& [number, visit] : visits_) visit->guest.refuse_more();
}

bool SshDoor::has_room() {
  const auto strangers = static_cast<std::size_t>(std::ranges::count_if(
      visits_, [](const auto& item) { return !item.second->guest.is_logged_in(); }));
  const bool has_room =
      visits_.size() < limits::ssh_connections && strangers < limits::ssh_connections_anonymous;
  if (!has_room && !std::exchange(has_complained_, true)) {
    mmp_.env().trace.log(Severity::warning, "SSH turns connections away: there are " +
                                                std::to_string(visits_.size()) + ", of which " +
                                                std::to_string(strangers) + " have not logged in");
  }
  if (has_room) has_complained_ = false;
  return has_room;
}

void SshDoor::on_ready(std::uint32_t) {
  SocketAddress peer;
  Descriptor socket(::accept4(socket_.get(), peer.get(), &peer.size, SOCK_CLOEXEC));
  if (socket && has_room()) begin(std::move(socket), endpoint_of(*peer.get()));
}

void SshDoor::begin(Descriptor socket, const Endpoint& peer) {
  SshSession session(ssh_new());
  if (!session || ssh_bind_accept_fd(bind_.get(), session.get(), socket.get()) != SSH_OK) {
    mmp_.env().trace.log(Severity::error, "an SSH connection cannot be taken: libssh refuses it");
    return;
  }
  std::ignore = socket.release();  // the session closes it
  const std::uint64_t number = ++last_;
  Visit& visit = *(visits_[number] = std::make_unique<Visit>(mmp_, peer));
  const auto post = [loop = &loop_, weak = std::weak_ptr(self_), number](SshConnection::Call call) {
    loop->post([weak, number, call = std::move(call)]() mutable {
      const auto door = weak.lock();
      if (!door) return;
      const auto found = (*door)->visits_.find(number);
      if (found != (*door)->visits_.end()) call(found->second->guest);
    });
  };
  auto connection = std::make_unique<SshConnection>(std::move(session), visit.mailbox, post, data_,
                                                    mmp_.configuration().current().login_banner);
  visit.thread = std::thread(
      [loop = &loop_, weak = std::weak_ptr(self_), number, it = std::move(connection)]() mutable {
        it->run();
        it.reset();
        loop->post([weak, number] {
          if (const auto door = weak.lock()) (*door)->end(number);
        });
      });
}

void SshDoor::end(std::uint64_t number) {
  const auto node = visits_.extract(number);
  if (!node.empty()) node.mapped()->thread.join();
}

}  // namespace curia::io
