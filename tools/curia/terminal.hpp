// What people see of a long command: colour and progress, on terminals only.
#pragma once

#include <string>
#include <string_view>

namespace curia::tools {

// Green or red when standard output is a terminal and NO_COLOR is not set.
std::string coloured(std::string_view text, bool good);

// A line on standard error that the next one overwrites; empty clears it.
void show_progress(std::string_view text);

}  // namespace curia::tools
