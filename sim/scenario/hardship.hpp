// Hardship: the same scenario in a worse world, in which every expectation must still hold.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/scenario/ast.hpp"
#include "sim/world/options.hpp"

namespace curia::scenario {

// A network of the seed's choice that delays, loses, splits and joins, but breaks no connection.
sim::Options gentle_weather(std::uint64_t seed);

// The scenario with power cuts and restarts between its steps, where the seed says: what was
// acknowledged before must hold after. nullopt when the scenario has faults of its own, or peers
// (what was fetched from them is not durable), or calls or sessions, which are not either.
std::optional<Scenario> with_power_cuts(const Scenario& scenario, std::uint64_t seed);

}  // namespace curia::scenario
