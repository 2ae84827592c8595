// The public half of a key of OpenSSL, as SSH writes it (RFC 4253 section 6.6, RFC 5656 section
// 3.1, RFC 8709 section 4).
#pragma once

#include <openssl/types.h>

#include <optional>
#include <string>

#include "impl/wire/ssh/public_key.hpp"

namespace curia::ssh {

// Nothing: SSH has no keys of this type.
std::optional<PublicKey> public_key_of(const EVP_PKEY* key, std::string comment = {});

// Its octets by one of OpenSSL's names of parameters; empty: it has none.
std::string octets_of(const EVP_PKEY* key, const char* name);

}  // namespace curia::ssh
