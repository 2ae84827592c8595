// Stage: a meeting with everything around it, so that fields which need a situation have one: a
// coSpace of a tenant, profiles at every level, ways in, members, a call with people in it.
#pragma once

#include "conformance/coverage/object_check.hpp"

namespace curia::coverage {

// Makes it and leaves its parts as what the maker's any() gives.
void set_stage(const Bench& bench);

// What can only be seen on the stage: the fields of calls and their parts in many states, the
// answers to queries.
void look_at_stage(const Bench& bench);

}  // namespace curia::coverage
