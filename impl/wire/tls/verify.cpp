// Whose certificate it is, and whether it leads to an authority (RFC 5280 section 6), at a time
// that is given.
#include "impl/wire/tls/openssl.hpp"
#include "impl/wire/tls/pki.hpp"
#include "model/base/check.hpp"

namespace curia::tls {
namespace {

using StorePtr = std::unique_ptr<X509_STORE, Freer<X509_STORE_free>>;
using StoreContextPtr = std::unique_ptr<X509_STORE_CTX, Freer<X509_STORE_CTX_free>>;

// Views of certificates that somebody else owns.
using ViewPtr =
    std::unique_ptr<STACK_OF(X509), decltype([](STACK_OF(X509) * stack) { sk_X509_free(stack); })>;

std::string sentence(X509_STORE_CTX* context) {
  const int code = X509_STORE_CTX_get_error(context);
  const X509* at = X509_STORE_CTX_get_current_cert(context);
  std::string text = X509_verify_cert_error_string(code);
  if (at == nullptr) return text;
  if (code == X509_V_ERR_CERT_HAS_EXPIRED)
    text = "it expired on " + to_rfc3339(wall_of(X509_get0_notAfter(at)));
  if (code == X509_V_ERR_CERT_NOT_YET_VALID)
    text = "it is not valid before " + to_rfc3339(wall_of(X509_get0_notBefore(at)));
  if (code == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY ||
      code == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT)
    text = "the chain is broken: there is no certificate of its issuer '" +
           subject_text(X509_get_issuer_name(at)) + "'";
  return "certificate '" + subject_text(X509_get_subject_name(at)) + "': " + text;
}

}  // namespace

Result<std::string> common_name(std::string_view file) {
  const auto chain = read_any_certificates(file);
  if (!chain) return fail(chain.error());
  const X509_NAME* subject = X509_get_subject_name(chain->front().get());
  const int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
  if (at < 0) return std::string();
  const ASN1_STRING* name = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at));
  return std::string(reinterpret_cast<const char*>(ASN1_STRING_get0_data(name)),
                     static_cast<std::size_t>(ASN1_STRING_length(name)));
}

Result<> verify(std::string_view file, std::string_view between, std::string_view authorities,
                WallTime now) {
  const auto chain = read_any_certificates(file);
  if (!chain) return fail(chain.error());
  const auto trusted = read_any_certificates(authorities);
  if (!trusted) return fail(Errc::invalid_value, trusted.error().message, "authorities");
  std::vector<CertificatePtr> others;
  if (!between.empty()) {
    auto read = read_any_certificates(between);
    if (!read) return fail(Errc::invalid_value, read.error().message, "between");
    others = *std::move(read);
  }
  ERR_clear_error();
  const StorePtr store(X509_STORE_new());
  const StoreContextPtr context(X509_STORE_CTX_new());
  const ViewPtr untrusted(sk_X509_new_null());
  check(store != nullptr && context != nullptr && untrusted != nullptr, "OpenSSL has memory");
  for (const CertificatePtr& one : *trusted) X509_STORE_add_cert(store.get(), one.get());
  for (std::size_t i = 1; i < chain->size(); ++i) sk_X509_push(untrusted.get(), (*chain)[i].get());
  for (const CertificatePtr& one : others) sk_X509_push(untrusted.get(), one.get());
  check(X509_STORE_CTX_init(context.get(), store.get(), chain->front().get(), untrusted.get()) == 1,
        "OpenSSL takes the chain");
  X509_VERIFY_PARAM_set_time(X509_STORE_CTX_get0_param(context.get()), seconds_of(now));
  const bool good = X509_verify_cert(context.get()) == 1;
  ERR_clear_error();
  if (good) return {};
  return fail(Errc::invalid_value, sentence(context.get()));
}

}  // namespace curia::tls
