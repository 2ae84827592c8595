// The examples of release notes 2.8, with the exact panes, and what follows from them.
#include "model/layout/placement.hpp"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "model/layout/layout.hpp"

namespace curia::layout {
namespace {

using Self = PanePlacementSelfPaneMode;
using Mode = PanePlacementActiveSpeakerMode;

// Bob has pane 1, Sally 2, Andy 3, Mark 4; Eve and Tom have none.
constexpr PersonId bob{1}, sally{2}, andy{3}, mark{4}, eve{5}, tom{6};

const std::map<PersonId, std::string> names{{bob, "Bob"},   {sally, "Sally"}, {andy, "Andy"},
                                            {mark, "Mark"}, {eve, "Eve"},     {tom, "Tom"}};

// The four of the example; `speakers` spoke in this order, the last one is the active speaker.
std::vector<Person> the_four(std::initializer_list<PersonId> speakers) {
  std::vector<Person> people{{bob, 4}, {sally, 3}, {andy, 2}, {mark, 1}};
  std::uint64_t turn = 0;
  for (const PersonId speaker : speakers) {
    ++turn;
    for (Person& person : people)
      if (person.id == speaker) person.spoke = turn;
  }
  return people;
}

// The panes as text: "Bob Sally - -".
std::string panes_of(const View& view) {
  std::string text;
  for (const Pane& pane : view.panes) {
    if (pane.use == PaneUse::presentation) continue;
    text += (text.empty() ? "" : " ") + (pane.person ? names.at(*pane.person) : "-");
  }
  return text;
}

Policy policy_of(Mode mode, Self self = Self::skip,
                 DefaultLayout layout = DefaultLayout::all_equal_ninths) {
  return {.layout = layout,
          .placement = {.highest_importance = 4, .self_pane = self, .active_speaker = mode}};
}

std::string seen_by(std::optional<PersonId> viewer, const Policy& policy,
                    std::initializer_list<PersonId> speakers) {
  return panes_of(layout(the_four(speakers), policy, {.id = viewer}));
}

constexpr std::optional<PersonId> viewers[] = {bob, sally, andy, mark, eve, std::nullopt};

TEST(ReleaseNotes28, AllowselfShowsEverybodyTheSame) {
  for (const auto viewer : viewers) {
    EXPECT_EQ(seen_by(viewer, policy_of(Mode::allowself), {sally, bob}),
              "Bob Bob Sally Andy Mark - - - -");
    EXPECT_EQ(seen_by(viewer, policy_of(Mode::allowself), {bob, sally}),
              "Sally Bob Sally Andy Mark - - - -");
  }
}

TEST(ReleaseNotes28, SuppressselfShowsTheSpeakerThePreviousOne) {
  const auto policy = policy_of(Mode::suppressself);
  for (const auto viewer : viewers)
    EXPECT_EQ(seen_by(viewer, policy, {sally, bob}), viewer == bob
                                                         ? "Sally Bob Sally Andy Mark - - - -"
                                                         : "Bob Bob Sally Andy Mark - - - -");
  EXPECT_EQ(seen_by(bob, policy, {bob}), "- Bob Sally Andy Mark - - - -");
}

// Sally is shown in the place of Bob, and does not speak: her view is that of all.
TEST(ReleaseNotes28, WithoutVideoOfTheSpeakerNobodysViewDiffers) {
  auto people = the_four({andy, sally, bob});
  people[0].video = false;
  for (const auto viewer : viewers) {
    const auto view = layout(people, policy_of(Mode::suppressself), {.id = viewer});
    EXPECT_EQ(panes_of(view), "Sally Bob Sally Andy Mark - - - -");
    EXPECT_FALSE(view.panes[0].speaking);
  }
}

TEST(ReleaseNotes28, TheFirstPaneWaitsForASpeaker) {
  EXPECT_EQ(seen_by(eve, policy_of(Mode::allowself), {}), "- Bob Sally Andy Mark - - - -");
  EXPECT_EQ(seen_by(eve, policy_of(Mode::suppressself), {}), "- Bob Sally Andy Mark - - - -");
}

TEST(ReleaseNotes28, ShownTwiceOnlyInVisiblePlacedPanes) {
  const auto quarters = [](Mode mode) {
    return policy_of(mode, Self::skip, DefaultLayout::all_equal_quarters);
  };
  EXPECT_EQ(seen_by(eve, quarters(Mode::allowself), {andy}), "Andy Bob Sally Andy");
  EXPECT_EQ(seen_by(eve, quarters(Mode::allowself), {mark}), "Mark Bob Sally Andy");
}

// With a presentation in the same picture there is a row of six: the speaker and five placed.
TEST(ReleaseNotes28, OneScreenWithAPresentation) {
  auto people = the_four({});
  people.insert(people.end(), {{eve, 6}, {tom, 5}});
  auto policy = policy_of(Mode::allowself);
  policy.placement.highest_importance = 6;
  const Viewer viewer{.id = eve, .presentation = PresentationView::composed};
  people[2].spoke = 1;  // Andy is in the fifth placed pane
  EXPECT_EQ(panes_of(layout(people, policy, viewer)), "Andy Eve Tom Bob Sally Andy");
  people[3].spoke = 2;  // Mark would be in the sixth
  const auto view = layout(people, policy, viewer);
  EXPECT_EQ(panes_of(view), "Mark Eve Tom Bob Sally Andy");
  EXPECT_EQ(view.panes[0].frame.rect, (Rect{0, 27000, 9600, 5400}));  // first in the row
}

TEST(ReleaseNotes28, TwoAndThreeScreens) {
  auto policy = policy_of(Mode::allowself, Self::skip, DefaultLayout::one_plus_five);
  Viewer viewer{.id = bob, .screens = 2};
  auto view = layout(the_four({bob, sally}), policy, viewer);
  EXPECT_EQ(panes_of(view), "Sally Bob Sally Andy Mark - - - - - - -");
  EXPECT_EQ(view.panes[0].frame.screen, 0);
  EXPECT_EQ(view.panes[1].frame.screen, 1);  // the large pane of the other screen
  viewer.screens = 3;
  policy.layout = DefaultLayout::speaker_only;
  view = layout(the_four({bob, sally}), policy, viewer);
  EXPECT_EQ(panes_of(view), "Sally Bob Sally");
  EXPECT_EQ(view.panes[0].frame.screen, 1);  // the speaker is in the middle
  viewer.presentation = PresentationView::composed;
  view = layout(the_four({bob, sally}), policy, viewer);
  ASSERT_EQ(view.panes.size(), 3u);
  EXPECT_EQ(panes_of(view), "Sally Bob");
  EXPECT_EQ(view.panes[2].frame, (Frame{whole_canvas, 2, false}));
}

TEST(PanePlacement, SelfPaneModes) {
  EXPECT_EQ(seen_by(sally, policy_of(Mode::none, Self::skip), {}), "Bob Andy Mark - - - - - -");
  EXPECT_EQ(seen_by(sally, policy_of(Mode::none, Self::self), {}), "Bob Sally Andy Mark - - - - -");
  EXPECT_EQ(seen_by(sally, policy_of(Mode::none, Self::blank), {}), "Bob - Andy Mark - - - - -");
  EXPECT_EQ(seen_by(eve, policy_of(Mode::none, Self::blank), {}), "Bob Sally Andy Mark - - - - -");
  // With an active speaker everybody sees the same, whatever the self pane mode.
  EXPECT_EQ(seen_by(sally, policy_of(Mode::allowself, Self::blank), {bob}),
            "Bob Bob Sally Andy Mark - - - -");
}

TEST(PanePlacement, APaneStaysBlankWhileItsOwnerIsAway) {
  auto people = the_four({});
  people.erase(people.begin() + 1);  // Sally
  people.push_back({eve, 0, 1});
  people.push_back({tom, 9});  // above the highest: not placed, but important
  EXPECT_EQ(panes_of(layout(people, policy_of(Mode::none), {})), "Bob - Andy Mark Tom Eve - - -");
  const auto speaker = panes_of(layout(people, policy_of(Mode::allowself), {.id = eve}));
  EXPECT_EQ(speaker, "Eve Bob - Andy Mark Tom - - -");  // Eve has no placed pane: once only
}

TEST(PanePlacement, OneOwnerPerPane) {
  auto people = the_four({});
  people.push_back({eve, 4, 1});  // as important as Bob, who came first
  EXPECT_EQ(panes_of(layout(people, policy_of(Mode::none), {})), "Bob Sally Andy Mark Eve - - - -");
}

TEST(PanePlacement, APlacedPaneShowsTheNameOfSomebodyWithoutVideo) {
  auto people = the_four({});
  people[0].video = false;
  people.push_back({.id = eve, .video = false});
  const auto view = layout(people, policy_of(Mode::none), {});
  EXPECT_EQ(panes_of(view), "Bob Sally Andy Mark - - - - -");
  EXPECT_FALSE(view.panes[0].video);
  EXPECT_EQ(view.not_shown, 1u);
}

TEST(PanePlacement, MorePlacesThanPanes) {
  const auto speaker_only = policy_of(Mode::none, Self::skip, DefaultLayout::speaker_only);
  EXPECT_EQ(seen_by(sally, speaker_only, {mark}), "Bob");
  EXPECT_EQ(seen_by(bob, speaker_only, {mark}), "Sally");
  auto far = speaker_only;
  far.placement.highest_importance = 2147483647;
  EXPECT_EQ(seen_by(sally, far, {mark}), "-");
}

TEST(PanePlacement, CallOverCoSpaceParameterByParameter) {
  const PlacementSettings space{9, Self::blank, Mode::allowself};
  EXPECT_EQ(effective_placement({}, {}), Placement{});
  EXPECT_FALSE(effective_placement({}, {}).on());
  EXPECT_EQ(effective_placement({}, space), (Placement{9, Self::blank, Mode::allowself}));
  EXPECT_EQ(effective_placement({4}, space), (Placement{4, Self::blank, Mode::allowself}));
  EXPECT_EQ(effective_placement({0}, space).on(), false);
  EXPECT_EQ(effective_placement({{}, Self::self, Mode::none}, space),
            (Placement{9, Self::self, Mode::none}));
  EXPECT_FALSE(effective_placement({0}, space).with_speaker());  // it needs pane placement
}

}  // namespace
}  // namespace curia::layout
