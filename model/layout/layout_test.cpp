#include "model/layout/layout.hpp"

#include <gtest/gtest.h>

#include <string>

namespace curia::layout {
namespace {

using enum DefaultLayout;

// The panes as numbers of people: "3 1 2 -".
std::string panes_of(const View& view) {
  std::string text;
  for (const Pane& pane : view.panes) {
    if (!text.empty()) text += " ";
    text += pane.use == PaneUse::presentation ? "presentation"
            : pane.person ? std::to_string(static_cast<std::uint32_t>(*pane.person))
                          : "-";
  }
  return text;
}

constexpr PersonId id(std::uint32_t number) { return PersonId{number}; }

TEST(Layout, NobodyAndOneself) {
  EXPECT_EQ(panes_of(layout(std::vector<Person>{}, {.layout = all_equal}, {})), "-");
  const std::vector<Person> alone{{id(1)}};
  const auto view = layout(alone, {.layout = all_equal}, {.id = id(1)});
  EXPECT_EQ(panes_of(view), "-");
  EXPECT_EQ(view.not_shown, 0u);
}

TEST(Layout, ImportanceThenSpeechThenJoining) {
  const std::vector<Person> people{
      {id(1)}, {id(2), 0, 7}, {id(3), 5}, {id(4), 0, 9}, {id(5), 5, 2}};
  EXPECT_EQ(panes_of(layout(people, {.layout = one_plus_five}, {})), "5 3 4 2 1 -");
  EXPECT_EQ(panes_of(layout(people, {.layout = one_plus_five}, {.id = id(5)})), "3 4 2 1 - -");
}

TEST(Layout, TheSpeakerSeesThePreviousSpeakerLarge) {
  const std::vector<Person> people{{id(1), 0, 2}, {id(2), 0, 1}, {id(3)}};
  for (const auto family : {stacked, telepresence, one_plus_five, speaker_only}) {
    EXPECT_EQ(layout(people, {.layout = family}, {.id = id(3)}).panes[0].person, id(1));
    EXPECT_TRUE(layout(people, {.layout = family}, {.id = id(3)}).panes[0].speaking);
    EXPECT_EQ(layout(people, {.layout = family}, {.id = id(1)}).panes[0].person, id(2));
    EXPECT_FALSE(layout(people, {.layout = family}, {.id = id(1)}).panes[0].speaking);
  }
}

TEST(Layout, WithoutVideoThereIsNoPane) {
  const std::vector<Person> people{{id(1), 9, 9, false}, {id(2)}};
  const auto view = layout(people, {.layout = all_equal}, {});
  EXPECT_EQ(panes_of(view), "2");
  EXPECT_EQ(view.not_shown, 1u);
  EXPECT_FALSE(view.panes[0].speaking);
}

TEST(Layout, GrowsAndShrinksWithThePeople) {
  std::vector<Person> people;
  std::vector<std::size_t> equal, plus;
  for (std::uint32_t i = 1; i <= 26; ++i) {
    people.push_back({id(i)});
    equal.push_back(layout(people, {.layout = all_equal}, {}).panes.size());
    plus.push_back(layout(people, {.layout = one_plus_n}, {}).panes.size());
  }
  EXPECT_EQ(equal, (std::vector<std::size_t>{1,  4,  4,  4,  9,  9,  9,  9,  9,  16, 16, 16, 16,
                                             16, 16, 16, 25, 25, 25, 25, 25, 25, 25, 25, 25, 25}));
  EXPECT_EQ(std::vector(plus.begin(), plus.begin() + 10),
            (std::vector<std::size_t>{1, 6, 6, 6, 6, 6, 8, 8, 10, 10}));
  EXPECT_EQ(layout(people, {.layout = all_equal}, {}).not_shown, 1u);
  people.resize(5);
  EXPECT_EQ(layout(people, {.layout = all_equal}, {.id = id(1)}).panes.size(), 4u);
}

TEST(Layout, APresentationTakesTheLastScreen) {
  const std::vector<Person> people{{id(1), 0, 3}, {id(2), 0, 2}, {id(3), 0, 1}};
  const auto seen = [&](int screens) {
    return layout(people, {.layout = speaker_only},
                  {.screens = screens, .presentation = PresentationView::composed});
  };
  EXPECT_EQ(panes_of(seen(1)), "1 2 3 - - - presentation");  // a row of people below it
  EXPECT_EQ(panes_of(seen(2)), "1 presentation");
  EXPECT_EQ(panes_of(seen(3)), "1 2 presentation");
  EXPECT_EQ(seen(2).panes[1].frame.screen, 1);
  EXPECT_EQ(seen(3).panes[0].frame.screen, 1);  // the speaker stays in the middle
  EXPECT_EQ(seen(3).panes[1].frame.screen, 0);
  EXPECT_EQ(seen(3).panes[2].frame.screen, 2);
}

// The largest picture there is, for the most important viewer: all panes are filled although the
// stage keeps a part of the people only.
TEST(Layout, ACrowdFillsEveryPane) {
  std::vector<Person> people;
  for (std::uint32_t i = 1; i <= 500; ++i) people.push_back({id(i), i == 1 ? 7u : 0u, i == 1});
  Policy policy{.layout = all_equal_twenty_fifths};
  for (const auto mode :
       {PanePlacementActiveSpeakerMode::none, PanePlacementActiveSpeakerMode::suppressself})
    for (const std::int64_t highest : {0, 1, 7, 50}) {
      policy.placement = {.highest_importance = highest, .active_speaker = mode};
      const auto view = layout(people, policy, {.id = id(1), .screens = 3});
      std::size_t ordinary = 0;
      std::size_t blank = 0;
      for (const Pane& pane : view.panes) {
        ordinary += pane.use == PaneUse::ordinary ? 1 : 0;
        blank += pane.use == PaneUse::ordinary && !pane.person ? 1 : 0;
      }
      EXPECT_EQ(view.panes.size(), 75u);
      EXPECT_GE(ordinary, 24u);
      EXPECT_EQ(blank, 0u);
    }
}

TEST(Stage, KnowsItsPeople) {
  const std::vector<Person> people{{id(4), 3, 1}, {id(2), 3, 5, false}, {id(9), 1, 4}, {id(7)}};
  const Stage stage(people);
  EXPECT_EQ(stage.people(), 4u);
  EXPECT_TRUE(stage.contains(id(7)));
  EXPECT_FALSE(stage.contains(id(5)));
  EXPECT_TRUE(stage.is_speaking(id(2)));
  EXPECT_EQ(stage.speaker()->id, id(9));  // Person 2 has no video
  EXPECT_EQ(stage.previous_speaker()->id, id(4));
  EXPECT_EQ(stage.owner_of(3)->id, id(2));
  EXPECT_EQ(stage.owner_of(1)->id, id(9));
  EXPECT_EQ(stage.owner_of(2), nullptr);
  EXPECT_EQ(stage.cast().size(), 3u);
  EXPECT_EQ(Stage(std::vector<Person>{}).speaker(), nullptr);
}

}  // namespace
}  // namespace curia::layout
