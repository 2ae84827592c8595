// Makes a failing scenario small: first operations are taken away, then faults, then numbers are
// made smaller, as long as it still fails.
//
//   Scenario small = shrink(scenario, [&](const Scenario& s) { return fails_alike(s); });
#pragma once

#include <cstddef>
#include <functional>

#include "sim/scenario/ast.hpp"

namespace curia::scenario {

struct ShrinkOptions {
  std::size_t attempts = 2000;  // runs of the predicate, at most
};

// True when the scenario still fails in the way that matters. Must not depend on the line numbers
// of the steps being dense: what is left keeps its own.
using StillFails = std::function<bool(const Scenario&)>;

Scenario shrink(Scenario scenario, const StillFails& still_fails,
                const ShrinkOptions& options = {});

}  // namespace curia::scenario
