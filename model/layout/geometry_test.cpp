#include "model/layout/geometry.hpp"

#include <gtest/gtest.h>

#include <string>

#include "model/layout/choice.hpp"

namespace curia::layout {
namespace {

constexpr DefaultLayout families[] = {DefaultLayout::all_equal,
                                      DefaultLayout::speaker_only,
                                      DefaultLayout::telepresence,
                                      DefaultLayout::stacked,
                                      DefaultLayout::all_equal_quarters,
                                      DefaultLayout::all_equal_ninths,
                                      DefaultLayout::all_equal_sixteenths,
                                      DefaultLayout::all_equal_twenty_fifths,
                                      DefaultLayout::one_plus_five,
                                      DefaultLayout::one_plus_seven,
                                      DefaultLayout::one_plus_nine,
                                      DefaultLayout::automatic,
                                      DefaultLayout::one_plus_n};

std::int64_t drawn_area(const std::vector<Frame>& frames) {
  std::int64_t area = 0;
  for (const Frame& frame : frames)
    if (!frame.overlay) area += frame.rect.area();
  return area;
}

// Invariant 3 of the header, for every family, number of people and screens.
TEST(Geometry, PanesLieInsideAndApart) {
  for (const auto layout : families)
    for (int screens = 1; screens <= max_screens; ++screens)
      for (std::size_t people = 0; people <= max_panes + 1; ++people) {
        SCOPED_TRACE(std::string(name_of(layout)) + " " + std::to_string(people));
        const auto frames = frames_of(layout, people, screens);
        ASSERT_FALSE(frames.empty());
        ASSERT_LE(frames.size(), most_panes(layout, screens));
        for (std::size_t i = 0; i < frames.size(); ++i) {
          ASSERT_TRUE(inside_canvas(frames[i].rect));
          ASSERT_LT(frames[i].screen, screens);
          for (std::size_t j = 0; j < i; ++j) {
            if (frames[i].screen != frames[j].screen) continue;
            if (!overlap(frames[i].rect, frames[j].rect)) continue;
            ASSERT_TRUE(frames[i].overlay && !frames[j].overlay);
          }
        }
      }
}

TEST(Geometry, PanesAre16To9) {
  for (const auto layout : families)
    for (std::size_t people = 0; people <= 25; ++people)
      for (const Frame& frame : frames_of(layout, people, 1))
        ASSERT_EQ(frame.rect.width * 9, frame.rect.height * 16) << name_of(layout);
}

// All families but stacked use the whole screen; what stacked leaves is beside its large pane.
TEST(Geometry, NothingOfTheScreenIsLost) {
  for (const auto layout : families)
    for (std::size_t people = 0; people <= 25; ++people) {
      const auto lost = whole_canvas.area() - drawn_area(frames_of(layout, people, 1));
      const auto beside = std::int64_t{canvas_width / 6} * (canvas_height / 6 * 5);
      ASSERT_EQ(lost, layout == DefaultLayout::stacked ? beside : 0) << name_of(layout);
    }
}

TEST(Geometry, LargerPanesComeFirstThenRowByRowOnAllScreensAtOnce) {
  for (const auto layout : families)
    for (int screens = 1; screens <= max_screens; ++screens) {
      const auto frames = frames_of(layout, 7, screens);
      const auto step = static_cast<std::size_t>(screens);
      for (std::size_t i = 0; i < frames.size(); ++i) {
        ASSERT_EQ(frames[i].screen, screen_at(static_cast<int>(i % step), screens));
        ASSERT_EQ(frames[i].rect, frames[i - i % step].rect);
        if (i < step) continue;
        const Rect& a = frames[i - step].rect;
        const Rect& b = frames[i].rect;
        ASSERT_GE(a.area(), b.area());
        ASSERT_TRUE(a.area() > b.area() || a.y < b.y || (a.y == b.y && a.x < b.x));
      }
    }
}

TEST(Geometry, SizesOfTheFamilies) {
  const auto first = [](DefaultLayout layout) { return frames_of(layout, 9, 1).front().rect; };
  EXPECT_EQ(first(DefaultLayout::one_plus_five), (Rect{0, 0, 38400, 21600}));   // 2/3
  EXPECT_EQ(first(DefaultLayout::one_plus_seven), (Rect{0, 0, 43200, 24300}));  // 3/4
  EXPECT_EQ(first(DefaultLayout::one_plus_nine), (Rect{0, 0, 46080, 25920}));   // 4/5
  EXPECT_EQ(first(DefaultLayout::stacked), (Rect{4800, 0, 48000, 27000}));
  EXPECT_EQ(first(DefaultLayout::telepresence), whole_canvas);
  EXPECT_EQ(first(DefaultLayout::all_equal_ninths), (Rect{0, 0, 19200, 10800}));
  const auto five = frames_of(DefaultLayout::one_plus_five, 6, 1);
  ASSERT_EQ(five.size(), 6u);  // two to the right, three below
  EXPECT_EQ(five[1].rect, (Rect{38400, 0, 19200, 10800}));
  EXPECT_EQ(five[2].rect, (Rect{38400, 10800, 19200, 10800}));
  EXPECT_EQ(five[3].rect, (Rect{0, 21600, 19200, 10800}));
  EXPECT_EQ(five[5].rect, (Rect{38400, 21600, 19200, 10800}));
}

TEST(Geometry, DynamicLayoutsGrowAndShrink) {
  struct Step {
    DefaultLayout layout;
    int screens;
    std::size_t people;
    std::size_t panes;
  };
  using enum DefaultLayout;
  constexpr Step steps[] = {
      {all_equal, 1, 0, 1},    {all_equal, 1, 1, 1},    {all_equal, 1, 2, 4},
      {all_equal, 1, 4, 4},    {all_equal, 1, 5, 9},    {all_equal, 1, 9, 9},
      {all_equal, 1, 10, 16},  {all_equal, 1, 16, 16},  {all_equal, 1, 17, 25},
      {all_equal, 1, 99, 25},  {all_equal, 2, 2, 2},    {all_equal, 2, 3, 8},
      {all_equal, 2, 9, 18},   {all_equal, 3, 13, 27},  {all_equal, 3, 99, 75},
      {one_plus_n, 1, 0, 1},   {one_plus_n, 1, 1, 1},   {one_plus_n, 1, 2, 6},
      {one_plus_n, 1, 6, 6},   {one_plus_n, 1, 7, 8},   {one_plus_n, 1, 8, 8},
      {one_plus_n, 1, 9, 10},  {one_plus_n, 1, 99, 10}, {one_plus_n, 2, 2, 2},
      {one_plus_n, 2, 12, 12}, {one_plus_n, 2, 13, 16}, {automatic, 1, 7, 8}};
  for (const Step& step : steps)
    EXPECT_EQ(frames_of(step.layout, step.people, step.screens).size(), step.panes)
        << name_of(step.layout) << " " << step.people;
  for (const auto layout : families) {
    bool changed = false;
    for (std::size_t people = 1; people <= 30; ++people)
      changed |= frames_of(layout, people, 1) != frames_of(layout, 0, 1);
    EXPECT_EQ(changed, is_dynamic(layout)) << name_of(layout);
  }
}

TEST(Geometry, TheMiddleOfThreeScreensIsTheFirst) {
  const auto three = frames_of(DefaultLayout::one_plus_five, 18, 3);
  EXPECT_EQ(three[0].screen, 1);  // the three large panes
  EXPECT_EQ(three[1].screen, 0);
  EXPECT_EQ(three[2].screen, 2);
  EXPECT_EQ(three[3].screen, 1);
}

}  // namespace
}  // namespace curia::layout
