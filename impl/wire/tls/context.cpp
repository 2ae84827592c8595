#include "impl/wire/tls/context.hpp"

#include <array>

#include "impl/wire/tls/machine.hpp"
#include "impl/wire/tls/openssl.hpp"
#include "model/base/check.hpp"
#include "model/base/limits.hpp"

namespace curia::tls {
namespace {

// Forward-secret AEAD suites only (RFC 9325 section 4.2); those of TLS 1.3 all are.
constexpr const char* tls12_suites = "ECDHE+AESGCM:ECDHE+CHACHA20";
// Versions before 1.2 know none of those, and OpenSSL has to be told that SHA-1 will do.
constexpr const char* level_of_old = ":@SECLEVEL=0";
constexpr const char* key_exchange_groups = "X25519:P-256:P-384";
// The one protocol that we speak, as ALPN writes it: length, name (RFC 7301 section 3.1).
constexpr std::array<unsigned char, 9> alpn_http11 = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

// False: OpenSSL knows no such suite.
bool set_versions(SSL_CTX* context, TlsVersion minimum, std::string suites) {
  constexpr std::array<int, 4> versions = {TLS1_VERSION, TLS1_1_VERSION, TLS1_2_VERSION,
                                           TLS1_3_VERSION};
  const bool is_old = minimum < TlsVersion::v1_2;
  if (suites.empty()) suites = is_old ? "DEFAULT" : tls12_suites;
  if (is_old) suites += level_of_old;
  check(SSL_CTX_set_min_proto_version(context, versions[static_cast<std::size_t>(minimum)]) == 1,
        "OpenSSL knows our versions");
  const bool taken = SSL_CTX_set_cipher_list(context, suites.c_str()) == 1;
  ERR_clear_error();
  return taken;
}

std::shared_ptr<SSL_CTX> make_context(const SSL_METHOD* method) {
  ERR_clear_error();
  std::shared_ptr<SSL_CTX> context(SSL_CTX_new(method), SSL_CTX_free);
  check(context != nullptr, "OpenSSL makes a context");
  SSL_CTX* raw = context.get();
  const bool taken = set_versions(raw, TlsVersion::v1_2, {}) &&
                     SSL_CTX_set1_groups_list(raw, key_exchange_groups) == 1;
  check(taken, "OpenSSL knows our suites and groups");
  SSL_CTX_set_options(raw, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  // No session is kept on our side: a server's tickets carry them, a client keeps connections.
  SSL_CTX_set_session_cache_mode(raw, SSL_SESS_CACHE_OFF);
  return context;
}

int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_size,
                    const unsigned char* offered, unsigned offered_size, void*) {
  unsigned char* found = nullptr;
  if (SSL_select_next_proto(&found, chosen_size, alpn_http11.data(), alpn_http11.size(), offered,
                            offered_size) != OPENSSL_NPN_NEGOTIATED)
    return SSL_TLSEXT_ERR_ALERT_FATAL;  // RFC 7301 section 3.2: no_application_protocol
  *chosen = found;
  return SSL_TLSEXT_ERR_OK;
}

WallTime time_of(SSL* ssl) { return static_cast<Machine*>(SSL_get_app_data(ssl))->now(); }

constexpr long ticket_seconds =
    std::chrono::duration_cast<std::chrono::seconds>(limits::tls_ticket_lifetime).count();

// OpenSSL stamps a ticket with the system's clock; the time of the machine must stand there, or
// the ciphertext would differ from run to run.
int stamp_ticket(SSL* ssl, void*) {
  SSL_SESSION* session = SSL_get_session(ssl);
  SSL_SESSION_set_time(session, seconds_of(time_of(ssl)));
  SSL_SESSION_set_timeout(session, ticket_seconds);
  return 1;
}

SSL_TICKET_RETURN judge_ticket(SSL* ssl, SSL_SESSION* session, const unsigned char*, std::size_t,
                               SSL_TICKET_STATUS status, void*) {
  if (status != SSL_TICKET_SUCCESS && status != SSL_TICKET_SUCCESS_RENEW)
    return SSL_TICKET_RETURN_IGNORE_RENEW;
  const long age = static_cast<long>(seconds_of(time_of(ssl))) - SSL_SESSION_get_time(session);
  if (age < 0 || age > ticket_seconds) return SSL_TICKET_RETURN_IGNORE_RENEW;
  // Judged here: OpenSSL's own comparison with the system's clock must not find it too old.
  SSL_SESSION_set_timeout(session, std::numeric_limits<std::int32_t>::max());
  return status == SSL_TICKET_SUCCESS ? SSL_TICKET_RETURN_USE : SSL_TICKET_RETURN_USE_RENEW;
}

Result<> put_identity(SSL_CTX* context, const Identity& identity) {
  auto chain = read_certificates(identity.certificate_pem);
  if (!chain) return fail(chain.error());
  auto key = read_key(identity.key_pem);
  if (!key) return fail(key.error());
  if (X509_check_private_key(chain->front().get(), key->get()) != 1) {
    ERR_clear_error();
    return fail(Errc::invalid_value, "the key does not belong to the certificate", "key");
  }
  if (SSL_CTX_use_certificate(context, chain->front().get()) != 1)
    return fail(Errc::invalid_value, "the certificate cannot be used: " + take_reason(),
                "certificate");
  if (SSL_CTX_use_PrivateKey(context, key->get()) != 1)
    return fail(Errc::invalid_value, "the key cannot be used: " + take_reason(), "key");
  for (std::size_t i = 1; i < chain->size(); ++i)
    if (SSL_CTX_add1_chain_cert(context, (*chain)[i].get()) != 1)
      return fail(Errc::invalid_value, "the chain cannot be used: " + take_reason(), "certificate");
  return {};
}

}  // namespace

Result<Context> Context::server(const Identity& identity) {
  std::shared_ptr<SSL_CTX> context = make_context(TLS_server_method());
  if (auto put = put_identity(context.get(), identity); !put) return fail(put.error());
  SSL_CTX_set_alpn_select_cb(context.get(), choose_protocol, nullptr);
  SSL_CTX_set_session_ticket_cb(context.get(), stamp_ticket, judge_ticket, nullptr);
  return Context(std::move(context), Trust{}, true);
}

Result<Context> Context::client(const Trust& trust, Alpn alpn) {
  std::shared_ptr<SSL_CTX> context = make_context(TLS_client_method());
  SSL_CTX_set_options(context.get(), SSL_OP_NO_TICKET);
  check(set_versions(context.get(), trust.minimum, {}), "OpenSSL knows the older suites");
  if (alpn == Alpn::http11 &&
      SSL_CTX_set_alpn_protos(context.get(), alpn_http11.data(), alpn_http11.size()) != 0)
    unreachable("OpenSSL takes our protocol list");
  if (trust.verify) {
    auto authorities = read_certificates(trust.bundle_pem);
    if (!authorities) return fail(authorities.error());
    X509_STORE* store = SSL_CTX_get_cert_store(context.get());
    for (const CertificatePtr& authority : *authorities)
      X509_STORE_add_cert(store, authority.get());
    SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, nullptr);
  }
  return Context(std::move(context), Trust{trust.verify, trust.check_name, {}, trust.minimum},
                 false);
}

Result<> Context::speak(TlsVersion minimum, const std::string& ciphers) {
  if (set_versions(state_.get(), minimum, ciphers)) return {};
  return fail(Errc::invalid_value, "OpenSSL knows no cipher suite of '" + ciphers + "'", "ciphers");
}

std::optional<WallTime> Context::certificate_end() const {
  const X509* own = SSL_CTX_get0_certificate(state_.get());
  if (own == nullptr) return std::nullopt;
  return wall_of(X509_get0_notAfter(own));
}

}  // namespace curia::tls
