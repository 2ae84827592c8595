#include "sim/scenario/ast.hpp"

#include <algorithm>

namespace curia::scenario {
namespace {

bool step_needs_simulation(const Step& step) {
  if (std::holds_alternative<Fault>(step.what) || std::holds_alternative<LogCheck>(step.what))
    return true;
  if (const auto* at = std::get_if<At>(&step.what)) return at->time != Duration::zero();
  if (const auto* block = std::get_if<Together>(&step.what))
    return std::ranges::any_of(block->steps, step_needs_simulation);
  if (const auto* block = std::get_if<Repeat>(&step.what))
    return std::ranges::any_of(block->steps, step_needs_simulation);
  return false;
}

}  // namespace

bool needs_simulation(const Scenario& scenario) {
  return std::ranges::any_of(scenario.steps, step_needs_simulation);
}

}  // namespace curia::scenario
