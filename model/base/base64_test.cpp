#include "model/base/base64.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace curia {
namespace {

std::string encoded(std::string_view text) {
  return to_base64({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

// RFC 4648 section 10.
TEST(Base64, HasTheVectorsOfTheRfc) {
  const std::pair<const char*, const char*> cases[] = {{"", ""},
                                                       {"f", "Zg=="},
                                                       {"fo", "Zm8="},
                                                       {"foo", "Zm9v"},
                                                       {"foob", "Zm9vYg=="},
                                                       {"fooba", "Zm9vYmE="},
                                                       {"foobar", "Zm9vYmFy"}};
  for (const auto& [plain, text] : cases) {
    EXPECT_EQ(encoded(plain), text);
    EXPECT_EQ(parse_base64(text), plain);
  }
}

TEST(Base64, IsStrict) {
  for (const char* bad : {"Z", "Zg", "Zg=", "Zg===", "=", "====", "Zh==", "Zm9=", "Zm9v\n", "Zm 9",
                          "Zm-_", "Z===", "Zg==Zg=="})
    EXPECT_EQ(parse_base64(bad), std::nullopt) << bad;
}

RC_GTEST_PROP(Base64, RoundTrips, (const std::string& text)) {
  RC_ASSERT(parse_base64(encoded(text)) == text);
}

}  // namespace
}  // namespace curia
