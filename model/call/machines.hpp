// The tables of all machines of calls as texts: what docs/calls.md prints.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace curia::call {

struct MachineRow {
  std::string from;
  std::string event;
  std::string guard;  // empty: whatever the circumstances
  std::string to;
};

struct MachineTable {
  std::string_view name;
  std::vector<MachineRow> rows;
};

std::vector<MachineTable> machines();

// All of them as Markdown.
std::string machines_page();

}  // namespace curia::call
