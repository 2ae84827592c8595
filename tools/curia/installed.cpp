#include "tools/curia/installed.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <vector>

namespace curia::tools {
namespace {

// Set for a program whose start was counted by the one that started it.
constexpr const char* counted = "CURIA_TRIAL_COUNTED";

void run_next(const io::ProgramFolder& programs, std::string_view command,
              std::span<const std::string> arguments) {
  const auto program = programs.next();
  if (!program) return;
  std::vector<std::string> words{*program, std::string(command)};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> line;
  for (std::string& word : words) line.push_back(word.data());
  line.push_back(nullptr);
  std::cout << std::flush;
  ::execv(program->c_str(), line.data());
  std::cerr << "curia " << command << ": '" << *program
            << "' cannot be run: " << std::strerror(errno) << "\n";
}

std::string data_of(std::span<const std::string> arguments) {
  constexpr std::string_view option = "--data", joined = "--data=";
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == option && i + 1 < arguments.size()) return arguments[i + 1];
    if (arguments[i].starts_with(joined)) return arguments[i].substr(joined.size());
  }
  return {};
}

}  // namespace

void run_installed(std::string_view command, std::span<const std::string> arguments) {
  const std::string data = data_of(arguments);
  if (data.empty()) return;
  io::ProgramFolder programs(data);
  if (command == "serve") return serve_installed(programs, arguments);
  run_next(programs, command, arguments);
}

void serve_installed(io::ProgramFolder& programs, std::span<const std::string> arguments) {
  if (std::getenv(counted) != nullptr) {
    ::unsetenv(counted);
    return;
  }
  if (auto begun = programs.begin_trial(); !begun)
    std::cerr << "curia serve: the version that was installed did not come to serve: "
              << begun.error().message << "\n";
  ::setenv(counted, "1", 1);
  run_next(programs, "serve", arguments);
  ::unsetenv(counted);
}

}  // namespace curia::tools
