// Reads a .sim file.
//
//   Result<Scenario> scenario = parse(text, "fixtures/conformance/coSpaces/secret.sim");
//
// Errors: invalid_value with "FILE:LINE: what was expected, what stands there".
#pragma once

#include <string>
#include <string_view>

#include "model/base/result.hpp"
#include "sim/scenario/ast.hpp"

namespace curia::scenario {

Result<Scenario> parse(std::string_view text, std::string file);

}  // namespace curia::scenario
