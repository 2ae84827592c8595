// What the program says of itself.
#pragma once

#include <string_view>

namespace curia::tools {

inline constexpr std::string_view version_text = "3.3.1 (Curia)";

}  // namespace curia::tools
