#include "model/base/check.hpp"

#include <cstdio>
#include <cstdlib>

namespace curia {

void unreachable(std::string_view why, std::source_location where) {
  std::fprintf(stderr, "curia: broken invariant: %.*s (%s:%u, %s)\n", static_cast<int>(why.size()),
               why.data(), where.file_name(), static_cast<unsigned>(where.line()),
               where.function_name());
  std::abort();
}

}  // namespace curia
