// Judges an answer by the expectations of its exchange.
//
//   Verdict verdict = judge(exchange, request, answer, variables);
//   if (!verdict.complaint.empty()) ...
#pragma once

#include <string>

#include "sim/scenario/ast.hpp"
#include "sim/scenario/target.hpp"
#include "sim/scenario/text.hpp"

namespace curia::scenario {

struct Verdict {
  std::string complaint;  // empty: all as expected; else expected and got, for people
  Line line;              // of the expectation that did not hold; 0: the request itself
};

// Saves what the exchange saves when all holds.
Verdict judge(const Exchange& exchange, const Request& request, const Answer& answer,
              Variables& variables);

// Compares one text; the complaint says where the first difference is.
std::string compare(Relation relation, const std::string& expected, const std::string* got);

// The same for what a command printed: `matches` is about one of its lines.
std::string compare_lines(Relation relation, const std::string& expected, std::string output);

}  // namespace curia::scenario
