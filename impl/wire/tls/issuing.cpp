// What making certificates of any kind has in common.
#include <openssl/pem.h>
#include <openssl/rand.h>

#include <array>

#include "impl/wire/tls/openssl.hpp"
#include "model/base/check.hpp"

namespace curia::tls {

void set_serial(X509* certificate) {
  std::array<unsigned char, 16> bytes{};
  check(RAND_bytes(bytes.data(), bytes.size()) == 1, "OpenSSL has random numbers");
  bytes[0] = (bytes[0] & 0x3f) | 0x40;  // positive and of full length (RFC 5280 section 4.1.2.2)
  const NumberPtr number(BN_bin2bn(bytes.data(), bytes.size(), nullptr));
  BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(certificate));
}

void add_extension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  const ExtensionPtr extension(X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
  check(extension != nullptr && X509_add_ext(certificate, extension.get(), -1) == 1,
        "OpenSSL takes our extensions");
}

std::string pem_of(X509* certificate) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  check(PEM_write_bio_X509(bio.get(), certificate) == 1, "a certificate can be written");
  return written(bio.get());
}

std::string pem_of(EVP_PKEY* key) {
  const BioPtr bio(BIO_new(BIO_s_mem()));
  check(PEM_write_bio_PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
        "a key can be written");
  return written(bio.get());
}

}  // namespace curia::tls
