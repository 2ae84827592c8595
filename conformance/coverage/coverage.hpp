// Coverage: judges a running server by the facts of its API, through its answers alone.
//
//   auto facts = read_facts("fixtures/schema");
//   Board board(*facts);
//   if (auto done = cover(*facts, target, board); done) board.print(std::cout);
#pragma once

#include "conformance/coverage/board.hpp"
#include "sim/scenario/target.hpp"

namespace curia::coverage {

// Objects are made, changed and deleted: use a server that nobody works on. The board is closed.
// Errors: those of Target::begin.
Result<> cover(const Facts& facts, scenario::Target& target, Board& board);

// The people that a directory would have brought: only a server that the test starts can have
// them.
scenario::Settings with_people();

}  // namespace curia::coverage
