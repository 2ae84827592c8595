// Machine: one end of one TLS connection, bytes in and bytes out, without I/O.
//
// 1. What feed(), write() and close() have for the peer is appended to output(); the owner sends
//    it and clears it. After an error output() may hold the alert that tells the peer why.
// 2. States go handshaking -> open -> ended, or to failed from any; failed and ended are final for
//    reading. write() is allowed in open and ended (the peer may still read).
// 3. The machine keeps no plaintext: all that could be read has been appended when feed() returns.
//
//   tls::Machine machine(context, clock.wall());
//   if (auto fed = machine.feed(bytes, plaintext); !fed) ...  // a sentence why
//   net.send(stream, machine.output()); machine.clear_output();
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "impl/wire/tls/context.hpp"
#include "model/base/result.hpp"
#include "model/base/time.hpp"

struct ssl_st;

namespace curia::tls {

enum class State { handshaking, open, ended, failed };

class Machine {
 public:
  // The server's end; `now` judges session tickets.
  Machine(const Context& context, WallTime now);
  // The client's end: the first flight stands in output() at once. `host` is the DNS name or IP
  // address that the certificate must name; `now` judges its validity.
  Machine(const Context& context, WallTime now, const std::string& host);
  ~Machine();
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  State state() const { return state_; }

  // Takes bytes of the peer, appends what they decrypt to. Bytes after the peer's end are dropped.
  // Errors (state failed): protocol_error, not_permitted (a certificate that is not believed).
  Result<> feed(std::string_view ciphertext, std::string& plaintext);

  // Encrypts. Only in open and ended. Errors (state failed): protocol_error.
  Result<> write(std::string_view plaintext);

  // Tells the peer that nothing more will come (close_notify). Does nothing the second time.
  void close();

  std::string& output() { return output_; }
  // After output() was sent. Gives memory back that one large answer took.
  void clear_output();

  // True when the peer's first bytes were plain HTTP: the owner may say so in plain HTTP.
  bool peer_spoke_http() const { return peer_spoke_http_; }

  // "TLSv1.3" and "TLS_AES_256_GCM_SHA384", once open.
  std::string_view version() const;
  std::string_view cipher() const;
  bool resumed() const;  // a session ticket spared the key exchange with certificates

  WallTime now() const { return now_; }

 private:
  friend struct BufferBio;
  struct Free {
    void operator()(ssl_st* ssl) const;
  };

  void make_ssl(const Context& context);
  Result<> handshake();
  Result<> read_all(std::string& plaintext);
  std::unexpected<Error> failed();

  Context context_;
  WallTime now_;
  std::string host_;        // as given, for error sentences; empty on the server's end
  std::string_view input_;  // what feed() was given and OpenSSL has not taken yet
  std::string output_;
  State state_ = State::handshaking;
  bool peer_began_ = false;
  bool peer_spoke_http_ = false;
  bool close_sent_ = false;
  std::unique_ptr<ssl_st, Free> ssl_;
};

}  // namespace curia::tls
