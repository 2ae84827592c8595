// What must hold for every view, written down independently of how views are made.
#pragma once

#include <string>

#include "model/layout/layout.hpp"

namespace curia::layout::testing {

struct Case {
  std::vector<Person> people{};
  Policy policy{};
  Viewer viewer{};
};

// Names the invariant that `view` breaks, or is null.
const char* broken(const Case& c, const View& view);

// Invariants between views of the same meeting.
const char* broken_between_viewers(const Case& c, const Stage& stage, const View& view);
const char* broken_by_change(const Case& c, const View& view);

// The case as a person can read it, for the message of a failure.
std::string to_text(const Case& c, const View& view);

}  // namespace curia::layout::testing
