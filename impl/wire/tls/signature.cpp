#include "impl/wire/tls/signature.hpp"

#include <openssl/pem.h>

#include "impl/wire/tls/openssl.hpp"

namespace curia::tls {
namespace {

using DigestPtr = std::unique_ptr<EVP_MD_CTX, Freer<EVP_MD_CTX_free>>;

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

Result<std::string> sign_ed25519(std::string_view private_key_pem, std::string_view message) {
  const auto key = read_key(private_key_pem);
  if (!key) return fail(key.error());
  if (EVP_PKEY_get_base_id(key->get()) != EVP_PKEY_ED25519)
    return fail(Errc::invalid_value, "the key is no Ed25519 key", "key");
  const DigestPtr context(EVP_MD_CTX_new());
  std::string signature(64, '\0');
  std::size_t size = signature.size();
  if (EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, key->get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                     bytes_of(message), message.size()) != 1)
    return fail(Errc::invalid_value, "the key cannot sign: " + take_reason(), "key");
  return signature;
}

Result<> verify_ed25519(std::string_view public_key_pem, std::string_view message,
                        std::string_view signature) {
  const BioPtr source = reader(public_key_pem);
  const KeyPtr key(PEM_read_bio_PUBKEY(source.get(), nullptr, nullptr, nullptr));
  if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_ED25519) {
    ERR_clear_error();
    return fail(Errc::invalid_value, "the key is no public Ed25519 key", "key");
  }
  const DigestPtr context(EVP_MD_CTX_new());
  const bool is_good =
      EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
      EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(message),
                       message.size()) == 1;
  ERR_clear_error();
  if (!is_good) return fail(Errc::not_permitted, "its signature is not that of the known key");
  return {};
}

}  // namespace curia::tls
