// Commands of the `curia` program: each is one table entry and one function in a file of its own.
//
// Exit codes of all commands: 0 done, 1 failed (the sentence is on standard error), 2 the command
// line was wrong (what is wrong and how to get help is on standard error).
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/ip.hpp"
#include "model/base/result.hpp"

namespace curia::conformance {
struct HttpTargetOptions;
}

namespace curia::tools {

inline constexpr int exit_done = 0;
inline constexpr int exit_failed = 1;
inline constexpr int exit_usage = 2;

struct Command {
  std::string_view name;
  std::string_view summary;  // one line for `curia --help`
  std::string_view help;     // the whole text of `curia NAME --help`
  int (*run)(std::span<const std::string> arguments);
};

extern const Command init_command;
extern const Command account_command;
extern const Command serve_command;
extern const Command mmp_command;
extern const Command demo_command;
extern const Command dial_command;
extern const Command sim_command;
extern const Command conformance_command;
extern const Command layout_command;
extern const Command recur_command;
extern const Command reference_command;
extern const Command fuzz_command;
extern const Command image_command;
extern const Command version_command;

// Options of a command line: "--name VALUE", "--name=VALUE", "--flag", and the rest in order.
class Options {
 public:
  // `valued` and `flags` are the names without dashes; those in `repeated` have a value and may
  // come several times. Errors: invalid_value (unknown option, missing or repeated value).
  static Result<Options> parse(std::span<const std::string> arguments,
                               std::initializer_list<std::string_view> valued,
                               std::initializer_list<std::string_view> flags,
                               std::initializer_list<std::string_view> repeated = {});

  std::optional<std::string> value(std::string_view name) const;
  // In their order; none when it is not given.
  std::vector<std::string> values(std::string_view name) const;
  bool has(std::string_view flag) const { return values_.contains(flag); }
  const std::vector<std::string>& rest() const { return rest_; }

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
  std::vector<std::string> rest_;
};

// Prints "curia NAME: why" on standard error; returns exit_failed or exit_usage.
int complain(const Command& command, const Error& error);
int complain_usage(const Command& command, const Error& error);

// "127.0.0.1:8443", "[::1]:8443" or "localhost:8443". Errors: invalid_value.
Result<Endpoint> parse_host_port(std::string_view text);

// One line of standard input, without its end. Errors: io_error (there is none).
Result<std::string> read_line();

// The server that --target, --user and --password-stdin name. Errors: invalid_value, io_error.
Result<conformance::HttpTargetOptions> read_target(const Options& options);

// The files of a data directory.
struct DataDirectory {
  std::string path;
  std::string database() const { return path + "/curia.db"; }
  std::string certificate() const { return path + "/certificate.pem"; }
  std::string key() const { return path + "/key.pem"; }
};

// What --data names, for a command that needs it and takes nothing but options. Errors:
// invalid_value.
Result<DataDirectory> data_directory(const Options& options);

// Errors: not_found, io_error.
Result<std::string> read_file(const std::string& path);

}  // namespace curia::tools
