// Context: what all TLS connections of one server port, or of one client, have in common.
//
// 1. TLS 1.2 at least and only AEAD suites with ephemeral keys, unless Trust or speak() allow
//    others; no renegotiation, no compression.
// 2. A Context is cheap to copy (it shares its state) and may be used for any number of machines.
// 3. It reads no clock: sessions and certificates are judged at the wall time of the machine.
//
//   auto server = tls::Context::server(identity);       // identity: PEM texts
//   auto client = tls::Context::client({.bundle_pem = pem});
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "impl/wire/tls/certificate.hpp"
#include "model/base/result.hpp"
#include "model/base/time.hpp"
#include "model/env/trust.hpp"

struct ssl_ctx_st;

namespace curia::tls {

using curia::TlsVersion;
using curia::Trust;

// What a client says it wants to speak inside (RFC 7301).
enum class Alpn { http11, nothing };

class Context {
 public:
  // Errors: invalid_value (unreadable, or key and certificate do not belong together).
  static Result<Context> server(const Identity& identity);
  // Errors: invalid_value (an unreadable bundle).
  static Result<Context> client(const Trust& trust, Alpn alpn = Alpn::http11);

  // Versions from this one on, and these suites of TLS 1.2 and before, in OpenSSL's words; "":
  // ours. Before the first machine. Errors: invalid_value (no suite that OpenSSL knows).
  Result<> speak(TlsVersion minimum, const std::string& ciphers);

  ssl_ctx_st* native() const { return state_.get(); }
  const Trust& trust() const { return trust_; }
  bool is_server() const { return is_server_; }
  // When its own certificate ends; nothing for a client that has none.
  std::optional<WallTime> certificate_end() const;

 private:
  Context(std::shared_ptr<ssl_ctx_st> state, Trust trust, bool is_server)
      : state_(std::move(state)), trust_(std::move(trust)), is_server_(is_server) {}

  std::shared_ptr<ssl_ctx_st> state_;
  Trust trust_;
  bool is_server_;
};

}  // namespace curia::tls
