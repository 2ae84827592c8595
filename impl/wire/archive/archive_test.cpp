// Tar heads, sealed pieces and hashes.
#include <gtest/gtest.h>

#include "impl/wire/archive/seal.hpp"
#include "impl/wire/archive/sha256.hpp"
#include "impl/wire/archive/tar.hpp"

namespace curia {
namespace {

TEST(Sha256Test, IsThatOfFips180) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  Sha256 hash;
  hash.add("a");
  EXPECT_EQ(hash.hex(), sha256_hex("a"));
  hash.add("bc");
  EXPECT_EQ(hash.hex(), sha256_hex("abc"));
}

TEST(TarTest, ReadsWhatItWrites) {
  for (const std::string& name :
       {std::string("live.json"), std::string("files/key with blanks"), std::string(99, 'n'),
        std::string(100, 'n'), std::string(300, 'n'), std::string(tar_name_most, 'n')})
    for (const std::uint64_t size :
         {std::uint64_t{0}, std::uint64_t{511}, std::uint64_t{1} << 33, std::uint64_t{1} << 60}) {
      const TarEntry entry{name, size};
      const std::string head = tar_head(entry);
      EXPECT_EQ(head.size() % tar_block, 0u);
      const auto read = read_tar_head(head + "what comes after");
      ASSERT_TRUE(read) << name << size;
      EXPECT_EQ(*read->entry, entry);
      EXPECT_EQ(read->bytes, head.size());
      EXPECT_FALSE(read_tar_head(head.substr(0, head.size() - 1)));
    }
  EXPECT_FALSE(read_tar_head(tar_end())->entry);
  EXPECT_EQ(tar_padding(0).size(), 0u);
  EXPECT_EQ(tar_padding(1).size(), 511u);
}

TEST(TarTest, RefusesEveryOtherHead) {
  const std::string head = tar_head({"live.json", 12});
  for (std::size_t i = 0; i < head.size(); ++i) {
    std::string changed = head;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(read_tar_head(changed)) << i;
  }
  for (const char* name : {"", "/etc/passwd", "../up", "a/../b", "a//b", "a/", ".", "a\nb"})
    EXPECT_FALSE(is_tar_name(name)) << name;
  EXPECT_FALSE(is_tar_name(std::string(tar_name_most + 1, 'n')));
}

class SealTest : public testing::Test {
 protected:
  SealTest() {
    head_.salt.fill(7);
    head_.note = "a note";
    key_ = derive_seal_key("pass word", head_).value();
    head_.check = key_.check;
    bytes_ = write_seal_head(head_);
  }

  SealHead head_{.log2_n = 4};
  SealKey key_;
  std::string bytes_;
};

TEST_F(SealTest, OpensWhatItSealed) {
  const auto read = read_seal_head(bytes_ + "the pieces");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->bytes, bytes_);
  EXPECT_EQ(read->head.note, "a note");
  EXPECT_EQ(derive_seal_key("pass word", read->head)->check, read->head.check);
  EXPECT_NE(derive_seal_key("pass worD", read->head)->check, read->head.check);
  const std::string sealed = seal_piece(key_, bytes_, 3, true, "plain");
  EXPECT_EQ(sealed.find("plain"), std::string::npos);
  EXPECT_EQ(open_piece(key_, bytes_, 3, true, sealed).value(), "plain");
}

TEST_F(SealTest, NothingCanBeChangedMovedOrCutOff) {
  const std::string sealed = seal_piece(key_, bytes_, 3, true, "plain");
  EXPECT_FALSE(open_piece(key_, bytes_, 2, true, sealed));
  EXPECT_FALSE(open_piece(key_, bytes_, 3, false, sealed));
  EXPECT_FALSE(open_piece(key_, bytes_ + "x", 3, true, sealed));
  EXPECT_FALSE(open_piece(key_, bytes_, 3, true, sealed.substr(1)));
  EXPECT_FALSE(open_piece(key_, bytes_, 3, true, ""));
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    std::string changed = sealed;
    changed[i] = static_cast<char>(changed[i] ^ 16);
    EXPECT_FALSE(open_piece(key_, bytes_, 3, true, changed)) << i;
  }
  for (std::size_t left = 0; left < bytes_.size(); ++left)
    EXPECT_FALSE(read_seal_head(bytes_.substr(0, left))) << left;
}

}  // namespace
}  // namespace curia
