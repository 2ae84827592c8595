// check(): broken invariants end the process, in every build, with the reason and the place.
//
//   check(leg.call != nullptr, "no leg without a call");
#pragma once

#include <source_location>
#include <string_view>

namespace curia {

[[noreturn]] void unreachable(std::string_view why,
                              std::source_location where = std::source_location::current());

inline void check(bool condition, std::string_view why,
                  std::source_location where = std::source_location::current()) {
  if (!condition) [[unlikely]]
    unreachable(why, where);
}

}  // namespace curia
