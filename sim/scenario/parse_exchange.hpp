// The part of the grammar that describes one request and what must come of it.
#pragma once

#include "sim/scenario/ast.hpp"
#include "sim/scenario/line_reader.hpp"

namespace curia::scenario {

// Takes the line of the request and the lines below it that belong to it.
Exchange parse_exchange(LineReader& in);
// "contains TEXT" and the like, up to the end of the line or of the lines with |.
void parse_relation(LineReader& in, Check& check);

}  // namespace curia::scenario
