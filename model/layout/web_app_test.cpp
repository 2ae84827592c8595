#include "model/layout/web_app.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/layout/choice.hpp"
#include "model/layout/geometry.hpp"

namespace curia::layout {
namespace {

using ::testing::ElementsAre;
using enum WebAppLayout;

// The table of release notes 2.7, and which of the layouts are shown as they are.
struct Row {
  DefaultLayout assigned;
  WebAppLayout icon;
  bool fixed;
};
constexpr Row table[] = {{DefaultLayout::speaker_only, speaker_only, true},
                         {DefaultLayout::all_equal, all_equal, false},
                         {DefaultLayout::all_equal_quarters, all_equal, true},
                         {DefaultLayout::all_equal_ninths, all_equal, true},
                         {DefaultLayout::all_equal_sixteenths, all_equal, true},
                         {DefaultLayout::all_equal_twenty_fifths, all_equal, true},
                         {DefaultLayout::stacked, speaker_large, true},
                         {DefaultLayout::telepresence, speaker_large, true},
                         {DefaultLayout::one_plus_five, speaker_large, true},
                         {DefaultLayout::one_plus_seven, speaker_large, true},
                         {DefaultLayout::one_plus_nine, speaker_large, true},
                         {DefaultLayout::one_plus_n, speaker_large, false},
                         {DefaultLayout::automatic, speaker_large, false}};

TEST(WebApp, EachLayoutHasItsIcon) {
  for (const Row& row : table) {
    SCOPED_TRACE(name_of(row.assigned));
    const auto shown = WebAppLayouts({.assigned = row.assigned}).shown();
    EXPECT_EQ(shown.icon, row.icon);
    EXPECT_EQ(shown.fixed, row.fixed);
    if (row.fixed) {
      EXPECT_EQ(shown.layout, row.assigned);
    }
  }
}

TEST(WebApp, ATemplateBringsCustom) {
  WebAppLayouts automatic({.has_template = true});
  EXPECT_EQ(automatic.shown(), (WebAppShown{custom, true, DefaultLayout::automatic}));
  EXPECT_THAT(automatic.selectable(),
              ElementsAre(speaker_only, all_equal, speaker_large, custom, audio_only));
  WebAppLayouts other({.assigned = DefaultLayout::all_equal_ninths, .has_template = true});
  EXPECT_EQ(other.shown().icon, all_equal);
  EXPECT_TRUE(other.select(custom));
  EXPECT_EQ(other.shown(), (WebAppShown{custom, true, DefaultLayout::automatic}));
  WebAppLayouts none({.assigned = DefaultLayout::all_equal_ninths});
  EXPECT_FALSE(none.select(custom));
  EXPECT_EQ(none.shown().icon, all_equal);
}

TEST(WebApp, ReturningToTheAssignedLayoutIsAdaptive) {
  for (const Row& row : table) {
    SCOPED_TRACE(name_of(row.assigned));
    WebAppLayouts layouts({.assigned = row.assigned});
    EXPECT_TRUE(layouts.select(row.icon));  // it is shown already: nothing changes
    EXPECT_EQ(layouts.shown().fixed, row.fixed);
    EXPECT_TRUE(layouts.select(audio_only));
    EXPECT_EQ(layouts.shown(), (WebAppShown{audio_only, false, DefaultLayout::automatic}));
    EXPECT_TRUE(layouts.select(row.icon));
    EXPECT_EQ(layouts.shown(), (WebAppShown{row.icon, false, DefaultLayout::automatic}));
  }
}

TEST(WebApp, CustomReturnsAsItWas) {
  WebAppLayouts layouts({.has_template = true});
  EXPECT_TRUE(layouts.select(all_equal));
  EXPECT_TRUE(layouts.select(custom));
  EXPECT_TRUE(layouts.shown().fixed);
}

TEST(WebApp, ANewAssignmentStartsAfresh) {
  WebAppLayouts layouts({.assigned = DefaultLayout::all_equal_ninths});
  layouts.select(speaker_only);
  layouts.assign({.assigned = DefaultLayout::all_equal_ninths});  // the same: no news
  EXPECT_EQ(layouts.shown().icon, speaker_only);
  layouts.assign({.assigned = DefaultLayout::all_equal_quarters});
  EXPECT_EQ(layouts.shown(), (WebAppShown{all_equal, true, DefaultLayout::all_equal_quarters}));
}

TEST(WebApp, WhatTheServerForgetsIsUndone) {
  WebAppLayouts layouts({.assigned = DefaultLayout::all_equal_ninths});
  layouts.select(speaker_only);
  layouts.note_pick();
  layouts.assign({.assigned = DefaultLayout::all_equal_ninths}, DefaultLayout::speaker_only);
  EXPECT_EQ(layouts.shown().icon, speaker_only);
  layouts.assign({.assigned = DefaultLayout::all_equal_ninths});  // assigned once more
  EXPECT_EQ(layouts.shown(), (WebAppShown{all_equal, true, DefaultLayout::all_equal_ninths}));
  layouts.select(speaker_only);
  layouts.note_pick();
  layouts.assign({.assigned = DefaultLayout::all_equal_ninths});  // before it was told
  EXPECT_EQ(layouts.shown(), (WebAppShown{all_equal, true, DefaultLayout::all_equal_ninths}));
}

TEST(WebApp, WhatTheServerKeepsStaysWhateverIsAssigned) {
  WebAppLayouts layouts({.assigned = DefaultLayout::all_equal_ninths});
  layouts.select(speaker_only);
  layouts.note_pick();
  // In the call he was moved to.
  layouts.assign({.assigned = DefaultLayout::stacked}, DefaultLayout::speaker_only);
  EXPECT_EQ(layouts.shown().icon, speaker_only);
  layouts.select(audio_only);
  layouts.assign({.assigned = DefaultLayout::automatic}, DefaultLayout::speaker_only);
  EXPECT_EQ(layouts.shown().icon, audio_only);
  layouts.assign({.assigned = DefaultLayout::telepresence});
  EXPECT_EQ(layouts.shown(), (WebAppShown{speaker_large, true, DefaultLayout::telepresence}));
}

// As when it comes back with a new connection.
TEST(WebApp, StartedAnewItShowsWhatTheServerKeeps) {
  for (const WebAppLayout icon : {speaker_only, all_equal, speaker_large}) {
    SCOPED_TRACE(name_of(icon));
    WebAppLayouts layouts(WebAppAssignment{});
    layouts.assign({.assigned = DefaultLayout::all_equal_ninths}, layout_behind(icon));
    EXPECT_EQ(layouts.shown(), (WebAppShown{icon, false, DefaultLayout::automatic}));
  }
  WebAppLayouts drawn(WebAppAssignment{});
  drawn.assign({.assigned = DefaultLayout::stacked, .has_template = true}, layout_behind(custom));
  EXPECT_EQ(drawn.shown(), (WebAppShown{custom, true, DefaultLayout::automatic}));
  // The server keeps automatic, which is nothing else without a template.
  drawn.assign({.assigned = DefaultLayout::stacked}, layout_behind(custom));
  EXPECT_EQ(drawn.shown(), (WebAppShown{speaker_large, false, DefaultLayout::automatic}));
}

TEST(WebApp, ATemplateBesideAnotherLayoutLeavesWhatIsSelected) {
  WebAppLayouts layouts({.assigned = DefaultLayout::stacked});
  layouts.select(speaker_only);
  layouts.assign({.assigned = DefaultLayout::stacked, .has_template = true});
  EXPECT_EQ(layouts.shown().icon, speaker_only);
  layouts.select(custom);
  layouts.assign({.assigned = DefaultLayout::stacked});  // Custom is not there any more
  EXPECT_EQ(layouts.shown(), (WebAppShown{speaker_large, true, DefaultLayout::stacked}));
}

TEST(WebApp, WithoutPermissionOnlyTheAssignedOneAndAudioOnly) {
  WebAppLayouts layouts(
      {.assigned = DefaultLayout::one_plus_five, .has_template = true, .change_allowed = false});
  EXPECT_THAT(layouts.selectable(), ElementsAre(speaker_large, audio_only));
  EXPECT_FALSE(layouts.select(all_equal));
  EXPECT_FALSE(layouts.select(custom));
  EXPECT_TRUE(layouts.select(audio_only));
  EXPECT_TRUE(layouts.select(speaker_large));
  const WebAppShown assigned{speaker_large, true, DefaultLayout::one_plus_five};
  EXPECT_EQ(layouts.shown(), assigned);
  layouts.assign({.assigned = DefaultLayout::one_plus_five, .has_template = true});
  EXPECT_EQ(layouts.shown(), assigned);  // he has never changed away from it
}

TEST(WebApp, LosingThePermissionWhileThereIsAudioOnly) {
  WebAppAssignment assignment{.assigned = DefaultLayout::one_plus_five};
  WebAppLayouts layouts(assignment);
  layouts.select(audio_only);
  assignment.change_allowed = false;
  layouts.assign(assignment);
  EXPECT_EQ(layouts.shown().icon, audio_only);
  layouts.select(speaker_large);
  EXPECT_EQ(layouts.shown(), (WebAppShown{speaker_large, true, DefaultLayout::one_plus_five}));
}

// Whatever he picked before it.
TEST(WebApp, AudioOnlyLastsUntilAnotherLayoutIsAssigned) {
  WebAppLayouts layouts({.assigned = DefaultLayout::one_plus_five});
  layouts.select(all_equal);
  layouts.note_pick();
  layouts.select(audio_only);
  layouts.assign({.assigned = DefaultLayout::one_plus_five}, DefaultLayout::all_equal);
  EXPECT_EQ(layouts.shown().icon, audio_only);
  layouts.assign({.assigned = DefaultLayout::one_plus_five});  // once more
  EXPECT_EQ(layouts.shown().icon, audio_only);
  layouts.assign({.assigned = DefaultLayout::one_plus_seven});
  EXPECT_EQ(layouts.shown(), (WebAppShown{speaker_large, true, DefaultLayout::one_plus_seven}));
}

TEST(WebApp, LosingThePermissionReturnsToTheAssignedLayout) {
  WebAppAssignment assignment{.assigned = DefaultLayout::one_plus_five};
  WebAppLayouts layouts(assignment);
  layouts.select(all_equal);
  assignment.change_allowed = false;
  layouts.assign(assignment);
  EXPECT_EQ(layouts.shown(), (WebAppShown{speaker_large, true, DefaultLayout::one_plus_five}));
  layouts.select(audio_only);
  assignment.change_allowed = true;
  layouts.assign(assignment);  // what is selected may stay
  EXPECT_EQ(layouts.shown().icon, audio_only);
}

TEST(LayoutChoice, StepsGoRound) {
  auto layout = DefaultLayout::automatic;
  for (int i = 0; i < 6; ++i) {
    EXPECT_EQ(previous_layout(next_layout(layout)), layout);
    layout = next_layout(layout);
  }
  EXPECT_EQ(layout, DefaultLayout::automatic);
  EXPECT_EQ(next_layout(DefaultLayout::all_equal_ninths), DefaultLayout::stacked);
  EXPECT_EQ(previous_layout(DefaultLayout::one_plus_nine), DefaultLayout::speaker_only);
  EXPECT_EQ(next_layout(DefaultLayout::unset), DefaultLayout::all_equal);
}

TEST(LayoutChoice, Names) {
  EXPECT_EQ(name_of(DefaultLayout::all_equal), "allEqual");
  EXPECT_EQ(name_of(DefaultLayout::one_plus_n), "onePlusN");
  EXPECT_EQ(name_of(DefaultLayout::unset), "automatic");
  EXPECT_EQ(name_of(WebAppLayout::audio_only), "Audio Only");
}

}  // namespace
}  // namespace curia::layout
