// compare_runs(): the same scenario twice, compared record by record.
//
// The first run keeps its records; the second is compared while it goes and is stopped at the
// first difference, which is returned with the records before it.
//
//   auto difference = compare_runs([&](TraceSink& sink) {
//     Options options = Options::swarm(seed);
//     options.trace_sink = &sink;
//     World world(seed, options);
//     play(world);
//   });
//   EXPECT_FALSE(difference) << difference->text();
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "sim/world/trace.hpp"

namespace curia::sim {

struct Difference {
  std::uint64_t number;              // of the first record that differs
  std::vector<std::string> context;  // the same in both runs
  std::string first;                 // what the first run did; empty: it had ended
  std::string second;

  std::string text() const;
};

inline constexpr std::size_t compare_context = 10;  // records shown before a difference

std::optional<Difference> compare_runs(const std::function<void(TraceSink&)>& scenario);

}  // namespace curia::sim
