// What a change in a large meeting costs: layouts of everybody after one join or leave.
//
//   layout --benchmark_min_time=0.3
//
// Goal (issue of calls and layouts): a meeting of 1,000 with 20 joins and leaves per second, one
// layout update below 1 ms on one core.
#include <benchmark/benchmark.h>

#include "model/base/prng.hpp"
#include "model/layout/audience.hpp"
#include "model/layout/speaker.hpp"

namespace {

using namespace curia;
using namespace curia::layout;

// People as in a large meeting: a few are important, a third has spoken, some send no video.
std::vector<Person> people_of(std::uint32_t count) {
  Prng prng(1, "bench");
  std::vector<Person> people;
  for (std::uint32_t i = 1; i <= count; ++i) {
    Person person{PersonId{i}};
    if (i <= 9) person.importance = 10 - i;
    if (prng.chance(1, 3)) person.spoke = prng.below(100000) + 1;
    person.video = !prng.chance(1, 5);
    people.push_back(person);
  }
  return people;
}

// Three policies: what the coSpace says, a chosen layout, and pane placement of a panel.
std::vector<Policy> policies() {
  Policy panel{.layout = DefaultLayout::all_equal_ninths};
  panel.placement.highest_importance = 9;
  panel.placement.active_speaker = PanePlacementActiveSpeakerMode::suppressself;
  return {{.layout = DefaultLayout::one_plus_n},
          {.layout = DefaultLayout::all_equal_twenty_fifths},
          panel};
}

void BM_Stage(benchmark::State& state) {
  const auto people = people_of(static_cast<std::uint32_t>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(Stage(people));
}
BENCHMARK(BM_Stage)->Arg(5)->Arg(500)->Arg(1000);

void BM_OneView(benchmark::State& state) {
  const auto people = people_of(500);
  const Stage stage(people);
  const auto policy = policies()[static_cast<std::size_t>(state.range(0))];
  const Viewer viewer{.id = PersonId{250}};
  for (auto _ : state) benchmark::DoNotOptimize(curia::layout::layout(stage, policy, viewer));
}
BENCHMARK(BM_OneView)->DenseRange(0, 2)->ArgName("policy");

// One event of the meeting: somebody joins or leaves, and everybody's view is made anew.
void BM_Event(benchmark::State& state) {
  auto people = people_of(static_cast<std::uint32_t>(state.range(0)));
  const auto kinds = policies();
  std::vector<Seat> seats;
  for (const Person& person : people)
    seats.push_back({{.id = person.id}, static_cast<std::uint32_t>(person.id) % 3});
  const Person last = people.back();
  for (auto _ : state) {
    if (people.back().id == last.id)
      people.pop_back();
    else
      people.push_back(last);
    benchmark::DoNotOptimize(layouts(Stage(people), kinds, seats));
  }
}
BENCHMARK(BM_Event)->Arg(5)->Arg(500)->Arg(1000);

// One tick of 20 ms in which so many people are heard.
void BM_SpeakerTick(benchmark::State& state) {
  Prng prng(2, "levels");
  SpeakerDetector detector;
  std::vector<Level> levels;
  for (std::uint32_t id = 1; id <= static_cast<std::uint32_t>(state.range(0)); ++id)
    levels.push_back({PersonId{id}, 70});
  Instant now{};
  for (auto _ : state) {
    levels[prng.below(levels.size())].level = static_cast<std::uint8_t>(prng.between(20, 120));
    benchmark::DoNotOptimize(detector.hear(now += 20ms, levels));
  }
}
BENCHMARK(BM_SpeakerTick)->Arg(5)->Arg(1000);

}  // namespace

BENCHMARK_MAIN();
