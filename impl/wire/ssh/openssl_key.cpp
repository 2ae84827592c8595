#include "impl/wire/ssh/openssl_key.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>

#include <array>
#include <string_view>
#include <utility>

#include "impl/wire/ssh/bytes.hpp"

namespace curia::ssh {
namespace {

struct Curve {
  std::string_view openssl;
  std::string_view ssh;
};
constexpr std::array<Curve, 3> curves = {
    {{"prime256v1", "nistp256"}, {"secp384r1", "nistp384"}, {"secp521r1", "nistp521"}}};

std::string number(const EVP_PKEY* key, const char* name) {
  BIGNUM* value = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &value) != 1) return {};
  std::string bytes(static_cast<std::size_t>(BN_num_bytes(value)), '\0');
  BN_bn2bin(value, reinterpret_cast<unsigned char*>(bytes.data()));
  BN_free(value);
  return bytes;
}

std::string_view curve_of(const EVP_PKEY* key) {
  std::array<char, 64> name{};
  EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, name.data(), name.size(),
                                 nullptr);
  for (const Curve& curve : curves)
    if (curve.openssl == name.data()) return curve.ssh;
  return {};
}

}  // namespace

std::string octets_of(const EVP_PKEY* key, const char* name) {
  std::string bytes(256, '\0');
  std::size_t size = 0;
  if (EVP_PKEY_get_octet_string_param(key, name, reinterpret_cast<unsigned char*>(bytes.data()),
                                      bytes.size(), &size) != 1)
    return {};
  bytes.resize(size);
  return bytes;
}

std::optional<PublicKey> public_key_of(const EVP_PKEY* key, std::string comment) {
  PublicKey made{{}, {}, std::move(comment)};
  if (EVP_PKEY_is_a(key, "ED25519") == 1) {
    put_text(made.blob, made.type = "ssh-ed25519");
    put_text(made.blob, octets_of(key, OSSL_PKEY_PARAM_PUB_KEY));
  } else if (EVP_PKEY_is_a(key, "RSA") == 1) {
    put_text(made.blob, made.type = "ssh-rsa");
    put_positive(made.blob, number(key, OSSL_PKEY_PARAM_RSA_E));
    put_positive(made.blob, number(key, OSSL_PKEY_PARAM_RSA_N));
  } else if (EVP_PKEY_is_a(key, "EC") == 1 && !curve_of(key).empty()) {
    const std::string_view curve = curve_of(key);
    put_text(made.blob, made.type = "ecdsa-sha2-" + std::string(curve));
    put_text(made.blob, curve);
    put_text(made.blob, octets_of(key, OSSL_PKEY_PARAM_PUB_KEY));
  } else {
    return std::nullopt;
  }
  return made;
}

}  // namespace curia::ssh
