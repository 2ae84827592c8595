// Public keys as SSH writes them (RFC 4253 section 6.6, RFC 5656 section 3.1, RFC 8709 section 4).
#pragma once

#include <string>
#include <string_view>

#include "model/base/result.hpp"

namespace curia::tls {

// "ssh-rsa AAAA...\n": the key of the certificate in a PKCS #12 file, as a line of
// authorized_keys. Errors: invalid_value: no such file, a wrong passphrase, no certificate in it,
// or a key of a type that SSH does not have.
Result<std::string> ssh_key_of_pkcs12(std::string_view file, const std::string& passphrase);

}  // namespace curia::tls
