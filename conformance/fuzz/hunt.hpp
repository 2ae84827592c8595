// Hunt: one history after the other against targets made for each; what is found is made small and
// written down as a scenario that fails without the model too.
//
//   Hunt hunt({.steps = 200}, [](std::uint64_t seed) { return simulated(seed, {}); });
//   if (auto finding = hunt.play_history(7)) save(finding->scenario);
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "conformance/fuzz/player.hpp"
#include "sim/scenario/target.hpp"

namespace curia::fuzz {

struct HuntOptions {
  std::size_t steps = 200;
  bool crashes = false;
  bool together = true;  // in every third history
  bool is_fresh = true;
  std::vector<KindId> only = {};
};

struct Tally {
  std::uint64_t histories = 0, steps = 0, exchanges = 0, accepted = 0, refused = 0, lost = 0;

  Tally& operator+=(const Tally& other);
};

struct Finding {
  std::uint64_t seed = 0;
  std::string complaint;
  scenario::Scenario scenario;
  std::size_t tried = 0;  // smaller histories that were played
  bool is_repeatable = false;
};

using MakeTarget = std::function<std::unique_ptr<scenario::Target>(std::uint64_t seed)>;

class Hunt {
 public:
  Hunt(HuntOptions options, MakeTarget make_target)
      : options_(std::move(options)), make_target_(std::move(make_target)) {}

  // The history of a seed; what it found, made small.
  std::optional<Finding> play_history(std::uint64_t seed);
  // The same for draws from elsewhere; no shrinking.
  Played play_draws(const std::vector<Draw>& draws, std::uint64_t seed, bool writes_down);
  // Smaller draws that fail in the same way.
  Finding shrink(std::vector<Draw> draws, std::uint64_t seed);

  const Tally& tally() const { return tally_; }
  std::function<void(std::size_t tried)> on_shrink = {};

 private:
  PlayOptions options_for(std::uint64_t seed, bool writes_down) const;

  HuntOptions options_;
  MakeTarget make_target_;
  Tally tally_;
};

// Without the looks that found nothing wrong, as far as it fails in the same way without them.
scenario::Scenario without_looks(const scenario::Scenario& scenario, scenario::Target& target);

struct SimulationChoice {
  bool weather = false;   // delays, split writes and lost segments, as the seed says
  bool calm_tls = false;  // TLS in every history, not only in some
};
std::unique_ptr<scenario::Target> simulated(std::uint64_t seed, const SimulationChoice& choice);

}  // namespace curia::fuzz
