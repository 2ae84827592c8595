#include "tools/curia/command.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iostream>
#include <sstream>

namespace curia::tools {
namespace {

bool contains(std::initializer_list<std::string_view> names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

Result<Options> Options::parse(std::span<const std::string> arguments,
                               std::initializer_list<std::string_view> valued,
                               std::initializer_list<std::string_view> flags,
                               std::initializer_list<std::string_view> repeated) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (!argument.starts_with("--")) {
      options.rest_.push_back(argument);
      continue;
    }
    const std::size_t equals = argument.find('=');
    const std::string name = argument.substr(2, equals == std::string::npos ? equals : equals - 2);
    const bool is_valued = contains(valued, name) || contains(repeated, name);
    if (options.values_.contains(name) && !contains(repeated, name))
      return fail(Errc::invalid_value, "--" + name + " is given twice", name);
    if (contains(flags, name) && equals == std::string::npos) {
      options.values_[name];
    } else if (is_valued && equals != std::string::npos) {
      options.values_[name].push_back(argument.substr(equals + 1));
    } else if (is_valued) {
      if (++i == arguments.size())
        return fail(Errc::invalid_value, "--" + name + " needs a value", name);
      options.values_[name].push_back(arguments[i]);
    } else {
      return fail(Errc::invalid_value, "there is no option " + argument, name);
    }
  }
  return options;
}

std::optional<std::string> Options::value(std::string_view name) const {
  const auto found = values_.find(name);
  const bool is_given = found != values_.end() && !found->second.empty();
  return is_given ? std::optional(found->second.front()) : std::nullopt;
}

std::vector<std::string> Options::values(std::string_view name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::vector<std::string>() : found->second;
}

int complain(const Command& command, const Error& error) {
  std::cerr << "curia " << command.name << ": " << error.message << "\n";
  return exit_failed;
}

int complain_usage(const Command& command, const Error& error) {
  std::cerr << "curia " << command.name << ": " << error.message << "\nSee 'curia " << command.name
            << " --help'.\n";
  return exit_usage;
}

Result<Endpoint> parse_host_port(std::string_view text) {
  constexpr std::string_view localhost = "localhost:";
  if (text.starts_with(localhost))
    return parse_endpoint("127.0.0.1:" + std::string(text.substr(localhost.size())));
  return parse_endpoint(text);
}

Result<std::string> read_line() {
  std::string line;
  if (!std::getline(std::cin, line))
    return fail(Errc::io_error, "there is no line on standard input");
  return line;
}

Result<DataDirectory> data_directory(const Options& options) {
  if (!options.rest().empty())
    return fail(Errc::invalid_value, "'" + options.rest().front() + "' is not an option");
  const auto path = options.value("data");
  if (!path || path->empty()) return fail(Errc::invalid_value, "--data DIR is needed", "data");
  return DataDirectory{*path};
}

Result<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  if (!file || !(content << file.rdbuf()))
    return fail(errno == ENOENT ? Errc::not_found : Errc::io_error,
                "'" + path + "' cannot be read: " + std::strerror(errno));
  return std::move(content).str();
}

}  // namespace curia::tools
