#include "impl/wire/percent.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

namespace curia {
namespace {

RC_GTEST_PROP(PercentProperty, WhatIsEncodedIsDecoded, (const std::string& text)) {
  RC_ASSERT(percent_decode(percent_encode(text)) == text);
}

TEST(Percent, RefusesHalfEscapes) {
  EXPECT_EQ(percent_encode("a/b ~ü"), "a%2Fb%20~%C3%BC");
  EXPECT_EQ(percent_decode("%2f%"), std::nullopt);
  EXPECT_EQ(percent_decode("%2"), std::nullopt);
  EXPECT_EQ(percent_decode("%g0"), std::nullopt);
  EXPECT_EQ(percent_decode("+%2B"), "++");
}

}  // namespace
}  // namespace curia
