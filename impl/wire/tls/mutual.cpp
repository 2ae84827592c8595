#include "impl/wire/tls/mutual.hpp"

#include <algorithm>
#include <array>

#include "impl/wire/tls/machine.hpp"
#include "impl/wire/tls/openssl.hpp"

namespace curia::tls {
namespace {

// Tickets of a server that asks for certificates are bound to this name of the service.
constexpr std::array<unsigned char, 5> session_context = {'c', 'u', 'r', 'i', 'a'};

// The chain is judged at the time of the machine, as everywhere, not at the system's. A certificate
// that was issued for a server will do: operators have one for each component, for both of its
// ends.
int verify_at_time_of_machine(X509_STORE_CTX* store, void*) {
  auto* ssl =
      static_cast<SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  const auto* machine = static_cast<const Machine*>(SSL_get_app_data(ssl));
  X509_VERIFY_PARAM* const param = X509_STORE_CTX_get0_param(store);
  X509_VERIFY_PARAM_set_time(param, seconds_of(machine->now()));
  X509_VERIFY_PARAM_set_purpose(param, X509_PURPOSE_ANY);
  return X509_verify_cert(store);
}

}  // namespace

Result<Context> mutual_server(const Identity& identity, const std::string& bundle_pem) {
  auto context = Context::server(identity);
  if (!context) return context;
  auto authorities = read_certificates(bundle_pem);
  if (!authorities) return fail(authorities.error());
  SSL_CTX* native = context->native();
  for (const CertificatePtr& authority : *authorities)
    X509_STORE_add_cert(SSL_CTX_get_cert_store(native), authority.get());
  SSL_CTX_set_cert_verify_callback(native, verify_at_time_of_machine, nullptr);
  SSL_CTX_set_verify(native, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  SSL_CTX_set_session_id_context(native, session_context.data(), session_context.size());
  return context;
}

Result<Context> mutual_client(const Identity& identity, const Trust& trust) {
  auto context = Context::client(trust);
  if (!context) return context;
  auto chain = read_certificates(identity.certificate_pem);
  if (!chain) return fail(chain.error());
  auto key = read_key(identity.key_pem);
  if (!key) return fail(key.error());
  SSL_CTX* native = context->native();
  const auto add = [&](const CertificatePtr& one) {
    return SSL_CTX_add1_chain_cert(native, one.get()) == 1;
  };
  if (SSL_CTX_use_certificate(native, chain->front().get()) != 1 ||
      SSL_CTX_use_PrivateKey(native, key->get()) != 1 || SSL_CTX_check_private_key(native) != 1 ||
      !std::all_of(chain->begin() + 1, chain->end(), add))
    return fail(Errc::invalid_value, "the certificate cannot be used: " + take_reason(),
                "certificate");
  return context;
}

}  // namespace curia::tls
