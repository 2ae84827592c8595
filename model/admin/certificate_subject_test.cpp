#include "model/admin/certificate_subject.hpp"

#include <gtest/gtest.h>

namespace curia::admin {
namespace {

using Words = std::vector<std::string>;

std::string refusal(const Words& words) {
  const auto parsed = parse_subject(words, "cms01");
  return parsed ? "accepted" : parsed.error().message;
}

TEST(CertificateSubjectTest, OrdersNamesAndPutsTheCommonNameFirst) {
  const auto parsed = parse_subject(
      Words{"CN:meet.example.com", "O:Example AS", "C:NO", "emailAddress:it@example.com",
            "subjectAltName:b.example.com,meet.example.com,192.0.2.5"},
      "cms01");
  ASSERT_TRUE(parsed) << parsed.error().message;
  const CertificateSubject expected{{{"C", "NO"},
                                     {"O", "Example AS"},
                                     {"CN", "meet.example.com"},
                                     {"emailAddress", "it@example.com"}},
                                    {"meet.example.com", "b.example.com", "192.0.2.5"}};
  EXPECT_EQ(*parsed, expected);
}

TEST(CertificateSubjectTest, TakesTheHostNameWithoutACommonName) {
  const auto parsed = parse_subject(Words{"OU:Voice"}, "cms01.example.com");
  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->names.back().second, "cms01.example.com");
  EXPECT_EQ(parsed->alternatives, Words{"cms01.example.com"});
  // The name of an authority is no host.
  EXPECT_EQ(parse_subject(Words{"CN:My company CA"}, "x")->alternatives, Words{});
  EXPECT_EQ(parse_subject(Words{"CN:*.example.com"}, "x")->alternatives, Words{"*.example.com"});
  // A value may have colons.
  EXPECT_EQ(parse_subject(Words{"O:a:b", "CN:c"}, "x")->names.front().second, "a:b");
}

TEST(CertificateSubjectTest, SaysWhatIsWrong) {
  EXPECT_EQ(refusal({"meet"}), "'meet' is not an attribute such as CN:meet.example.com");
  EXPECT_EQ(refusal({"cn:meet"}),
            "unknown attribute 'cn': there are CN, OU, O, L, ST, C, emailAddress, subjectAltName");
  EXPECT_EQ(refusal({"CN:a", "CN:b"}), "the attribute CN comes twice");
  EXPECT_EQ(refusal({"subjectAltName:a", "subjectAltName:b"}),
            "the attribute subjectAltName comes twice");
  EXPECT_EQ(refusal({"O:"}), "the attribute O has no value");
  EXPECT_EQ(refusal({"C:Norway"}), "C is a country as two letters, not 'Norway'");
  EXPECT_EQ(refusal({"CN:" + std::string(65, 'x')}), "CN has at most 64 bytes");
  EXPECT_EQ(refusal({"emailAddress:nobody"}), "'nobody' is not a mail address");
  EXPECT_EQ(refusal({"O:a\tb"}), "the value of O has characters that cannot be used");
  for (const char* list : {"", "a,", "a,,b", "a b", "a/b", "-a", "1.2.3.4:5"})
    EXPECT_TRUE(refusal({"subjectAltName:" + std::string(list)}).starts_with("subjectAltName is"))
        << list;
}

TEST(CertificateSubjectTest, KnowsNamesOfFiles) {
  EXPECT_TRUE(is_certificate_base_name("web-admin"));
  for (const char* name : {"", ".", "../x", "-x", "a/b"})
    EXPECT_FALSE(is_certificate_base_name(name)) << name;
  EXPECT_FALSE(is_certificate_base_name(std::string(65, 'a')));
}

}  // namespace
}  // namespace curia::admin
