#include "impl/wire/layout_template.hpp"

#include <gtest/gtest.h>

#include "model/base/limits.hpp"

namespace curia {
namespace {

std::string why_not(std::string_view json) {
  const auto parsed = parse_layout_template(json);
  if (parsed) return "";
  constexpr std::string_view beginning = "the layout template: ";
  return parsed.error().message.substr(
      parsed.error().message.starts_with(beginning) ? beginning.size() : 0);
}

TEST(LayoutTemplateJson, TheExampleOfTheHeader) {
  const auto parsed = parse_layout_template(
      R"({"screens": [{"columns": 4, "rows": 4, "panes": [
          {"x": 0, "y": 0, "width": 3, "height": 4},
          {"x": 3, "y": 0}, {"x": 3, "y": 1}, {"x": 3, "y": 2, "overlay": false}]}]})");
  ASSERT_TRUE(parsed);
  const layout::LayoutTemplate wanted{
      {{4, 4, {{0, 0, 3, 4}, {3, 0, 1, 1}, {3, 1, 1, 1}, {3, 2, 1, 1}}}}};
  EXPECT_EQ(*parsed, wanted);
  EXPECT_EQ(to_json(*parsed),
            R"({"screens":[{"columns":4,"panes":[{"height":4,"width":3,"x":0,"y":0},)"
            R"({"x":3,"y":0},{"x":3,"y":1},{"x":3,"y":2}],"rows":4}]})");
  EXPECT_EQ(*parse_layout_template(to_json(*parsed)), wanted);
}

TEST(LayoutTemplateJson, SaysWhatIsWrong) {
  EXPECT_EQ(why_not(""), "this is not JSON");
  EXPECT_EQ(why_not("{\"screens\": [}"), "this is not JSON");
  EXPECT_EQ(why_not("[]"), "the whole is not an object");
  EXPECT_EQ(why_not("{}"), "there is no list 'screens'");
  EXPECT_EQ(why_not(R"({"screens": 1})"), "there is no list 'screens'");
  EXPECT_EQ(why_not(R"({"screen": []})"), "the whole has an unknown member 'screen'");
  EXPECT_EQ(why_not(R"({"screens": []})"), "a layout template has one screen or two");
  EXPECT_EQ(why_not(R"({"screens": [1]})"), "screen 1 is not an object");
  EXPECT_EQ(why_not(R"({"screens": [{"columns": 1, "rows": 1}]})"), "screen 1 has no list 'panes'");
  EXPECT_EQ(why_not(R"({"screens": [{"rows": 1, "panes": []}]})"), "screen 1 has no 'columns'");
  EXPECT_EQ(why_not(R"({"screens": [{"columns": 1, "rows": 1, "panes": []}]})"),
            "screen 1: it has no panes");
  const auto pane = [](const std::string& text) {
    return why_not(R"({"screens": [{"columns": 2, "rows": 2, "panes": [)" + text + "]}]}");
  };
  EXPECT_EQ(pane(R"({"x": 0, "y": 0})"), "");
  EXPECT_EQ(pane(R"({"x": 0})"), "screen 1, pane 1 has no 'y'");
  EXPECT_EQ(pane(R"({"x": 0, "y": 0, "z": 0})"), "screen 1, pane 1 has an unknown member 'z'");
  for (const auto* value :
       {"-1", "0.5", "\"1\"", "null", "3601", "18446744073709551616", "4294967296", "1e2"})
    EXPECT_EQ(pane(R"({"x": 0, "y": )" + std::string(value) + "}"),
              "screen 1, pane 1: 'y' is not a whole number up to 3600");
  EXPECT_EQ(pane(R"({"x": 0, "y": 0}, {"x": 0, "y": 0, "overlay": 1})"),
            "screen 1, pane 2: 'overlay' is not true or false");
  EXPECT_EQ(pane(R"({"x": 1, "y": 0, "width": 2})"),
            "screen 1: pane 1 does not lie inside the grid");
}

TEST(LayoutTemplateJson, IsBounded) {
  const auto parsed = parse_layout_template(std::string(limits::layout_template_bytes + 1, ' '));
  ASSERT_FALSE(parsed);
  EXPECT_EQ(parsed.error().code, Errc::limit_reached);
  const std::string deep(limits::layout_template_bytes, '[');
  EXPECT_EQ(why_not(deep), "this is not JSON");
}

}  // namespace
}  // namespace curia
