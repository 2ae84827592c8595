#include "conformance/fuzz/hunt.hpp"

#include <algorithm>

#include "sim/scenario/hardship.hpp"
#include "sim/scenario/run.hpp"
#include "sim/scenario/shrink.hpp"
#include "sim/scenario/sim_target.hpp"

namespace curia::fuzz {
namespace {

using scenario::Scenario;

constexpr std::size_t most_tries = 1500;
constexpr Number plain = 143;            // `how` of a draw with no odd spelling and nothing missing
constexpr std::uint64_t tls_every = 16;  // histories; the others speak plain HTTP, which is quicker
constexpr std::uint64_t together_every = 3;

// What a failure is about: its first line up to the first number.
std::string gist(const std::string& complaint) {
  return complaint.substr(0, complaint.find_first_of("\n0123456789"));
}

class Shrinker {
 public:
  Shrinker(std::vector<Draw> draws, std::function<bool(const std::vector<Draw>&)> still_fails)
      : best_(std::move(draws)), still_fails_(std::move(still_fails)) {}

  std::vector<Draw> go() {
    for (bool helped = true; helped && tried_ < most_tries;) {
      helped = drop_draws();
      helped = drop_params() || helped;
    }
    each_draw([](Draw& draw) { draw.how = plain; });
    return std::move(best_);
  }

 private:
  bool attempt(std::vector<Draw> candidate) {
    if (++tried_ > most_tries || !still_fails_(candidate)) return false;
    best_ = std::move(candidate);
    return true;
  }

  bool drop_draws() {
    bool helped = false;
    for (auto size = best_.size(); size > 0; size /= 2)
      for (std::size_t at = 0; at < best_.size();) {
        auto candidate = best_;
        const auto first = candidate.begin() + static_cast<std::ptrdiff_t>(at);
        const auto count = static_cast<std::ptrdiff_t>(std::min(size, best_.size() - at));
        candidate.erase(first, first + count);
        if (attempt(std::move(candidate)))
          helped = true;
        else
          at += size;
      }
    return helped;
  }

  bool drop_params() {
    bool helped = false;
    for (std::size_t i = 0; i < best_.size(); ++i)
      for (std::size_t j = 0; j < best_[i].params.size();) {
        auto candidate = best_;
        auto& params = candidate[i].params;
        params.erase(params.begin() + static_cast<std::ptrdiff_t>(j));
        if (attempt(std::move(candidate)))
          helped = true;
        else
          ++j;
      }
    return helped;
  }

  void each_draw(void (*change)(Draw&)) {
    for (std::size_t i = 0; i < best_.size(); ++i) {
      auto candidate = best_;
      change(candidate[i]);
      attempt(std::move(candidate));
    }
  }

  std::vector<Draw> best_;
  std::function<bool(const std::vector<Draw>&)> still_fails_;
  std::size_t tried_ = 0;
};

bool is_look(const scenario::Step& step) {
  const auto* exchange = std::get_if<scenario::Exchange>(&step.what);
  return exchange != nullptr && exchange->method == "GET" && exchange->saves.empty();
}

std::vector<scenario::Step> deeds_of(const Scenario& scenario) {
  std::vector<scenario::Step> out;
  std::ranges::copy_if(scenario.steps, std::back_inserter(out),
                       [](const auto& step) { return !is_look(step); });
  return out;
}

}  // namespace

Tally& Tally::operator+=(const Tally& other) {
  histories += other.histories;
  steps += other.steps;
  exchanges += other.exchanges;
  accepted += other.accepted;
  refused += other.refused;
  lost += other.lost;
  return *this;
}

PlayOptions Hunt::options_for(std::uint64_t seed, bool writes_down) const {
  PlayOptions out;
  out.seed = seed;
  out.menu = Menu(seed, options_.only);
  out.crashes = options_.crashes;
  // Side by side with crashes, which client has lost its connection would be part of the question.
  out.together = options_.together && !options_.crashes && seed % together_every == 0;
  out.is_fresh = options_.is_fresh;
  out.writes_down = writes_down;
  return out;
}

Played Hunt::play_draws(const std::vector<Draw>& draws, std::uint64_t seed, bool writes_down) {
  const auto target = make_target_(seed);
  return play(draws, *target, options_for(seed, writes_down));
}

std::optional<Finding> Hunt::play_history(std::uint64_t seed) {
  const auto draws = random_draws(seed, options_.steps);
  const Played played = play_draws(draws, seed, false);
  tally_ += {1, draws.size(), played.exchanges, played.accepted, played.refused, played.lost};
  if (played.complaint.empty()) return std::nullopt;
  if (played.is_unplayable) return Finding{seed, played.complaint, {}, 0, false};
  return shrink(draws, seed);
}

Finding Hunt::shrink(std::vector<Draw> draws, std::uint64_t seed) {
  Finding finding;
  finding.seed = seed;
  Played smallest = play_draws(draws, seed, true);
  const std::string about = gist(smallest.complaint);
  // What does not happen again cannot be made smaller.
  if (!smallest.complaint.empty())
    Shrinker(std::move(draws), [&](const std::vector<Draw>& candidate) {
      if (on_shrink) on_shrink(++finding.tried);
      Played played = play_draws(candidate, seed, true);
      if (played.complaint.empty() || gist(played.complaint) != about) return false;
      smallest = std::move(played);
      return true;
    }).go();
  finding.complaint = smallest.complaint;
  finding.scenario = std::move(smallest.scenario);
  const auto target = make_target_(seed);
  finding.is_repeatable =
      scenario::run(finding.scenario, *target).verdict == scenario::Report::Verdict::failed;
  if (finding.is_repeatable) finding.scenario = without_looks(finding.scenario, *target);
  return finding;
}

Scenario without_looks(const Scenario& whole, scenario::Target& target) {
  const auto report = scenario::run(whole, target);
  const auto deeds = deeds_of(whole);
  // Only looks may go: without a write the expectations behind it would be wrong.
  return scenario::shrink(whole, [&](const Scenario& candidate) {
    return deeds_of(candidate) == deeds &&
           scenario::fails_alike(scenario::run(candidate, target), report);
  });
}

std::unique_ptr<scenario::Target> simulated(std::uint64_t seed, const SimulationChoice& choice) {
  scenario::SimTargetOptions options;
  options.is_plain = !choice.calm_tls && seed % tls_every != 0;
  if (choice.weather) options.world = scenario::gentle_weather(seed);
  return std::make_unique<scenario::SimTarget>(options);
}

}  // namespace curia::fuzz
