#include "impl/wire/tls/ssh_key.hpp"

#include <openssl/pkcs12.h>

#include "impl/wire/ssh/openssl_key.hpp"
#include "impl/wire/tls/openssl.hpp"

namespace curia::tls {
namespace {

using Pkcs12Ptr = std::unique_ptr<PKCS12, Freer<PKCS12_free>>;

}  // namespace

Result<std::string> ssh_key_of_pkcs12(std::string_view file, const std::string& passphrase) {
  ERR_clear_error();
  const BioPtr bio = reader(file);
  const Pkcs12Ptr container(d2i_PKCS12_bio(bio.get(), nullptr));
  if (container == nullptr) {
    ERR_clear_error();
    return fail(Errc::invalid_value, "the file is not a PKCS #12 file");
  }
  EVP_PKEY* private_key = nullptr;
  X509* raw = nullptr;
  const bool opened =
      PKCS12_parse(container.get(), passphrase.c_str(), &private_key, &raw, nullptr) == 1;
  const KeyPtr unused(private_key);
  const CertificatePtr certificate(raw);
  const std::string reason = take_reason();
  if (!opened)
    return fail(Errc::invalid_value,
                "the passphrase is wrong, or the file cannot be read: " + reason);
  if (certificate == nullptr)
    return fail(Errc::invalid_value, "there is no certificate in the file");
  const auto key = ssh::public_key_of(X509_get0_pubkey(certificate.get()));
  ERR_clear_error();
  if (!key) return fail(Errc::invalid_value, "SSH has no keys of this type");
  return to_line(*key) + "\n";
}

}  // namespace curia::tls
