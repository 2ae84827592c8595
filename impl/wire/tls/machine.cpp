#include "impl/wire/tls/machine.hpp"

#include <algorithm>
#include <climits>
#include <cstring>

#include "impl/wire/tls/openssl.hpp"
#include "model/base/check.hpp"
#include "model/base/ip.hpp"

namespace curia::tls {

// OpenSSL's view of a connection: it reads straight from the bytes that feed() was given and
// writes straight into output_, so that no byte is copied into a buffer between us.
struct BufferBio {
  static int read(BIO* bio, char* data, int size) {
    auto& machine = *static_cast<Machine*>(BIO_get_data(bio));
    BIO_clear_retry_flags(bio);
    if (machine.input_.empty()) {
      BIO_set_retry_read(bio);
      return -1;
    }
    const std::size_t taken = std::min(machine.input_.size(), static_cast<std::size_t>(size));
    std::memcpy(data, machine.input_.data(), taken);
    machine.input_.remove_prefix(taken);
    return static_cast<int>(taken);
  }

  static int write(BIO* bio, const char* data, int size) {
    auto& machine = *static_cast<Machine*>(BIO_get_data(bio));
    machine.output_.append(data, static_cast<std::size_t>(size));
    return size;
  }

  static long control(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

  static const BIO_METHOD* method() {
    static BIO_METHOD* const made = [] {
      BIO_METHOD* m = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "curia buffers");
      check(m != nullptr && BIO_meth_set_read(m, read) == 1 && BIO_meth_set_write(m, write) == 1 &&
                BIO_meth_set_ctrl(m, control) == 1,
            "OpenSSL takes our BIO");
      return m;
    }();
    return made;
  }
};

namespace {

// The largest plaintext of one record (RFC 8446 section 5.1): room for it makes one SSL_read per
// record enough.
constexpr std::size_t record_bytes = 16384;

constexpr std::size_t output_bytes_kept = 64 * 1024;  // between two writes of one connection

// SSL_get_error() looks into the thread's queue of errors, where others may have left some. Nearly
// always there are none, and to ask costs a fraction of emptying all its places.
void forget_errors() {
  if (ERR_peek_error() != 0) ERR_clear_error();
}

}  // namespace

void Machine::Free::operator()(ssl_st* ssl) const { SSL_free(ssl); }

Machine::Machine(const Context& context, WallTime now) : context_(context), now_(now) {
  check(context.is_server(), "a server's machine has a server's context");
  make_ssl(context);
  SSL_set_accept_state(ssl_.get());
}

Machine::Machine(const Context& context, WallTime now, const std::string& host)
    : context_(context), now_(now), host_(host) {
  check(!context.is_server(), "a client's machine has a client's context");
  make_ssl(context);
  SSL* ssl = ssl_.get();
  SSL_set_connect_state(ssl);
  X509_VERIFY_PARAM* param = SSL_get0_param(ssl);
  X509_VERIFY_PARAM_set_time(param, seconds_of(now));
  const bool is_address = parse_ip(host).has_value();
  bool named = true;
  if (!is_address) named = SSL_set_tlsext_host_name(ssl, host.c_str()) == 1;
  if (context.trust().verify && context.trust().check_name) {
    X509_VERIFY_PARAM_set_hostflags(param, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    named = named && (is_address ? X509_VERIFY_PARAM_set1_ip_asc(param, host.c_str()) == 1
                                 : SSL_set1_host(ssl, host.c_str()) == 1);
  }
  check(named, "the host is a name or an address");
  check(handshake().has_value(), "a client begins without asking anybody");
}

Machine::~Machine() = default;

void Machine::make_ssl(const Context& context) {
  ssl_.reset(SSL_new(context.native()));
  BIO* bio = BIO_new(BufferBio::method());
  check(ssl_ != nullptr && bio != nullptr, "OpenSSL makes a connection");
  BIO_set_data(bio, this);
  BIO_set_init(bio, 1);
  SSL_set_bio(ssl_.get(), bio, bio);
  SSL_set_app_data(ssl_.get(), this);
}

Result<> Machine::feed(std::string_view ciphertext, std::string& plaintext) {
  if (state_ == State::ended || ciphertext.empty()) return {};
  check(state_ != State::failed, "a machine that failed is not fed");
  if (state_ == State::handshaking && !peer_began_) {
    peer_began_ = true;
    // A TLS peer begins with a record of type handshake or alert, never with a letter.
    peer_spoke_http_ = ciphertext.front() >= 'A' && ciphertext.front() <= 'Z';
  }
  input_ = ciphertext;
  Result<> result;
  if (state_ == State::handshaking) result = handshake();
  if (result && state_ == State::open && !input_.empty()) result = read_all(plaintext);
  input_ = {};
  return result;
}

Result<> Machine::handshake() {
  forget_errors();
  const int returned = SSL_do_handshake(ssl_.get());
  if (returned == 1) {
    state_ = State::open;
    return {};
  }
  if (SSL_get_error(ssl_.get(), returned) == SSL_ERROR_WANT_READ) return {};
  return failed();
}

Result<> Machine::read_all(std::string& plaintext) {
  forget_errors();
  SSL* ssl = ssl_.get();
  do {
    int returned = 0;
    std::size_t got = 0;
    const std::size_t before = plaintext.size();
    plaintext.resize_and_overwrite(before + record_bytes, [&](char* data, std::size_t) {
      returned = SSL_read_ex(ssl, data + before, record_bytes, &got);
      return before + got;
    });
    if (returned == 1) continue;
    const int error = SSL_get_error(ssl, returned);
    if (error == SSL_ERROR_WANT_READ) break;
    if (error == SSL_ERROR_ZERO_RETURN) {
      state_ = State::ended;
      break;
    }
    return failed();
  } while (!input_.empty());
  return {};
}

Result<> Machine::write(std::string_view plaintext) {
  check(state_ == State::open || state_ == State::ended, "only an open machine encrypts");
  check(!close_sent_, "nothing follows close_notify");
  if (plaintext.empty()) return {};  // SSL_write of nothing is undefined before OpenSSL 3.2
  forget_errors();
  std::size_t put = 0;
  if (SSL_write_ex(ssl_.get(), plaintext.data(), plaintext.size(), &put) != 1) return failed();
  check(put == plaintext.size(), "our BIO takes everything");
  return {};
}

void Machine::close() {
  if (close_sent_ || state_ == State::handshaking || state_ == State::failed) return;
  close_sent_ = true;
  forget_errors();
  SSL_shutdown(ssl_.get());  // its result says only whether the peer has closed too
  forget_errors();
}

void Machine::clear_output() {
  output_.clear();
  if (output_.capacity() > output_bytes_kept) output_.shrink_to_fit();
}

std::string_view Machine::version() const { return SSL_get_version(ssl_.get()); }
std::string_view Machine::cipher() const { return SSL_get_cipher_name(ssl_.get()); }
bool Machine::resumed() const { return SSL_session_reused(ssl_.get()) == 1; }

std::unexpected<Error> Machine::failed() {
  state_ = State::failed;
  return fail(describe_failure(ssl_.get(), host_));
}

}  // namespace curia::tls
