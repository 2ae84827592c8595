// The entry that a step `directory add` means, and the password that it logs in with.
#pragma once

#include <string>
#include <utility>

#include "model/base/text.hpp"
#include "model/env/directory.hpp"
#include "sim/scenario/ast.hpp"

namespace curia::scenario {

inline std::pair<DirectoryEntry, std::string> entry_of(const DirectoryStep& step) {
  std::pair<DirectoryEntry, std::string> made{{step.dn, {}}, {}};
  for (const Param& attribute : step.attributes) {
    const std::string name = ascii_lower(attribute.name);
    if (name == "userpassword")
      made.second = attribute.value;
    else
      made.first.attributes[name].push_back(attribute.value);
  }
  return made;
}

}  // namespace curia::scenario
