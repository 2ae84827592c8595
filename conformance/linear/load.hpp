// Load: many clients read and write a few objects at once; what they saw comes back as histories,
// one for each object, for the checker.
//
//   const auto histories = run_load(target, {.seed = 7, .clients = 5});
//   for (const auto& [object, history] : *histories) check_history(history, "");
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "conformance/linear/checker.hpp"
#include "model/base/result.hpp"
#include "sim/scenario/target.hpp"

namespace curia::linear {

struct LoadOptions {
  std::uint64_t seed = 1;
  int clients = 5;
  int rounds = 6;    // ids that a round made are known to all in the next one
  int requests = 4;  // of each client in a round
  int registers = 3;
  Duration longest_pause = 2ms;  // between requests of a round
};

struct Seen {
  History history;
  std::string initial;
};

// The target has begun. Errors: protocol_error (an answer that no order can explain).
Result<std::map<std::string, Seen>> run_load(scenario::Target& target, const LoadOptions& options);

}  // namespace curia::linear
