#include "impl/wire/ssh/host_key.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>
#include <utility>

#include "impl/wire/ssh/bytes.hpp"
#include "impl/wire/ssh/openssl_key.hpp"
#include "model/base/base64.hpp"
#include "model/base/check.hpp"

namespace curia::ssh {
namespace {

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

Key generate(HostKeyType type) {
  EVP_PKEY* made = nullptr;
  switch (type) {
    case HostKeyType::ed25519:
      made = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
      break;
    case HostKeyType::ecdsa:
      made = EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
      break;
    case HostKeyType::rsa:
      made = EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{host_rsa_bits});
      break;
  }
  return {made, &EVP_PKEY_free};
}

std::string private_pem(EVP_PKEY* key) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> memory(BIO_new(BIO_s_mem()), &BIO_free);
  if (!memory ||
      PEM_write_bio_PKCS8PrivateKey(memory.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1)
    return {};
  char* text = nullptr;
  const long size = BIO_get_mem_data(memory.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

// OpenSSH's own form (its PROTOCOL.key), not encrypted: libssh takes Ed25519 in no other.
std::string openssh_private(EVP_PKEY* key, std::string_view blob, std::string_view comment) {
  constexpr std::size_t block_bytes = 8;
  constexpr std::size_t line_characters = 70;
  const std::string open = octets_of(key, OSSL_PKEY_PARAM_PUB_KEY);
  std::string secret;
  put_u32(secret, 0);  // twice the same: whether it was decrypted well, which nothing has to be
  put_u32(secret, 0);
  put_text(secret, "ssh-ed25519");
  put_text(secret, open);
  put_text(secret, octets_of(key, OSSL_PKEY_PARAM_PRIV_KEY) + open);
  put_text(secret, comment);
  for (char pad = 1; secret.size() % block_bytes != 0; ++pad) secret += pad;
  std::string whole("openssh-key-v1\0", 15);
  put_text(whole, "none");  // cipher, key derivation and its options
  put_text(whole, "none");
  put_text(whole, "");
  put_u32(whole, 1);  // key
  put_text(whole, blob);
  put_text(whole, secret);
  const std::string text =
      to_base64({reinterpret_cast<const std::uint8_t*>(whole.data()), whole.size()});
  std::string lines = "-----BEGIN OPENSSH PRIVATE KEY-----\n";
  for (std::size_t at = 0; at < text.size(); at += line_characters)
    lines += text.substr(at, line_characters) + "\n";
  return lines + "-----END OPENSSH PRIVATE KEY-----\n";
}

}  // namespace

Result<HostKey> make_host_key(HostKeyType type, std::string_view comment) {
  const Key key = generate(type);
  if (!key) return fail(Errc::io_error, "OpenSSL cannot make a host key");
  auto open = public_key_of(key.get(), std::string(comment));
  check(open.has_value(), "SSH has keys of all types that are made here");
  std::string pem = type == HostKeyType::ed25519 ? openssh_private(key.get(), open->blob, comment)
                                                 : private_pem(key.get());
  if (pem.empty()) return fail(Errc::io_error, "OpenSSL cannot write a host key");
  return HostKey{std::move(pem), *std::move(open)};
}

}  // namespace curia::ssh
