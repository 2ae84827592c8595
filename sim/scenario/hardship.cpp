#include "sim/scenario/hardship.hpp"

#include <algorithm>

#include "model/base/prng.hpp"

namespace curia::scenario {
namespace {

void add_cuts(std::vector<Step>& steps, Prng& prng) {
  std::vector<Step> out;
  for (auto& step : steps) {
    if (auto* repeat = std::get_if<Repeat>(&step.what)) add_cuts(repeat->steps, prng);
    const auto line = step.line;
    const auto* exchange = std::get_if<Exchange>(&step.what);
    const bool writes = exchange != nullptr && exchange->method != "GET";
    out.push_back(std::move(step));
    if (!writes || !prng.chance(1, 3)) continue;
    Fault cut, start;
    cut.kind = prng.chance(1, 2) ? Fault::Kind::power_cut : Fault::Kind::kill;
    start.kind = Fault::Kind::start;
    out.push_back({cut, {}, line});
    out.push_back({start, {}, line});
  }
  steps = std::move(out);
}

// Calls end with the server that holds them.
bool makes_calls(const std::vector<Step>& steps) {
  return std::ranges::any_of(steps, [](const Step& step) {
    if (const auto* repeat = std::get_if<Repeat>(&step.what)) return makes_calls(repeat->steps);
    if (std::holds_alternative<PersonIntro>(step.what)) return true;
    const auto* exchange = std::get_if<Exchange>(&step.what);
    return exchange != nullptr && exchange->method == "POST" && exchange->target == "/calls";
  });
}

}  // namespace

sim::Options gentle_weather(std::uint64_t seed) {
  auto weather = sim::Options::swarm(seed);
  auto& link = weather.link;
  link.reset = 0;
  link.silence = 0;
  link.partition_every = Duration::zero();
  weather.resolve_failure = 0;
  weather.wall_jump_every = Duration::zero();
  weather.crash_every = Duration::zero();
  return weather;
}

std::optional<Scenario> with_power_cuts(const Scenario& scenario, std::uint64_t seed) {
  const bool has_peers = std::ranges::any_of(scenario.steps, [](const Step& step) {
    return std::holds_alternative<PeerAnswer>(step.what) ||
           std::holds_alternative<MmpStep>(step.what) ||
           std::holds_alternative<MailStep>(step.what) ||
           std::holds_alternative<BridgeStep>(step.what) ||
           std::holds_alternative<EventsStep>(step.what);
  });
  if (needs_simulation(scenario) || has_peers || makes_calls(scenario.steps)) return std::nullopt;
  auto out = scenario;
  Prng prng(seed, "hardship");
  add_cuts(out.steps, prng);
  return out;
}

}  // namespace curia::scenario
