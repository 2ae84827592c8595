#include "impl/wire/tls/ssh_key.hpp"

#include <openssl/core_names.h>
#include <openssl/pkcs12.h>

#include <array>

#include "impl/wire/tls/openssl.hpp"

namespace curia::tls {
namespace {

using Pkcs12Ptr = std::unique_ptr<PKCS12, Freer<PKCS12_free>>;

struct Curve {
  std::string_view openssl;
  std::string_view ssh;
};
constexpr std::array<Curve, 3> curves = {
    {{"prime256v1", "nistp256"}, {"secp384r1", "nistp384"}, {"secp521r1", "nistp521"}}};

// RFC 4251 section 5: a length of four bytes, then the bytes.
void append_string(std::string& out, std::string_view bytes) {
  for (int shift = 24; shift >= 0; shift -= 8)
    out += static_cast<char>(bytes.size() >> static_cast<unsigned>(shift) & 0xff);
  out += bytes;
}

// An mpint is signed: a number whose first bit is set has a zero before it.
bool append_number(std::string& out, const EVP_PKEY* key, const char* name) {
  BIGNUM* raw = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &raw) != 1) return false;
  const NumberPtr number(raw);
  std::string bytes(static_cast<std::size_t>(BN_num_bytes(raw)), '\0');
  BN_bn2bin(raw, reinterpret_cast<unsigned char*>(bytes.data()));
  if ((static_cast<unsigned char>(bytes.front()) & 0x80) != 0) bytes.insert(0, 1, '\0');
  append_string(out, bytes);
  return true;
}

std::string octets_of(const EVP_PKEY* key) {
  std::string bytes(256, '\0');
  std::size_t size = 0;
  if (EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY,
                                      reinterpret_cast<unsigned char*>(bytes.data()), bytes.size(),
                                      &size) != 1)
    return {};
  bytes.resize(size);
  return bytes;
}

// The type and the blob; an empty type when SSH has no such keys.
std::pair<std::string, std::string> blob_of(EVP_PKEY* key) {
  std::string type, blob;
  if (EVP_PKEY_is_a(key, "RSA") == 1) {
    append_string(blob, type = "ssh-rsa");
    if (append_number(blob, key, OSSL_PKEY_PARAM_RSA_E) &&
        append_number(blob, key, OSSL_PKEY_PARAM_RSA_N))
      return {type, blob};
  } else if (EVP_PKEY_is_a(key, "ED25519") == 1) {
    append_string(blob, type = "ssh-ed25519");
    append_string(blob, octets_of(key));
    return {type, blob};
  } else if (EVP_PKEY_is_a(key, "EC") == 1) {
    std::array<char, 64> name{};
    EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, name.data(), name.size(),
                                   nullptr);
    for (const Curve& curve : curves) {
      if (curve.openssl != name.data()) continue;
      append_string(blob, type = "ecdsa-sha2-" + std::string(curve.ssh));
      append_string(blob, curve.ssh);
      append_string(blob, octets_of(key));
      return {type, blob};
    }
  }
  return {};
}

std::string base64(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                   reinterpret_cast<const unsigned char*>(bytes.data()),
                                   static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

}  // namespace

Result<std::string> ssh_key_of_pkcs12(std::string_view file, const std::string& passphrase) {
  ERR_clear_error();
  const BioPtr bio = reader(file);
  const Pkcs12Ptr container(d2i_PKCS12_bio(bio.get(), nullptr));
  if (container == nullptr) {
    ERR_clear_error();
    return fail(Errc::invalid_value, "the file is not a PKCS #12 file");
  }
  EVP_PKEY* private_key = nullptr;
  X509* raw = nullptr;
  const bool opened =
      PKCS12_parse(container.get(), passphrase.c_str(), &private_key, &raw, nullptr) == 1;
  const KeyPtr unused(private_key);
  const CertificatePtr certificate(raw);
  const std::string reason = take_reason();
  if (!opened)
    return fail(Errc::invalid_value,
                "the passphrase is wrong, or the file cannot be read: " + reason);
  if (certificate == nullptr)
    return fail(Errc::invalid_value, "there is no certificate in the file");
  const auto [type, blob] = blob_of(X509_get0_pubkey(certificate.get()));
  ERR_clear_error();
  if (type.empty()) return fail(Errc::invalid_value, "SSH has no keys of this type");
  return type + " " + base64(blob) + "\n";
}

}  // namespace curia::tls
