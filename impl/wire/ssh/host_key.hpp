// Host keys: what a server proves with that it is the one that it was before.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "impl/wire/ssh/public_key.hpp"

namespace curia::ssh {

enum class HostKeyType : std::uint8_t { ed25519, ecdsa, rsa };

inline constexpr int host_rsa_bits = 3072;  // as ssh-keygen makes them

struct HostKey {
  std::string private_pem;  // PKCS #8 or OpenSSH's own form, not encrypted
  PublicKey public_key;
};

// ecdsa is nistp256. RSA takes a large part of a second. Errors: io_error (no randomness).
Result<HostKey> make_host_key(HostKeyType type, std::string_view comment);

}  // namespace curia::ssh
