// Absence: somebody whose connection to a call was lost for good, as he was then. Whoever comes
// back to the same call with the id of the leg he had, which nobody else was told, is that person
// again.
#pragma once

#include "model/objects/call_leg.hpp"

namespace curia {

struct Absence {
  CallLeg leg{};  // that he had
  std::optional<std::int64_t> importance{};
  std::string name_label_override{};  // of the participant
};

}  // namespace curia
