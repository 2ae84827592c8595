// Writes a scenario as a .sim file that parse() reads back as the same scenario.
#pragma once

#include <string>

#include "sim/scenario/ast.hpp"

namespace curia::scenario {

std::string write(const Scenario& scenario);
std::string write(const Step& step, int indent = 0);

}  // namespace curia::scenario
