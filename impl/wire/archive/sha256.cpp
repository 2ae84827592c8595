#include "impl/wire/archive/sha256.hpp"

#include <openssl/evp.h>

#include <array>

#include "model/base/check.hpp"
#include "model/base/hex.hpp"

namespace curia {

struct Sha256::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  ~State() { EVP_MD_CTX_free(context); }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  check(EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr) == 1, "SHA-256 can be had");
}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::add(std::string_view bytes) {
  check(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) == 1, "SHA-256 goes on");
}

std::string Sha256::hex() const {
  State copy;
  std::array<unsigned char, 32> digest{};
  check(EVP_MD_CTX_copy_ex(copy.context, state_->context) == 1 &&
            EVP_DigestFinal_ex(copy.context, digest.data(), nullptr) == 1,
        "SHA-256 ends");
  std::string text;
  for (const unsigned char byte : digest) append_hex(text, byte);
  return text;
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 hash;
  hash.add(bytes);
  return hash.hex();
}

}  // namespace curia
