// Context: what all TLS connections of one server port, or of one client, have in common.
//
// 1. TLS 1.2 at least; only AEAD suites with ephemeral keys; no renegotiation, no compression.
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

struct ssl_ctx_st;

namespace curia::tls {

// Whom a client believes.
struct Trust {
  bool verify = true;        // false: any certificate will do (the operator said so)
  bool check_name = true;    // the certificate must name the host that was asked for
  std::string bundle_pem{};  // the authorities, needed to verify
};

class Context {
 public:
  // Errors: invalid_value (unreadable, or key and certificate do not belong together).
  static Result<Context> server(const Identity& identity);
  // Errors: invalid_value (an unreadable bundle).
  static Result<Context> client(const Trust& trust);

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
