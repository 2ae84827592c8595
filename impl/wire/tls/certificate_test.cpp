#include "impl/wire/tls/certificate.hpp"

#include <gtest/gtest.h>

#include "impl/wire/tls/test_world.hpp"

namespace curia::tls {
namespace {

TEST(Certificate, says_what_was_asked_for) {
  const auto made = make_self_signed({"meet.example", "*.meet.example", "192.0.2.1", "2001:db8::1"},
                                     365, test_now);
  ASSERT_TRUE(made);
  const auto info = inspect(*made, test_now);
  ASSERT_TRUE(info) << info.error().message;
  EXPECT_EQ(info->subject, "CN = meet.example");
  EXPECT_EQ(info->names, (std::vector<std::string>{"meet.example", "*.meet.example", "192.0.2.1",
                                                   "2001:db8::1"}));
  EXPECT_EQ(to_rfc3339(info->not_before), "2021-08-24T09:15:30Z");
  EXPECT_EQ(to_rfc3339(info->not_after), "2022-08-24T10:15:30Z");
}

TEST(Certificate, is_not_made_for_bad_names_or_times) {
  for (const auto& names : std::vector<std::vector<std::string>>{
           {}, {""}, {"a b"}, {"a,DNS:evil"}, {".a"}, {"a..b"}, {std::string(254, 'a')}})
    EXPECT_EQ(make_self_signed(names, 1, test_now).error().parameter, "names");
  EXPECT_EQ(make_self_signed({"a"}, 0, test_now).error().parameter, "days");
  EXPECT_EQ(make_self_signed({"a"}, 3651, test_now).error().parameter, "days");
}

TEST(Certificate, a_long_name_is_no_common_name) {
  const std::string name = std::string(60, 'a') + ".example";
  const auto info = inspect(*make_self_signed({name}, 1, test_now), test_now);
  ASSERT_TRUE(info);
  EXPECT_EQ(info->subject, "CN = curia");
  EXPECT_EQ(info->names, std::vector<std::string>{name});
}

TEST(Certificate, says_why_an_identity_cannot_be_used) {
  const Identity good = *make_self_signed({"a.example"}, 1, test_now);
  const Identity other = *make_self_signed({"b.example"}, 1, test_now);
  const auto why = [](const Identity& identity, WallTime now) {
    const auto info = inspect(identity, now);
    return info ? std::string("fine") : info.error().parameter + ": " + info.error().message;
  };
  EXPECT_EQ(why(good, test_now), "fine");
  EXPECT_EQ(why(good, test_now + std::chrono::days(2)),
            "certificate: the certificate expired on 2021-08-25T10:15:30Z");
  EXPECT_EQ(why(good, test_now - std::chrono::days(2)),
            "certificate: the certificate is not valid before 2021-08-24T09:15:30Z");
  EXPECT_EQ(why({good.certificate_pem, other.key_pem}, test_now),
            "key: the key does not belong to the certificate");
  EXPECT_EQ(why({"", good.key_pem}, test_now),
            "certificate: the certificate is not PEM text (no line BEGIN CERTIFICATE)");
  EXPECT_EQ(why({good.certificate_pem, "x"}, test_now),
            "key: the key is not PEM text (no line BEGIN PRIVATE KEY)");
  std::string broken = good.certificate_pem;
  broken[broken.size() / 2] = '!';
  EXPECT_TRUE(why({broken, good.key_pem}, test_now)
                  .starts_with("certificate: the certificate cannot be read: "));
  EXPECT_EQ(
      why({good.certificate_pem,
           "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAA==\n-----END ENCRYPTED PRIVATE KEY-----\n"},
          test_now),
      "key: the key is encrypted; give it without a passphrase");
  EXPECT_EQ(why({good.certificate_pem + other.certificate_pem, good.key_pem}, test_now), "fine");
}

}  // namespace
}  // namespace curia::tls
