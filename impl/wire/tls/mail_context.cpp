#include "impl/wire/tls/mail_context.hpp"

#include "impl/wire/tls/openssl.hpp"
#include "model/base/check.hpp"

namespace curia::tls {

Result<Context> mail_client(const std::string& bundle_pem, OldestVersion oldest) {
  auto context = Context::client({.verify = !bundle_pem.empty(), .bundle_pem = bundle_pem});
  if (!context) return context;
  SSL_CTX* raw = context->native();
  const bool done =
      SSL_CTX_set_alpn_protos(raw, nullptr, 0) == 0 &&
      SSL_CTX_set_min_proto_version(
          raw, oldest == OldestVersion::tls13 ? TLS1_3_VERSION : TLS1_2_VERSION) == 1 &&
      X509_STORE_set_flags(SSL_CTX_get_cert_store(raw), X509_V_FLAG_PARTIAL_CHAIN) == 1;
  check(done, "OpenSSL takes what mail needs");
  return context;
}

}  // namespace curia::tls
