// The views of everybody at once, each distinct one computed once.
//
// 1. views[view_of[i]] equals layout(stage, policies[seats[i].policy], seats[i].viewer).
// 2. Viewers who are in nobody's panes share one view per policy, screens and presentation, so a
//    change in a meeting of a thousand costs some hundred views at most.
#pragma once

#include "model/layout/layout.hpp"

namespace curia::layout {

struct Seat {
  Viewer viewer{};
  std::uint32_t policy = 0;  // index into the policies
};

struct Audience {
  std::vector<View> views{};
  std::vector<std::uint32_t> view_of{};  // per seat
};

Audience layouts(const Stage& stage, std::span<const Policy> policies, std::span<const Seat> seats);

}  // namespace curia::layout
