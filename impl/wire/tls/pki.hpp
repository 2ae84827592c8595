// Keys, requests and certificates of an administrator: what the command `pki` does (platform facts
// 1.7), on texts; which files they are is the command's matter.
//
// 1. Keys are made as RSA of 2048 bits; whatever OpenSSL reads is taken: PEM of any key type, and
//    certificates and requests as DER, too.
// 2. make_request() and make_own() need some 100 ms: they belong on the lane `crypto`.
// 3. No sentence and no description shows anything of a private key but its type and size.
//
//   auto made = tls::make_request(subject);             // made->key_pem, made->pem
//   auto signed_pem = tls::sign_request(made->pem, {ca_certificate, ca_key}, now);
#pragma once

#include <string>
#include <string_view>

#include "impl/wire/tls/certificate.hpp"
#include "model/admin/certificate_subject.hpp"
#include "model/base/result.hpp"
#include "model/base/time.hpp"

namespace curia::tls {

struct MadeKey {
  std::string key_pem;
  std::string pem;  // what was made for it: a request or a certificate
};

// A certificate signing request (RFC 2986). Errors: invalid_value.
Result<MadeKey> make_request(const admin::CertificateSubject& subject);
// A self-signed certificate, which may sign others, for 10 years. Errors: invalid_value.
Result<MadeKey> make_own(const admin::CertificateSubject& subject, WallTime now);
// The certificate that an authority gives: subject and alternative names as requested, for servers
// and clients, for 825 days, but not longer than the authority itself holds.
// Errors: invalid_value: either text cannot be read, the signature of the request is wrong, the
// authority is none, holds no longer or is not that of the key.
Result<std::string> sign_request(std::string_view request, const Identity& authority, WallTime now);

// What a file is and says, for people; certificates and requests as `openssl -text` prints them.
// Errors: invalid_value: it is none of them.
Result<std::string> describe(std::string_view file);

// The first common name of the (first) certificate; empty: it has none. Errors: invalid_value.
Result<std::string> common_name(std::string_view certificate);

// Whether the key is that of the (first) certificate or of the request. Errors: invalid_value with
// why not.
Result<> match(std::string_view key, std::string_view certificate);

// Whether the (first) certificate holds at `now` and leads through `between` to one of
// `authorities`; as many in each text as there are. Errors: invalid_value with why not, and with
// `between` or `authorities` as the parameter when it is that which cannot be read.
Result<> verify(std::string_view certificate, std::string_view between,
                std::string_view authorities, WallTime now);

// Whether the key has a passphrase. Errors: invalid_value: no key, not encrypted.
Result<> check_encrypted(std::string_view key);

// The key without its passphrase. Errors: invalid_value: no key, not encrypted, wrong passphrase.
Result<std::string> unlock(std::string_view key, const std::string& passphrase);

}  // namespace curia::tls
