#include "model/layout/layout_template.hpp"

#include <gtest/gtest.h>

#include <string>

#include "model/layout/layout.hpp"

namespace curia::layout {
namespace {

std::string why_not(const LayoutTemplate& layout_template) {
  const auto done = validate(layout_template);
  return done ? "" : done.error().message;
}

TEST(LayoutTemplate, Rules) {
  EXPECT_EQ(why_not({{{4, 4, {{0, 0, 3, 4}, {3, 0, 1, 1}}}}}), "");
  EXPECT_EQ(why_not({}), "a layout template has one screen or two");
  EXPECT_EQ(why_not({{{1, 1, {{}}}, {1, 1, {{}}}, {1, 1, {{}}}}}),
            "a layout template has one screen or two");
  EXPECT_EQ(why_not({{{7, 1, {{}}}}}), "screen 1: columns and rows must divide 3600");
  EXPECT_EQ(why_not({{{1, 0, {{}}}}}), "screen 1: columns and rows must divide 3600");
  EXPECT_EQ(why_not({{{1, 1, {{}}}, {1, 1, {}}}}), "screen 2: it has no panes");
  const std::vector<TemplatePane> many(26);
  EXPECT_EQ(why_not({{{1, 1, many}}}), "screen 1: more than 25 panes");
  EXPECT_EQ(why_not({{{2, 2, {{0, 0}, {1, 1, 2, 1}}}}}),
            "screen 1: pane 2 does not lie inside the grid");
  EXPECT_EQ(why_not({{{2, 2, {{-1, 0}}}}}), "screen 1: pane 1 does not lie inside the grid");
  EXPECT_EQ(why_not({{{2, 2, {{0, 0, 2, 2147483647}}}}}),
            "screen 1: pane 1 does not lie inside the grid");
}

TEST(LayoutTemplate, PanesCrossOnlyAsOverlays) {
  EXPECT_EQ(why_not({{{4, 4, {{0, 0, 4, 4}, {3, 3, 1, 1, true}}}}}), "");
  EXPECT_EQ(why_not({{{4, 4, {{0, 0, 2, 2}, {1, 1, 2, 2}}}}}),
            "screen 1: pane 2 crosses pane 1, and neither is an overlay");
  EXPECT_EQ(why_not({{{4, 4, {{0, 0, 4, 4}, {0, 0, 2, 2, true}, {1, 1, 2, 2, true}}}}}),
            "screen 1: pane 3 crosses pane 2, and both are overlays");
}

TEST(LayoutTemplate, PanesAreNumberedAsListed) {
  const LayoutTemplate two{{{4, 2, {{3, 0, 1, 1}, {0, 0, 3, 2}}}, {1, 1, {{}}}}};
  const auto frames = frames_of(two, 2);
  ASSERT_EQ(frames.size(), 3u);
  EXPECT_EQ(frames[0], (Frame{{43200, 0, 14400, 16200}, 0, false}));
  EXPECT_EQ(frames[1], (Frame{{0, 0, 43200, 32400}, 0, false}));
  EXPECT_EQ(frames[2], (Frame{whole_canvas, 1, false}));
  EXPECT_EQ(frames_of(two, 1).size(), 2u);
}

TEST(LayoutTemplate, OneScreenIsRepeatedOnTheSecondAndThreeAreNotServed) {
  const LayoutTemplate one{{{2, 1, {{0, 0}, {1, 0}}}}};
  const auto frames = frames_of(one, 2);
  ASSERT_EQ(frames.size(), 4u);
  EXPECT_EQ(frames[3].screen, 1);
  EXPECT_FALSE(serves(one, 3));
}

TEST(LayoutTemplate, CountsForTheAutomaticLayout) {
  const LayoutTemplate drawn{{{2, 1, {{0, 0}, {1, 0}}}}};
  const Person people[] = {{PersonId{1}}, {PersonId{2}}, {PersonId{3}}};
  Policy policy{.layout_template = &drawn};
  EXPECT_EQ(layout(people, policy, {}).panes.size(), 2u);
  EXPECT_EQ(layout(people, policy, {}).not_shown, 1u);
  EXPECT_EQ(layout(people, policy, {.screens = 3}).panes.size(), 3u);  // grows, as automatic does
  policy.layout = DefaultLayout::all_equal_quarters;
  EXPECT_EQ(layout(people, policy, {}).panes.size(), 4u);
}

}  // namespace
}  // namespace curia::layout
