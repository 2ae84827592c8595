#include "impl/wire/tls/pki.hpp"

#include <gtest/gtest.h>

#include "impl/wire/tls/test_world.hpp"

namespace curia::tls {
namespace {

constexpr auto year = std::chrono::days(365);

// Made once: a key of this size takes a moment.
struct Shop {
  MadeKey authority = *make_own({.names = {{"CN", "Example authority"}}}, test_now);
  MadeKey request = *make_request(
      {.names = {{"CN", "meet.example"}}, .alternatives = {"meet.example", "192.0.2.5"}});
  std::string certificate =
      *sign_request(request.pem, {authority.pem, authority.key_pem}, test_now);
};

const Shop& shop() {
  static const Shop made;
  return made;
}

TEST(Pki, ASignedRequestIsACertificateForServers) {
  const auto info = inspect({shop().certificate, shop().request.key_pem}, test_now);
  ASSERT_TRUE(info) << info.error().message;
  EXPECT_EQ(info->subject, "CN = meet.example");
  EXPECT_EQ(info->names, (std::vector<std::string>{"meet.example", "192.0.2.5"}));
  EXPECT_TRUE(match(shop().request.key_pem, shop().certificate));
  EXPECT_TRUE(match(shop().request.key_pem, shop().request.pem));
  EXPECT_FALSE(match(shop().authority.key_pem, shop().certificate));
}

TEST(Pki, TellsTheCommonNameAlone) {
  EXPECT_EQ(common_name(shop().certificate).value(), "meet.example");
  const auto other =
      make_own({.names = {{"O", "CN = postgres"}, {"CN", "postgres, no"}}}, test_now);
  EXPECT_EQ(common_name(other->pem).value(), "postgres, no");
  EXPECT_EQ(common_name(shop().request.pem).error().code, Errc::invalid_value);
}

TEST(Pki, VerifiesAtTheTimeThatIsGiven) {
  const auto judged = [](const std::string& bundle, WallTime now) {
    const auto verified = verify(shop().certificate, "", bundle, now);
    return verified ? "good" : verified.error().message;
  };
  const std::string& authority = shop().authority.pem;
  EXPECT_EQ(judged(authority, test_now), "good");
  EXPECT_EQ(judged(authority, test_now - 2h),
            "certificate 'CN = Example authority': it is not valid before 2021-08-24T09:15:30Z");
  EXPECT_EQ(judged(authority, test_now + 3 * year),
            "certificate 'CN = meet.example': it expired on 2023-11-27T10:15:30Z");
  EXPECT_EQ(judged(shop().certificate, test_now),
            "certificate 'CN = meet.example': the chain is broken: there is no certificate of its "
            "issuer 'CN = Example authority'");
}

TEST(Pki, NothingSignedHoldsLongerThanItsAuthority) {
  const Identity authority{shop().authority.pem, shop().authority.key_pem};
  const auto late = sign_request(shop().request.pem, authority, test_now + 9 * year);
  ASSERT_TRUE(late);
  EXPECT_EQ(inspect({*late, shop().request.key_pem}, test_now + 9 * year)->not_after,
            test_now + std::chrono::days(3650));
  EXPECT_FALSE(sign_request(shop().request.pem, authority, test_now + 11 * year));
  EXPECT_EQ(sign_request(shop().request.pem, {shop().certificate, shop().request.key_pem}, test_now)
                .error()
                .message,
            "the certificate of 'CN = meet.example' is not one of an authority");
  EXPECT_FALSE(sign_request(shop().certificate, authority, test_now));
}

TEST(Pki, ARequestThatWasChangedIsNotSigned) {
  std::string changed = shop().request.pem;
  const std::size_t at = changed.size() / 2;
  changed[at] = changed[at] == 'A' ? 'B' : 'A';
  EXPECT_FALSE(sign_request(changed, {shop().authority.pem, shop().authority.key_pem}, test_now));
}

TEST(Pki, DescribesWithoutTellingASecret) {
  EXPECT_EQ(*describe(shop().request.key_pem), "File contains a private key: RSA, 2048 bits\n");
  EXPECT_TRUE(describe(shop().certificate)->starts_with("File contains a certificate\n"));
  EXPECT_TRUE(describe(shop().certificate + shop().authority.pem)
                  ->starts_with("File contains 2 certificates\n"));
  EXPECT_FALSE(describe("Dear diary"));
  EXPECT_FALSE(describe(""));
  EXPECT_EQ(unlock(shop().request.key_pem, "x").error().message, "the key is not encrypted");
}

}  // namespace
}  // namespace curia::tls
