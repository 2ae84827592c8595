// Public keys as OpenSSH writes them in `.pub` and authorized_keys files: one line each,
// "ssh-ed25519 AAAA... comment", and how `ssh-keygen -l` shows them.
//
//   const auto key = ssh::parse_public_key(line);
//   ssh::fingerprint_line(*key, ssh::Fingerprint::sha256);   // "256 SHA256:... me@host (ED25519)"
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.hpp"

namespace curia::ssh {

struct PublicKey {
  std::string type;     // "ssh-ed25519"
  std::string blob;     // what the base64 stands for: RFC 4253 section 6.6
  std::string comment;  // may be empty
};

// Types are ssh-ed25519, ecdsa-sha2-nistp256, -384 and -521, ssh-rsa. Errors: invalid_value.
Result<PublicKey> parse_public_key(std::string_view line);
// Every line that is a key; comments, empty lines and whatever else are left out. A line with
// options before the key is no key: what would restrict it is not known here.
std::vector<PublicKey> parse_public_keys(std::string_view text);
std::string to_line(const PublicKey& key);

// 256, 384, 521, or the size of an RSA modulus.
std::size_t bits_of(const PublicKey& key);

enum class Fingerprint { sha256, md5 };
// "SHA256:...", "MD5:16:27:...".
std::string fingerprint(const PublicKey& key, Fingerprint kind);
// As `ssh-keygen -l -E sha256|md5` prints it.
std::string fingerprint_line(const PublicKey& key, Fingerprint kind);

}  // namespace curia::ssh
