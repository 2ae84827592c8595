// The limits of live calls, beside those of model/base/limits.hpp.
#pragma once

#include <cstddef>

#include "model/base/time.hpp"

namespace curia::limits {

// Endpoints of live calls (model/call).
inline constexpr Duration reconnect_time = 60s;     // a lost connection keeps its role and place
inline constexpr std::size_t absences = 1000;       // of one call; the oldest is forgotten
inline constexpr std::size_t remembered_keys = 32;  // at a prompt, or of a DTMF sequence

}  // namespace curia::limits
