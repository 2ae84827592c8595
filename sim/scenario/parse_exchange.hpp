// The part of the grammar that describes one request and what must come of it.
#pragma once

#include "sim/scenario/ast.hpp"
#include "sim/scenario/line_reader.hpp"

namespace curia::scenario {

// Takes the line of the request and the lines below it that belong to it.
Exchange parse_exchange(LineReader& in);

}  // namespace curia::scenario
