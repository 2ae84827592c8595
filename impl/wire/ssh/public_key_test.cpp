#include "impl/wire/ssh/public_key.hpp"

#include <gtest/gtest.h>

#include <tuple>

#include "impl/wire/ssh/bytes.hpp"
#include "impl/wire/ssh/host_key.hpp"

namespace curia::ssh {
namespace {

// Made by ssh-keygen 9.2, which also printed the fingerprints.
constexpr const char* ed25519_line =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFA8LEVEdhJULqYWxuIQpCjJ47MeCtyGEk0fzxkqeNp5 curia";

TEST(SshPublicKey, IsShownAsSshKeygenShowsIt) {
  const auto key = parse_public_key(ed25519_line);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->type, "ssh-ed25519");
  EXPECT_EQ(key->comment, "curia");
  EXPECT_EQ(to_line(*key), ed25519_line);
  EXPECT_EQ(fingerprint_line(*key, Fingerprint::sha256),
            "256 SHA256:Jd3BpRPIVaR3yeFuT/rmkW389CcUfVxFRMsAGzQJCwE curia (ED25519)");
  EXPECT_EQ(fingerprint_line(*key, Fingerprint::md5),
            "256 MD5:fc:67:4b:ab:ea:f3:65:03:13:f7:42:c2:a2:c0:18:00 curia (ED25519)");
}

TEST(SshPublicKey, IsRefusedWhenItIsNone) {
  const std::string line = ed25519_line;
  for (const std::string& bad :
       {std::string(), std::string("ssh-dss AAAA"), line.substr(0, 40), "# " + line,
        "ecdsa-sha2-nistp256" + line.substr(11), "command=\"x\" " + line})
    EXPECT_FALSE(parse_public_key(bad)) << bad;
}

TEST(SshPublicKey, IsFoundAmongOtherLines) {
  const std::string line = ed25519_line;
  EXPECT_EQ(parse_public_keys("# mine\n\n" + line + "\nnonsense\n" + line).size(), 2u);
  EXPECT_EQ(parse_public_keys("").size(), 0u);
}

TEST(SshHostKey, IsOfTheSizeAndTypeThatWasAskedFor) {
  for (const auto& [type, name, bits] :
       {std::tuple{HostKeyType::ed25519, "ssh-ed25519", 256u},
        std::tuple{HostKeyType::ecdsa, "ecdsa-sha2-nistp256", 256u},
        std::tuple{HostKeyType::rsa, "ssh-rsa", 3072u}}) {
    const auto key = make_host_key(type, "cms01");
    ASSERT_TRUE(key) << name;
    const auto read = parse_public_key(to_line(key->public_key));
    ASSERT_TRUE(read) << name;
    EXPECT_EQ(read->type, name);
    EXPECT_EQ(read->comment, "cms01");
    EXPECT_EQ(bits_of(*read), bits) << name;
    EXPECT_NE(key->private_pem.find("PRIVATE KEY-----\n"), std::string::npos) << name;
  }
}

TEST(SshBytes, EndWhereTheyEnd) {
  std::string bytes;
  put_u8(bytes, 7);
  put_u64(bytes, 0x0102030405060708);
  put_text(bytes, "abc");
  put_positive(bytes, std::string("\0\x80", 2));
  Reader reader(bytes);
  EXPECT_EQ(reader.u8(), 7);
  EXPECT_EQ(reader.u64(), 0x0102030405060708u);
  EXPECT_EQ(reader.text(), "abc");
  EXPECT_EQ(reader.text(), std::string_view("\0\x80", 2));
  EXPECT_TRUE(reader && reader.is_at_end());
  EXPECT_EQ(reader.u32(), 0u);
  EXPECT_FALSE(reader);
  // A length beyond the end, as an attacker would send it.
  Reader lying(
      std::string_view("\xff\xff\xff\xff"
                       "ab"));
  EXPECT_EQ(lying.text(), "");
  EXPECT_FALSE(lying);
}

}  // namespace
}  // namespace curia::ssh
