// Ed25519 signatures (RFC 8032) with keys in PEM, as `openssl genpkey -algorithm ed25519` makes.
#pragma once

#include <string>
#include <string_view>

#include "model/base/result.hpp"

namespace curia::tls {

// 64 bytes. Errors: invalid_value with parameter "key" (no private Ed25519 key).
Result<std::string> sign_ed25519(std::string_view private_key_pem, std::string_view message);

// Errors: invalid_value with parameter "key" (no public Ed25519 key), not_permitted (it is not the
// signature of this message by that key).
Result<> verify_ed25519(std::string_view public_key_pem, std::string_view message,
                        std::string_view signature);

}  // namespace curia::tls
