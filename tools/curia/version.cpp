#include "tools/curia/version.hpp"

#include <iostream>

#include "impl/store/schema.hpp"
#include "tools/curia/command.hpp"

namespace curia::tools {

const std::string_view version_text = "3.3.1 (Curia)";

namespace {

// Upgrades ask a program so, before they switch to it (impl/service/backup/upgrades.hpp).
int run_version(std::span<const std::string> arguments) {
  const auto options = Options::parse(arguments, {}, {});
  if (!options) return complain_usage(version_command, options.error());
  std::cout << version_text << "\n" << store::schema_version << "\n";
  return exit_done;
}

}  // namespace

const Command version_command = {"version", "print the version",
                                 "Usage: curia version\n\n"
                                 "Prints the version, and that of the database that it keeps.\n",
                                 run_version};

}  // namespace curia::tools
