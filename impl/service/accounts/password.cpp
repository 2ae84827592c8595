#include "impl/service/accounts/password.hpp"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <array>
#include <optional>
#include <span>

#include "model/base/base64.hpp"
#include "model/base/text.hpp"

namespace curia::accounts {
namespace {

constexpr std::size_t salt_bytes = 16;
constexpr std::size_t key_bytes = 32;
using Key = std::array<std::uint8_t, key_bytes>;

// Parameters above these are taken for damage: nobody waits minutes for a login.
constexpr ScryptCost cost_limit{20, 32, 16};

struct Parts {
  ScryptCost cost;
  std::string salt;
  std::string key;
};

std::string joined(ScryptCost cost, std::span<const std::uint8_t> salt,
                   std::span<const std::uint8_t> key) {
  return "scrypt$" + std::to_string(cost.log2_n) + "$" + std::to_string(cost.r) + "$" +
         std::to_string(cost.p) + "$" + to_base64(salt) + "$" + to_base64(key);
}

std::optional<Parts> parse(std::string_view hash) {
  std::array<std::string_view, 6> parts;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t end = hash.find('$');
    if ((end == std::string_view::npos) != (i + 1 == parts.size())) return std::nullopt;
    parts[i] = hash.substr(0, end);
    hash.remove_prefix(end == std::string_view::npos ? hash.size() : end + 1);
  }
  const auto log2_n = parse_decimal(parts[1]), r = parse_decimal(parts[2]);
  const auto p = parse_decimal(parts[3]);
  auto salt = parse_base64(parts[4]), key = parse_base64(parts[5]);
  if (parts[0] != "scrypt" || !log2_n || !r || !p || !salt || !key) return std::nullopt;
  if (*log2_n < 1 || *log2_n > cost_limit.log2_n || *r < 1 || *r > cost_limit.r || *p < 1 ||
      *p > cost_limit.p || salt->size() != salt_bytes || key->size() != key_bytes)
    return std::nullopt;
  return Parts{
      {static_cast<unsigned>(*log2_n), static_cast<unsigned>(*r), static_cast<unsigned>(*p)},
      std::move(*salt),
      std::move(*key)};
}

std::optional<Key> derive(std::string_view password, std::span<const std::uint8_t> salt,
                          ScryptCost cost) {
  Key key{};
  const std::uint64_t n = std::uint64_t{1} << cost.log2_n;
  // What RFC 7914 needs (128 * r * (N + p + 2) bytes), and as much again to be sure.
  const std::uint64_t memory = 2 * 128 * std::uint64_t{cost.r} * (n + cost.p + 2);
  const int done = EVP_PBE_scrypt(password.data(), password.size(), salt.data(), salt.size(), n,
                                  cost.r, cost.p, memory, key.data(), key.size());
  if (done == 1) return key;
  ERR_clear_error();
  return std::nullopt;
}

}  // namespace

Result<std::string> hash_password(Random& random, std::string_view password, ScryptCost cost) {
  std::array<std::uint8_t, salt_bytes> salt{};
  random.secret(salt);
  const auto key = derive(password, salt, cost);
  if (!key) return fail(Errc::io_error, "not enough memory to hash a password");
  return joined(cost, salt, *key);
}

bool password_matches(std::string_view password, std::string_view hash) {
  const auto parts = parse(hash);
  if (!parts) return false;
  const auto* salt = reinterpret_cast<const std::uint8_t*>(parts->salt.data());
  const auto key = derive(password, {salt, parts->salt.size()}, parts->cost);
  return key && CRYPTO_memcmp(key->data(), parts->key.data(), key_bytes) == 0;
}

Result<ScryptCost> cost_of(std::string_view hash) {
  const auto parts = parse(hash);
  if (!parts) return fail(Errc::corrupt, "a stored password hash cannot be read");
  return parts->cost;
}

std::string impossible_hash(Random& random, ScryptCost cost) {
  std::array<std::uint8_t, salt_bytes> salt{};
  Key key{};
  random.secret(salt);
  random.secret(key);
  return joined(cost, salt, key);
}

std::string generate_password(Random& random) {
  // 32 characters that nobody takes for another (no l and o beside 1 and 0): 5 bits each.
  constexpr std::string_view letters = "23456789abcdefghijkmnpqrstuvwxyz";
  static_assert(letters.size() == 32);
  constexpr std::size_t length = 20, group = 5;
  std::array<std::uint8_t, length> bytes{};
  random.secret(bytes);
  std::string password;
  for (std::size_t i = 0; i < length; ++i) {
    if (i > 0 && i % group == 0) password += '-';
    password += letters[bytes[i] & 31];
  }
  OPENSSL_cleanse(bytes.data(), bytes.size());
  return password;
}

}  // namespace curia::accounts
