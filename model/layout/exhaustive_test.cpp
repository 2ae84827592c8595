// Every meeting of up to six people under every setting: the invariants of every view.
//
// A setting is who is important, who spoke and before whom, who sends no video, who looks, the
// three parameters of pane placement, and an arrangement: layout, screens, presentation.
// Arrangements that have room for as many people seat them alike: the frames are the only
// difference. How far importance, speakers and those without video go depends on the number of
// people (Reach); what lies beyond is left to random crowds.
//
// A usual run takes all meetings of two, and of more people evenly spread ones, each with one
// arrangement; CURIA_LAYOUT_CASES=all takes every meeting with every number of seats, in each
// of the arrangements that have so many in turn (bench/RESULTS.md).
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <set>
#include <string>

#include "model/base/prng.hpp"
#include "model/layout/audience.hpp"
#include "model/layout/testing/invariants.hpp"

namespace curia::layout {
namespace {

using testing::Case;
using Self = PanePlacementSelfPaneMode;
using Mode = PanePlacementActiveSpeakerMode;

struct Reach {
  std::uint32_t importance;  // up to this one, and the highest that is placed
  std::size_t speakers;      // so many have spoken at most
  bool any_may_lack_video;   // otherwise one at most
};

constexpr Reach reach_of(std::size_t people) {
  if (people <= 3) return {4, 3, true};
  return people == 4 ? Reach{4, 2, true} : Reach{3, 2, false};
}

// A large pane that covers the screen with two overlays, and a second screen of four.
const LayoutTemplate drawn{{{6, 6, {{0, 0, 6, 6}, {0, 5, 1, 1, true}, {5, 5, 1, 1, true}}},
                            {2, 2, {{0, 0}, {1, 0}, {0, 1}, {1, 1}}}}};

// Takes one digit of a number in a mixed base, and removes it.
std::size_t digit(std::uint64_t& index, std::size_t base) {
  const auto value = index % base;
  index /= base;
  return static_cast<std::size_t>(value);
}

// All ways to give `people` an importance where order does not matter.
std::vector<std::vector<std::uint32_t>> importances(std::size_t people) {
  const auto most_important = reach_of(people).importance;
  std::vector<std::vector<std::uint32_t>> all{{}};
  for (std::size_t i = 0; i < people; ++i) {
    std::vector<std::vector<std::uint32_t>> longer;
    for (const auto& one : all)
      for (std::uint32_t last = one.empty() ? 0 : one.back(); last <= most_important; ++last) {
        longer.push_back(one);
        longer.back().push_back(last);
      }
    all = std::move(longer);
  }
  return all;
}

// All orders in which some of `people`, numbered from 0, may have spoken; the last one was first.
std::vector<std::vector<std::size_t>> speeches(std::size_t people) {
  std::vector<std::vector<std::size_t>> all{{}};
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].size() == reach_of(people).speakers) continue;
    for (std::size_t next = 0; next < people; ++next) {
      if (std::ranges::count(all[i], next) > 0) continue;
      all.push_back(all[i]);
      all.back().push_back(next);
    }
  }
  return all;
}

// All meetings of so many people, by number.
class Meetings {
 public:
  explicit Meetings(std::size_t people)
      : people_(people),
        placements_(1 + reach_of(people).importance * std::size_t{9}),
        video_(reach_of(people).any_may_lack_video ? std::size_t{1} << people : people + 1),
        importances_(importances(people)),
        speeches_(speeches(people)) {}

  static constexpr std::size_t arrangements = 14 * max_screens * 2;

  std::uint64_t count_without_arrangements() const {
    return importances_.size() * speeches_.size() * video_ * placements_ * (people_ + 1);
  }

  // Without an arrangement.
  Case at(std::uint64_t index) const {
    Case c;
    const auto& importance = importances_[digit(index, importances_.size())];
    const auto& spoke = speeches_[digit(index, speeches_.size())];
    const auto without_video = digit(index, video_);
    for (std::size_t i = 0; i < people_; ++i) {
      Person person{PersonId{static_cast<std::uint32_t>(i + 1)}, importance[i]};
      if (const auto at = std::ranges::find(spoke, i); at != spoke.end())
        person.spoke = static_cast<std::uint64_t>(spoke.end() - at);
      person.video = reach_of(people_).any_may_lack_video ? (without_video >> i & 1) == 0
                                                          : without_video != i + 1;
      c.people.push_back(person);
    }
    c.policy.placement = placement_at(digit(index, placements_));
    if (const auto viewer = digit(index, people_ + 1); viewer > 0)
      c.viewer.id = PersonId{static_cast<std::uint32_t>(viewer)};
    return c;
  }

  // Layout, screens and presentation.
  static void arrange(Case& c, std::uint64_t arrangement) {
    const auto layout = digit(arrangement, 14);
    c.policy.layout = static_cast<DefaultLayout>(layout);
    c.policy.layout_template = layout == 0 ? &drawn : nullptr;
    c.viewer.screens = static_cast<int>(digit(arrangement, max_screens)) + 1;
    c.viewer.presentation =
        digit(arrangement, 2) == 1 ? PresentationView::composed : PresentationView::none;
  }

 private:
  static Placement placement_at(std::size_t index) {
    if (index == 0) return {};
    --index;
    return {.highest_importance = static_cast<std::int64_t>(index / 9 + 1),
            .self_pane = static_cast<Self>(index % 3 + 1),
            .active_speaker = static_cast<Mode>(index / 3 % 3 + 1)};
  }

  std::size_t people_;
  std::size_t placements_;
  std::size_t video_;  // ways not to send it
  std::vector<std::vector<std::uint32_t>> importances_;
  std::vector<std::vector<std::size_t>> speeches_;
};

// Arrangements that seat people alike.
std::vector<std::vector<std::uint64_t>> arrangements_by_seats(std::size_t people) {
  // All, the placed ones, the speaker.
  const std::size_t most_used = people + reach_of(people).importance + 1;
  std::vector<Person> crowd;
  for (std::uint32_t id = 1; id <= 100; ++id) crowd.push_back({PersonId{id}});
  std::map<std::pair<std::size_t, PresentationView>, std::vector<std::uint64_t>> found;
  for (std::uint64_t i = 0; i < Meetings::arrangements; ++i) {
    Case c{.people = crowd};
    Meetings::arrange(c, i);
    const View view = layout(c.people, c.policy, c.viewer);
    found[{std::min(view.panes.size(), most_used + 1), c.viewer.presentation}].push_back(i);
  }
  std::vector<std::vector<std::uint64_t>> groups;
  for (auto& [seats, group] : found) groups.push_back(std::move(group));
  return groups;
}

// Which of them stands for all at a meeting: as if by chance, so that no digit goes with one.
std::uint64_t one_of(const std::vector<std::uint64_t>& group, std::uint64_t index) {
  return group[static_cast<std::size_t>((index * 0x9e3779b97f4a7c15 >> 40) % group.size())];
}

const char* judge(const Case& c, const Stage& stage, const View& view, bool with_changes) {
  if (const char* why = testing::broken(c, view)) return why;
  if (const char* why = testing::broken_between_viewers(c, stage, view)) return why;
  return with_changes ? testing::broken_by_change(c, view) : nullptr;
}

class Exhaustive : public ::testing::TestWithParam<std::size_t> {};

TEST_P(Exhaustive, EveryViewKeepsTheInvariants) {
  const Meetings meetings(GetParam());
  const char* wanted = std::getenv("CURIA_LAYOUT_CASES");
  const bool all = wanted && std::string_view(wanted) == "all";
  const auto count = meetings.count_without_arrangements();
  // Larger meetings in steps that no base divides, so that every value of every digit comes.
  constexpr std::uint64_t strides[] = {1, 1, 1, 41, 211, 211, 811};
  const std::uint64_t stride = all ? 1 : strides[GetParam()];
  const auto groups = arrangements_by_seats(GetParam());
  std::uint64_t views = 0;
  for (std::uint64_t index = 0; index < count; index += stride) {
    Case c = meetings.at(index);
    const Stage stage(c.people);
    for (std::size_t i = 0; i < (all ? groups.size() : 1); ++i, ++views) {
      Meetings::arrange(c, all ? one_of(groups[i], index) : index * 31 % Meetings::arrangements);
      const View view = layout(stage, c.policy, c.viewer);
      const char* why = judge(c, stage, view, index % 7 == 0);
      ASSERT_EQ(why, nullptr) << why << "\n" << testing::to_text(c, view);
    }
  }
  RecordProperty("views", std::to_string(views));
}

INSTANTIATE_TEST_SUITE_P(People, Exhaustive, ::testing::Range<std::size_t>(0, 7));

// Crowds: everybody has spoken, many are equally important, layouts overflow.
Case random_case(Prng& prng) {
  Case c;
  const auto people = prng.below(120);
  for (std::uint32_t i = 0; i < people; ++i) {
    Person person{PersonId{i + 1}};
    if (prng.chance(1, 4)) person.importance = static_cast<std::uint32_t>(prng.below(40));
    if (prng.chance(1, 2)) person.spoke = prng.below(1000) * 1000 + i;
    person.video = !prng.chance(1, 8);
    c.people.push_back(person);
  }
  prng.shuffle(std::span(c.people));
  if (prng.chance(3, 4))
    c.policy.placement = {.highest_importance = prng.between(0, 90),
                          .self_pane = static_cast<Self>(prng.between(1, 3)),
                          .active_speaker = static_cast<Mode>(prng.between(1, 3))};
  c.policy.layout = static_cast<DefaultLayout>(prng.below(14));
  if (prng.chance(1, 4)) c.policy.layout_template = &drawn;
  if (prng.chance(7, 8)) c.viewer.id = PersonId{static_cast<std::uint32_t>(prng.below(121))};
  c.viewer.screens = static_cast<int>(prng.between(1, 3));
  if (prng.chance(1, 3)) c.viewer.presentation = PresentationView::composed;
  return c;
}

TEST(Crowds, EveryViewKeepsTheInvariants) {
  Prng prng(1, "crowds");
  for (int i = 0; i < 300; ++i) {
    const Case c = random_case(prng);
    const Stage stage(c.people);
    const View view = layout(stage, c.policy, c.viewer);
    const char* why = judge(c, stage, view, i % 8 == 0);
    ASSERT_EQ(why, nullptr) << why << "\n" << testing::to_text(c, view);
  }
}

// audience.hpp: what is computed once for many is what each of them would get alone.
TEST(Crowds, AnAudienceSeesWhatEachOfItWould) {
  Prng prng(2, "audience");
  for (int i = 0; i < 30; ++i) {
    Case c = random_case(prng);
    for (std::uint32_t id = 1000; id < 1300; ++id) c.people.push_back({PersonId{id}});
    const Policy policies[] = {c.policy, {.layout = DefaultLayout::all_equal_sixteenths}};
    std::vector<Seat> seats;
    for (const Person& person : c.people) {
      seats.push_back({{.id = person.id}, static_cast<std::uint32_t>(prng.below(2))});
      seats.back().viewer.screens = static_cast<int>(prng.between(1, 3));
      if (prng.chance(1, 4)) seats.back().viewer.presentation = PresentationView::composed;
    }
    seats.push_back({{.id = std::nullopt}, 1});
    const Stage stage(c.people);
    const auto audience = layouts(stage, policies, seats);
    ASSERT_EQ(audience.view_of.size(), seats.size());
    ASSERT_LT(audience.views.size(), seats.size());
    for (std::size_t s = 0; s < seats.size(); ++s)
      ASSERT_EQ(audience.views[audience.view_of[s]],
                layout(stage, policies[seats[s].policy], seats[s].viewer));
  }
}

}  // namespace
}  // namespace curia::layout
