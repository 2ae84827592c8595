// curia: one program for the server, the simulator and the conformance suites.
#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "tools/curia/command.hpp"
#include "tools/curia/installed.hpp"
#include "tools/curia/version.hpp"

namespace {

using curia::tools::Command;

const Command* const commands[] = {
    &curia::tools::init_command,   &curia::tools::account_command,
    &curia::tools::serve_command,  &curia::tools::mmp_command,
    &curia::tools::demo_command,   &curia::tools::dial_command,
    &curia::tools::sim_command,    &curia::tools::conformance_command,
    &curia::tools::layout_command, &curia::tools::recur_command,
    &curia::tools::fuzz_command,   &curia::tools::reference_command,
    &curia::tools::image_command,  &curia::tools::version_command,
};

// What works on the data directory of a server is done by the program of that directory.
const Command* const of_a_directory[] = {&curia::tools::serve_command, &curia::tools::mmp_command,
                                         &curia::tools::account_command,
                                         &curia::tools::dial_command};

void print_help(std::ostream& out) {
  out << "curia - an open meeting server, and an exact simulator of it\n\n"
         "Usage: curia COMMAND [OPTIONS]\n"
         "       curia help [COMMAND]\n"
         "       curia --version\n\n";
  for (const Command* command : commands) {
    const std::string name(command->name);
    out << "  " << name << std::string(14 - name.size(), ' ') << command->summary << "\n";
  }
  out << "\n'curia COMMAND --help' tells more.\n";
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> arguments(argv + 1, argv + argc);
  const auto is_help = [](const std::string& text) { return text == "--help" || text == "-h"; };
  if (arguments.empty()) {
    print_help(std::cerr);
    return curia::tools::exit_usage;
  }
  if (arguments == std::vector<std::string>{"--version"}) {
    std::cout << "curia " << curia::tools::version_text << "\n";
    return curia::tools::exit_done;
  }
  // `curia help serve` is `curia serve --help`.
  if (arguments.front() == "help") {
    std::ranges::rotate(arguments, arguments.begin() + 1);
    arguments.back() = "--help";
  }
  if (is_help(arguments.front())) {
    print_help(std::cout);
    return curia::tools::exit_done;
  }
  const auto command = std::ranges::find(commands, arguments.front(), &Command::name);
  if (command == std::end(commands)) {
    std::cerr << "curia: there is no command '" << arguments.front() << "'\nSee 'curia --help'.\n";
    return curia::tools::exit_usage;
  }
  if (std::ranges::any_of(arguments, is_help)) {
    std::cout << (*command)->help;
    return curia::tools::exit_done;
  }
  const auto rest = std::span(arguments).subspan(1);
  if (std::ranges::find(of_a_directory, *command) != std::end(of_a_directory))
    curia::tools::run_installed((*command)->name, rest);
  return (*command)->run(rest);
}
