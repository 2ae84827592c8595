// Names of layouts, and the round in which the keys nextLayout and previousLayout go through them.
// Which one is in force says model/rules/inheritance.hpp.
#pragma once

#include "model/objects/layout.hpp"

namespace curia::layout {

// The steps of nextLayout and previousLayout of a DTMF profile: automatic, allEqual, stacked,
// telepresence, speakerOnly, onePlusN, and round again. A fixed size steps as its family does.
DefaultLayout next_layout(DefaultLayout layout);
DefaultLayout previous_layout(DefaultLayout layout);

// "allEqualNinths"; "automatic" for unset, which is shown as what it means.
std::string_view name_of(DefaultLayout layout);

}  // namespace curia::layout
