#include "impl/wire/json.hpp"

#include <gtest/gtest.h>

#include "model/base/limits_scheduler.hpp"

namespace curia {
namespace {

TEST(Json, ReadsAndWritesTheSame) {
  const std::string text =
      R"({"a":[1,-2.50,true,false,null,{}],"b":"q\"\\\n\tä","c":{"d/e":[],"~":"x"}})";
  const auto value = parse_json(text);
  ASSERT_TRUE(value) << value.error().message;
  EXPECT_EQ(to_text(*value), text);
  EXPECT_EQ(value->at("/a/1")->text, "-2.50");
  EXPECT_EQ(value->at("/c/~0")->text, "x");
  EXPECT_EQ(value->at("/c/d~1e")->kind, JsonValue::Kind::array);
  EXPECT_EQ(value->at(""), &*value);
  EXPECT_EQ(value->at("/a/6"), nullptr);
  EXPECT_EQ(value->at("/a/b/c"), nullptr);
  EXPECT_EQ(value->at("a"), nullptr);
}

TEST(Json, TakesTheLastOfTwoMembers) {
  EXPECT_EQ(parse_json(R"({"a":1,"b":2,"a":3})")->find("a")->text, "3");
  EXPECT_EQ(parse_json(R"([1])")->find("a"), nullptr);
}

TEST(Json, RefusesWhatIsNone) {
  for (const char* text : {"", "{", "{} x", "[1,]", "{\"a\"}", "nul", "\"\xff\"", "\"\\ud800\"",
                           "'a'", "{\"a\":1,}", "01", "\"a\nb\""}) {
    const auto value = parse_json(text);
    ASSERT_FALSE(value) << text;
    EXPECT_EQ(value.error().code, Errc::invalid_value) << text;
  }
}

TEST(Json, NestsSoDeepAndNoDeeper) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_TRUE(parse_json(nested(limits::json_nesting)));
  const auto deeper = parse_json(nested(limits::json_nesting + 1));
  ASSERT_FALSE(deeper);
  EXPECT_EQ(deeper.error().code, Errc::limit_reached);
  EXPECT_FALSE(parse_json(std::string(1000000, '[')));
}

TEST(Json, WritesControlCharactersAsEscapes) {
  std::string out;
  JsonWriter(out)
      .begin_array()
      .string(std::string("\x01\x1f", 2))
      .number(-3)
      .boolean(true)
      .end_array();
  EXPECT_EQ(out, "[\"\\u0001\\u001f\",-3,true]");
}

}  // namespace
}  // namespace curia
