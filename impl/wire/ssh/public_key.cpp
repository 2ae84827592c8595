#include "impl/wire/ssh/public_key.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <span>

#include "impl/wire/ssh/bytes.hpp"
#include "model/base/base64.hpp"
#include "model/base/hex.hpp"
#include "model/base/text.hpp"

namespace curia::ssh {
namespace {

struct KeyType {
  std::string_view name;
  std::string_view short_name;  // of ssh-keygen -l
  std::size_t bits;             // 0: it depends
};

constexpr std::array<KeyType, 5> key_types = {{{"ssh-ed25519", "ED25519", 256},
                                               {"ecdsa-sha2-nistp256", "ECDSA", 256},
                                               {"ecdsa-sha2-nistp384", "ECDSA", 384},
                                               {"ecdsa-sha2-nistp521", "ECDSA", 521},
                                               {"ssh-rsa", "RSA", 0}}};

const KeyType* find_type(std::string_view name) {
  const auto* found = std::ranges::find(key_types, name, &KeyType::name);
  return found == key_types.end() ? nullptr : found;
}

std::string_view next_word(std::string_view& line) {
  line = trim_ascii_space(line);
  const std::string_view word = line.substr(0, line.find_first_of(" \t"));
  line.remove_prefix(word.size());
  return word;
}

std::string digest(std::string_view bytes, const EVP_MD* kind) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> value{};
  unsigned size = 0;
  EVP_Digest(bytes.data(), bytes.size(), value.data(), &size, kind, nullptr);
  return {value.begin(), value.begin() + size};
}

std::span<const std::uint8_t> as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace

Result<PublicKey> parse_public_key(std::string_view line) {
  const auto bad = [](std::string why) { return fail(Errc::invalid_value, std::move(why)); };
  std::string_view left = line;
  const std::string_view type = next_word(left);
  if (find_type(type) == nullptr)
    return bad("'" + std::string(type.substr(0, 32)) + "' is not a type of public keys");
  auto blob = parse_base64(next_word(left));
  if (!blob) return bad("a public key is not base64");
  Reader reader(*blob);
  if (reader.text() != type || !reader || reader.is_at_end())
    return bad("a public key is not of the type that it says");
  while (reader && !reader.is_at_end()) reader.text();
  if (!reader) return bad("a public key is cut off");
  PublicKey key{std::string(type), *std::move(blob), std::string(trim_ascii_space(left))};
  if (bits_of(key) == 0) return bad("a public key is cut off");
  return key;
}

std::vector<PublicKey> parse_public_keys(std::string_view text) {
  std::vector<PublicKey> keys;
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (auto key = parse_public_key(line)) keys.push_back(*std::move(key));
  }
  return keys;
}

std::string to_line(const PublicKey& key) {
  return key.type + " " + to_base64(as_bytes(key.blob)) +
         (key.comment.empty() ? "" : " " + key.comment);
}

std::size_t bits_of(const PublicKey& key) {
  const KeyType* type = find_type(key.type);
  if (type == nullptr || type->bits != 0) return type == nullptr ? 0 : type->bits;
  Reader reader(key.blob);
  reader.text();  // the type
  reader.text();  // the exponent
  std::string_view modulus = reader.text();
  while (!modulus.empty() && modulus.front() == 0) modulus.remove_prefix(1);
  if (!reader || modulus.empty()) return 0;
  return (modulus.size() - 1) * 8 +
         static_cast<std::size_t>(std::bit_width(static_cast<unsigned char>(modulus.front())));
}

std::string fingerprint(const PublicKey& key, Fingerprint kind) {
  if (kind == Fingerprint::sha256) {
    std::string text = to_base64(as_bytes(digest(key.blob, EVP_sha256())));
    text.erase(text.find_last_not_of('=') + 1);
    return "SHA256:" + text;
  }
  std::string text = "MD5";
  for (const unsigned char byte : digest(key.blob, EVP_md5())) {
    text += ':';
    append_hex(text, byte);
  }
  return text;
}

std::string fingerprint_line(const PublicKey& key, Fingerprint kind) {
  return std::to_string(bits_of(key)) + " " + fingerprint(key, kind) + " " +
         (key.comment.empty() ? "no comment" : key.comment) + " (" +
         std::string(find_type(key.type)->short_name) + ")";
}

}  // namespace curia::ssh
