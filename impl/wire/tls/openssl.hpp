// Ownership of OpenSSL's objects and reading of its error queue, for the files of this folder only.
#pragma once

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <ctime>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.hpp"
#include "model/base/time.hpp"

namespace curia::tls {

template <auto free>
struct Freer {
  template <class T>
  void operator()(T* object) const {
    free(object);
  }
};

using BioPtr = std::unique_ptr<BIO, Freer<BIO_free>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using CertificatePtr = std::unique_ptr<X509, Freer<X509_free>>;
using ExtensionPtr = std::unique_ptr<X509_EXTENSION, Freer<X509_EXTENSION_free>>;
using NamesPtr = std::unique_ptr<GENERAL_NAMES, Freer<GENERAL_NAMES_free>>;
using RequestPtr = std::unique_ptr<X509_REQ, Freer<X509_REQ_free>>;
using NumberPtr = std::unique_ptr<BIGNUM, Freer<BN_free>>;

// A BIO that reads `text`, which must outlive it.
BioPtr reader(std::string_view text);
// What was written to a memory BIO.
std::string written(BIO* bio);

// The most specific sentence of the error queue, which is emptied; "unknown error" when empty.
std::string take_reason();

std::time_t seconds_of(WallTime time);
WallTime wall_of(const ASN1_TIME* time);

// Reads PEM. Errors: invalid_value with parameter "certificate" or "key".
Result<std::vector<CertificatePtr>> read_certificates(std::string_view pem);
Result<KeyPtr> read_key(std::string_view pem);
// The same, or one certificate as DER.
Result<std::vector<CertificatePtr>> read_any_certificates(std::string_view file);

// A random serial number of full length.
void set_serial(X509* certificate);
// How long before now a certificate begins: clocks of clients may be behind.
inline constexpr Duration backdated = 1h;
// `value` as in configuration files of OpenSSL; one of ours, or checked before.
void add_extension(X509* certificate, X509* issuer, int nid, const std::string& value);
std::string pem_of(X509* certificate);
std::string pem_of(EVP_PKEY* key);  // PKCS#8, not encrypted

// "CN = meet.example.com, O = Example"
std::string subject_text(const X509_NAME* name);

// Why the last operation on a connection failed; empties the error queue. `host` is empty on the
// server's end. Codes: protocol_error, not_permitted.
Error describe_failure(const SSL* ssl, std::string_view host);

}  // namespace curia::tls
