// Wrong: an invariant of what is told that does not hold, and of what.
#pragma once

#include <string>
#include <string_view>

namespace curia::checks {

struct Wrong {
  std::string_view invariant;
  std::string objects;
};

}  // namespace curia::checks
