// What the program says of itself; in version.cpp, so that it is in the program once.
#pragma once

#include <string_view>

namespace curia::tools {

extern const std::string_view version_text;

}  // namespace curia::tools
