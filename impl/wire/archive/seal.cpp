#include "impl/wire/archive/seal.hpp"

#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <algorithm>
#include <memory>

#include "model/base/check.hpp"

namespace curia {
namespace {

constexpr std::string_view magic = "CuriaSealed1";
constexpr std::size_t salt_bytes = 16, check_bytes = 16, note_most = 512;
constexpr std::size_t fixed_bytes = magic.size() + 1 + salt_bytes + check_bytes + 2;
constexpr unsigned highest_log2_n = 20;  // more is taken for damage: nobody waits for minutes
constexpr std::uint64_t scrypt_r = 8, scrypt_p = 3;

struct FreeCipher {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Cipher = std::unique_ptr<EVP_CIPHER_CTX, FreeCipher>;

std::string_view text_of(const std::array<std::uint8_t, 16>& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

const unsigned char* raw(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

std::array<std::uint8_t, 12> nonce_of(std::uint64_t number, bool is_last) {
  std::array<std::uint8_t, 12> nonce{};
  for (std::size_t i = 8; i-- > 0; number >>= 8) nonce[i] = static_cast<std::uint8_t>(number);
  nonce[11] = is_last ? 1 : 0;
  return nonce;
}

// Ready for the bytes of a piece, the head taken in.
Cipher begin(const SealKey& key, std::string_view head, std::uint64_t number, bool is_last,
             bool encrypts) {
  Cipher cipher(EVP_CIPHER_CTX_new());
  const auto nonce = nonce_of(number, is_last);
  int count = 0;
  check(EVP_CipherInit_ex(cipher.get(), EVP_aes_256_gcm(), nullptr, key.key.data(), nonce.data(),
                          encrypts ? 1 : 0) == 1 &&
            EVP_CipherUpdate(cipher.get(), nullptr, &count, raw(head),
                             static_cast<int>(head.size())) == 1,
        "AES-256-GCM can be had");
  return cipher;
}

std::string run(EVP_CIPHER_CTX* cipher, std::string_view bytes) {
  std::string out(bytes.size(), '\0');
  int count = 0;
  check(EVP_CipherUpdate(cipher, reinterpret_cast<unsigned char*>(out.data()), &count, raw(bytes),
                         static_cast<int>(bytes.size())) == 1 &&
            static_cast<std::size_t>(count) == bytes.size(),
        "GCM gives as many bytes as it takes");
  return out;
}

Error damaged(std::string why) { return {Errc::corrupt, {}, std::move(why)}; }

}  // namespace

bool is_sealed(std::string_view beginning) { return beginning.starts_with(magic); }

std::string write_seal_head(const SealHead& head) {
  check(head.note.size() <= note_most, "the note of a sealed file is short");
  std::string bytes(magic);
  bytes += static_cast<char>(head.log2_n);
  bytes += text_of(head.salt);
  bytes += text_of(head.check);
  bytes += static_cast<char>(head.note.size() >> 8);
  bytes += static_cast<char>(head.note.size() & 255);
  return bytes + head.note;
}

Result<ReadSealHead> read_seal_head(std::string_view beginning) {
  if (!is_sealed(beginning) || beginning.size() < fixed_bytes)
    return fail(damaged("the beginning of the encrypted file is damaged"));
  ReadSealHead read;
  std::string_view left = beginning.substr(magic.size());
  const auto take = [&left](std::size_t count) {
    const std::string_view taken = left.substr(0, count);
    left.remove_prefix(taken.size());
    return taken;
  };
  read.head.log2_n = static_cast<std::uint8_t>(take(1)[0]);
  std::ranges::copy(take(salt_bytes), read.head.salt.begin());
  std::ranges::copy(take(check_bytes), read.head.check.begin());
  const std::string_view length = take(2);
  const std::size_t note_bytes = static_cast<std::size_t>(
      static_cast<std::uint8_t>(length[0]) << 8 | static_cast<std::uint8_t>(length[1]));
  if (read.head.log2_n < 1 || read.head.log2_n > highest_log2_n || note_bytes > note_most ||
      note_bytes > left.size())
    return fail(damaged("the beginning of the encrypted file is damaged"));
  read.head.note = take(note_bytes);
  read.bytes = beginning.substr(0, fixed_bytes + note_bytes);
  return read;
}

Result<SealKey> derive_seal_key(std::string_view password, const SealHead& head) {
  const std::uint64_t n = std::uint64_t{1} << head.log2_n;
  // What RFC 7914 needs, and as much again to be sure.
  const std::uint64_t memory = 2 * 128 * scrypt_r * (n + scrypt_p + 2);
  std::array<std::uint8_t, 48> derived{};
  if (EVP_PBE_scrypt(password.data(), password.size(), head.salt.data(), head.salt.size(), n,
                     scrypt_r, scrypt_p, memory, derived.data(), derived.size()) != 1) {
    ERR_clear_error();
    return fail(Errc::io_error, "not enough memory to make a key of the password");
  }
  SealKey key;
  std::ranges::copy_n(derived.begin(), 32, key.key.begin());
  std::ranges::copy_n(derived.begin() + 32, 16, key.check.begin());
  OPENSSL_cleanse(derived.data(), derived.size());
  return key;
}

std::string seal_piece(const SealKey& key, std::string_view head, std::uint64_t number,
                       bool is_last, std::string_view plain) {
  const Cipher cipher = begin(key, head, number, is_last, true);
  std::string out = run(cipher.get(), plain);
  std::array<unsigned char, seal_tag_bytes> tag{};
  int count = 0;
  check(
      EVP_CipherFinal_ex(cipher.get(), tag.data(), &count) == 1 &&
          EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_GET_TAG, seal_tag_bytes, tag.data()) == 1,
      "GCM gives a tag");
  return out.append(reinterpret_cast<const char*>(tag.data()), tag.size());
}

Result<std::string> open_piece(const SealKey& key, std::string_view head, std::uint64_t number,
                               bool is_last, std::string_view sealed) {
  const Error wrong = damaged("the encrypted file is damaged, or not the whole of it is there");
  if (sealed.size() < seal_tag_bytes) return fail(wrong);
  std::string tag(sealed.substr(sealed.size() - seal_tag_bytes));
  sealed.remove_suffix(seal_tag_bytes);
  const Cipher cipher = begin(key, head, number, is_last, false);
  std::string plain = run(cipher.get(), sealed);
  std::array<unsigned char, seal_tag_bytes> rest{};
  int count = 0;
  const bool sound =
      EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_SET_TAG, seal_tag_bytes, tag.data()) == 1 &&
      EVP_CipherFinal_ex(cipher.get(), rest.data(), &count) == 1;
  ERR_clear_error();
  if (!sound) return fail(wrong);
  return plain;
}

}  // namespace curia
