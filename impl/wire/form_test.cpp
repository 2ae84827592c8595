#include "impl/wire/form.hpp"

#include <gtest/gtest.h>

#include <rapidcheck/gtest.h>

#include "model/base/limits.hpp"
#include "model/base/text.hpp"

namespace curia {
namespace {

FormPairs good(std::string_view text) {
  auto pairs = parse_form(text);
  EXPECT_TRUE(pairs.has_value()) << text;
  return pairs.value_or(FormPairs{});
}

TEST(Form, TakesWhatClientsSend) {
  EXPECT_EQ(good(""), FormPairs{});
  EXPECT_EQ(good("&name=x"), (FormPairs{{"name", "x"}}));
  EXPECT_EQ(good("&&a=1&&b=2&"), (FormPairs{{"a", "1"}, {"b", "2"}}));
  EXPECT_EQ(good("coSpaceUriMapping=&x"), (FormPairs{{"coSpaceUriMapping", ""}, {"x", ""}}));
  EXPECT_EQ(good("name=Team+room%20%26%2b1"), (FormPairs{{"name", "Team room &+1"}}));
  EXPECT_EQ(good("a=b=c"), (FormPairs{{"a", "b=c"}}));
  EXPECT_EQ(good("x=1&X=2&x=3"), (FormPairs{{"x", "1"}, {"X", "2"}, {"x", "3"}}));
  EXPECT_EQ(good("n%61me=%C3%BC\xC3\xBC"), (FormPairs{{"name", "üü"}}));
  EXPECT_EQ(good("="), (FormPairs{{"", ""}}));
}

TEST(Form, NamesTheParameterAtFault) {
  for (const char* text : {"a=1&name=%", "name=%4", "name=%zz", "name=%C3", "name=\xFF&b=%"}) {
    const auto pairs = parse_form(text);
    ASSERT_FALSE(pairs.has_value()) << text;
    EXPECT_EQ(pairs.error().code, Errc::invalid_value);
    EXPECT_EQ(pairs.error().parameter, "name");
  }
  // A name that cannot be decoded is told as it was sent, if text can hold it.
  for (const auto& [text, name] :
       {std::pair{"%=1", "%"}, {"na%zz=1", "na%zz"}, {"%C3", "%C3"}, {"\xFF=1", ""}}) {
    const auto pairs = parse_form(text);
    ASSERT_FALSE(pairs.has_value()) << text;
    EXPECT_EQ(pairs.error().parameter, name);
  }
}

TEST(Form, HasALimit) {
  std::string text;
  for (std::size_t i = 0; i < limits::form_pairs; ++i) text += "a=1&";
  EXPECT_EQ(good(text).size(), limits::form_pairs);
  const auto pairs = parse_form(text + "b");
  ASSERT_FALSE(pairs.has_value());
  EXPECT_EQ(pairs.error().code, Errc::limit_reached);
}

TEST(Form, WritesWhatBrowsersWrite) {
  EXPECT_EQ(write_form({{"a b", "ü&="}, {"c", "-._*~"}}), "a+b=%C3%BC%26%3D&c=-._*%7E");
}

RC_GTEST_PROP(FormProperty, WhatIsWrittenIsReadBack, ()) {
  FormPairs pairs;
  for (const auto& [key, value] :
       *rc::gen::arbitrary<std::vector<std::pair<std::string, std::string>>>())
    if (is_utf8(key) && is_utf8(value)) pairs.push_back({key, value});
  RC_ASSERT(parse_form(write_form(pairs)).value() == pairs);
}

}  // namespace
}  // namespace curia
