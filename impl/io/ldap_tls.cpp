#include "impl/io/ldap_tls.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace curia::io {

// libldap's side: functions of C, which find the object by a pointer.
struct LdapTls::Layer {
  static int connected(LDAP*, Sockbuf* socket, LDAPURLDesc*, sockaddr*, ldap_conncb* callbacks) {
    auto& self = *static_cast<LdapTls*>(callbacks->lc_arg);
    if (!self.begin(socket)) return -1;
    return ::ber_sockbuf_add_io(socket, &functions, LBER_SBIOD_LEVEL_TRANSPORT, &self);
  }
  static void disconnected(LDAP*, Sockbuf*, ldap_conncb*) {}

  static LdapTls& self(const Sockbuf_IO_Desc* layer) {
    return *static_cast<LdapTls*>(layer->sbiod_pvt);
  }
  static int setup(Sockbuf_IO_Desc* layer, void* object) {
    layer->sbiod_pvt = object;
    return 0;
  }
  static int remove(Sockbuf_IO_Desc*) { return 0; }
  static int control(Sockbuf_IO_Desc* layer, int option, void* argument) {
    if (option == LBER_SB_OPT_DATA_READY && !self(layer).plaintext_.empty()) return 1;
    return LBER_SBIOD_CTRL_NEXT(layer, option, argument);
  }
  static ber_slen_t read(Sockbuf_IO_Desc* layer, void* data, ber_len_t size) {
    return self(layer).read(static_cast<char*>(data), size);
  }
  static ber_slen_t write(Sockbuf_IO_Desc* layer, void* data, ber_len_t size) {
    return self(layer).write({static_cast<const char*>(data), size});
  }
  static int close(Sockbuf_IO_Desc* layer) {
    LdapTls& tls = self(layer);
    if (!tls.machine_ || tls.failure_) return 0;
    tls.machine_->close();
    tls.send_output();
    return 0;
  }

  static Sockbuf_IO functions;
};

Sockbuf_IO LdapTls::Layer::functions = {setup, remove, control, read, write, close};

LdapTls::LdapTls(tls::Context context, std::string host, Duration timeout)
    : context_(std::move(context)), host_(std::move(host)), timeout_(timeout) {}

void LdapTls::put_under(LDAP* ldap) {
  callbacks_ = {Layer::connected, Layer::disconnected, this};
  ::ldap_set_option(ldap, LDAP_OPT_CONNECT_CB, &callbacks_);
}

bool LdapTls::begin(Sockbuf* socket) {
  if (::ber_sockbuf_ctrl(socket, LBER_SB_OPT_GET_FD, &descriptor_) != 1)
    return failed({Errc::io_error, {}, "the connection has no socket"});
  machine_.emplace(context_, std::chrono::system_clock::now(), host_);
  failure_.reset();
  std::array<char, 16384> bytes{};
  while (machine_->state() == tls::State::handshaking) {
    if (!send_output()) return false;
    if (!wait_for(POLLIN))
      return failed({Errc::timed_out, {}, "'" + host_ + "' did not finish the TLS handshake"});
    const ssize_t got = ::recv(descriptor_, bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (got <= 0)
      return failed({Errc::unavailable, {}, "'" + host_ + "' closed during the TLS handshake"});
    const Result<> fed = machine_->feed({bytes.data(), static_cast<std::size_t>(got)}, plaintext_);
    if (!fed) {
      send_output();  // the alert that tells the server why
      return failed(fed.error());
    }
  }
  return send_output();
}

// A server that is not believed is one that is not there: no login was refused.
bool LdapTls::failed(Error error) {
  if (error.code != Errc::timed_out) error.code = Errc::unavailable;
  if (!failure_) failure_ = std::move(error);
  errno = EIO;
  return false;
}

bool LdapTls::wait_for(short events) const {
  pollfd item{descriptor_, events, 0};
  const auto limit = std::chrono::duration_cast<std::chrono::milliseconds>(timeout_);
  int ready = 0;
  do {
    ready = ::poll(&item, 1, static_cast<int>(limit.count()));
  } while (ready < 0 && errno == EINTR);
  return ready > 0;
}

bool LdapTls::send_output() {
  std::string_view rest = machine_->output();
  while (!rest.empty()) {
    const ssize_t sent = ::send(descriptor_, rest.data(), rest.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent > 0) {
      rest.remove_prefix(static_cast<std::size_t>(sent));
      continue;
    }
    const bool may_go_on = errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
    if (!may_go_on || !wait_for(POLLOUT))
      return failed({Errc::unavailable, {}, "'" + host_ + "' takes no more bytes"});
  }
  machine_->clear_output();
  return true;
}

// A record that has come in part is no reason to wait here: libldap waits, within its own limit.
long LdapTls::read(char* data, std::size_t size) {
  std::array<char, 16384> bytes{};
  while (plaintext_.empty()) {
    if (failure_ || machine_->state() != tls::State::open) return 0;
    const ssize_t got = ::recv(descriptor_, bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (got <= 0) return got;
    const Result<> fed = machine_->feed({bytes.data(), static_cast<std::size_t>(got)}, plaintext_);
    if (!fed) return failed(fed.error()) ? 0 : -1;
  }
  const std::size_t taken = std::min(size, plaintext_.size());
  std::memcpy(data, plaintext_.data(), taken);
  plaintext_.erase(0, taken);
  return static_cast<long>(taken);
}

long LdapTls::write(std::string_view data) {
  if (failure_ || machine_->state() != tls::State::open) return -1;
  if (const Result<> written = machine_->write(data); !written) {
    failed(written.error());
    return -1;
  }
  return send_output() ? static_cast<long>(data.size()) : -1;
}

}  // namespace curia::io
