// Absence: somebody whose connection to a call was lost for good, as he was then. Whoever comes
// back to the same call with the id of the leg he had, which nobody else was told, is that person
// again.
#pragma once

#include "model/objects/call_leg.hpp"

namespace curia {

struct Absence {
  Guid leg;
  CallLegSettings settings{};  // set on the leg itself: mutes, what he alone may do
  Guid access_method;
  Guid initial_access_method;
  Guid member_role;
  std::optional<std::int64_t> importance;
  bool is_waiting = false;
  bool is_admitted = false;
  bool is_kept_out = false;
  bool is_held_by_lock = false;
};

}  // namespace curia
