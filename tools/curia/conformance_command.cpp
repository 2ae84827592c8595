#include <fstream>
#include <iostream>

#include "conformance/coverage/coverage.hpp"
#include "conformance/coverage/maker.hpp"
#include "conformance/real/http_target.hpp"
#include "conformance/suite.hpp"
#include "sim/scenario/sim_target.hpp"
#include "sim/scenario/simulate.hpp"
#include "tools/curia/command.hpp"
#include "tools/curia/terminal.hpp"

namespace curia::tools {
namespace {

using conformance::SuiteResult;
using scenario::Report;

class Judging {
 public:
  explicit Judging(std::vector<std::string> files) : files_(std::move(files)) {}

  int go(const conformance::RunScenario& run) {
    for (const auto& file : files_) {
      show_progress("[" + std::to_string(results_.size() + 1) + "/" +
                    std::to_string(files_.size()) + "] " + file);
      results_.push_back(conformance::run_file(file, run));
      tell(results_.back());
    }
    show_progress("");
    std::cout << count(Report::Verdict::passed) << " passed, " << count(Report::Verdict::failed)
              << " failed, " << count(Report::Verdict::skipped) << " skipped\n";
    return count(Report::Verdict::failed) == 0 ? exit_done : exit_failed;
  }

  const std::vector<SuiteResult>& results() const { return results_; }

 private:
  static void tell(const SuiteResult& result) {
    show_progress("");
    switch (result.report.verdict) {
      case Report::Verdict::passed:
        std::cout << coloured("passed", true) << "   " << result.file << "\n";
        break;
      case Report::Verdict::skipped:
        std::cout << "skipped  " << result.file << ": " << result.report.text << "\n";
        break;
      case Report::Verdict::failed:
        std::cout << coloured("FAILED", false) << "   " << result.file << "\n"
                  << result.report.text;
        break;
    }
  }

  std::size_t count(Report::Verdict verdict) const {
    std::size_t found = 0;
    for (const auto& result : results_) found += result.report.verdict == verdict ? 1 : 0;
    return found;
  }

  std::vector<std::string> files_;
  std::vector<SuiteResult> results_;
};

// What the option names, or else fixtures/NAME.
Result<std::string> folder_of(const Options& options, std::string_view option,
                              std::string_view name) {
  if (const auto named = options.value(option)) return std::string(*named);
  return conformance::find_fixtures(name);
}

int show_coverage(const Options& options) {
  const auto folder = folder_of(options, "facts", "schema");
  if (!folder) return complain(conformance_command, folder.error());
  const auto facts = coverage::read_facts(*folder);
  if (!facts) return complain(conformance_command, facts.error());
  std::unique_ptr<scenario::Target> target;
  if (options.value("target")) {
    const auto where = read_target(options);
    if (!where) return complain_usage(conformance_command, where.error());
    auto real = std::make_unique<conformance::HttpTarget>(*where);
    if (const auto there = real->look(); !there)
      return complain(conformance_command, there.error());
    target = std::move(real);
  } else {
    target = std::make_unique<scenario::SimTarget>(scenario::SimTargetOptions{});
  }
  coverage::Board board(*facts);
  if (const auto covered = coverage::cover(*facts, *target, board); !covered)
    return complain(conformance_command, covered.error());
  board.print(std::cout);
  if (options.has("target"))
    std::cout
        << "This was looked at without users of its making: what needs one, and one with the\n"
           "adGuid "
        << coverage::known_ad_guid << ", is there only after an import of yours.\n";
  return board.is_complete() ? exit_done : exit_failed;
}

// Options that would mean nothing: whoever forgets --target is not to believe that his server was
// judged.
Result<> check_combination(const Options& options) {
  for (const std::string_view option : {"user", "password-stdin"})
    if (options.has(option) && !options.has("target"))
      return fail(Errc::invalid_value, "--" + std::string(option) + " needs --target URL");
  if (options.has("facts") && !options.has("coverage"))
    return fail(Errc::invalid_value, "--facts needs --coverage");
  for (const std::string_view option : {"junit", "suites"})
    if (options.has(option) && options.has("coverage"))
      return fail(Errc::invalid_value, "--coverage has no use for --" + std::string(option));
  if (options.rest().size() > (options.has("coverage") ? 0 : 1))
    return fail(Errc::invalid_value, options.has("coverage") ? "--coverage has no use for a pattern"
                                                             : "more than one pattern is given");
  return {};
}

int run_conformance(std::span<const std::string> arguments) {
  const auto options = Options::parse(arguments, {"target", "user", "junit", "suites", "facts"},
                                      {"password-stdin", "coverage"});
  if (!options) return complain_usage(conformance_command, options.error());
  if (const auto fits = check_combination(*options); !fits)
    return complain_usage(conformance_command, fits.error());
  if (options->has("coverage")) return show_coverage(*options);
  const auto folder = folder_of(*options, "suites", "conformance");
  if (!folder) return complain(conformance_command, folder.error());
  auto files =
      conformance::find_scenarios(*folder, options->rest().empty() ? "" : options->rest().front());
  // A folder that cannot be read is the fault of nobody's words.
  if (!files)
    return files.error().parameter == "pattern" ? complain_usage(conformance_command, files.error())
                                                : complain(conformance_command, files.error());
  const auto unwritten = [&] {
    return complain(
        conformance_command,
        Error{Errc::io_error, {}, "'" + *options->value("junit") + "' cannot be written"});
  };
  std::ofstream report;  // opened before the work
  if (const auto file = options->value("junit"))
    if (report.open(*file); !report) return unwritten();
  Judging judging(*std::move(files));
  int code = exit_done;
  if (options->value("target")) {
    const auto where = read_target(*options);
    if (!where) return complain_usage(conformance_command, where.error());
    conformance::HttpTarget target(*where);
    if (const auto there = target.look(); !there)
      return complain(conformance_command, there.error());
    code = judging.go([&](const auto& scenario) { return scenario::run(scenario, target); });
  } else {
    code = judging.go([](const auto& scenario) { return scenario::simulate(scenario, {}).report; });
  }
  if (options->has("junit") && !(report << conformance::junit(judging.results()) << std::flush))
    return unwritten();
  return code;
}

}  // namespace

Result<conformance::HttpTargetOptions> read_target(const Options& options) {
  conformance::HttpTargetOptions target;
  target.url = *options.value("target");
  while (target.url.ends_with('/')) target.url.pop_back();
  if (!target.url.starts_with("https://") && !target.url.starts_with("http://"))
    return fail(Errc::invalid_value, "'" + target.url + "' is not a URL such as https://host:445");
  const auto user = options.value("user");
  if (!user || !options.has("password-stdin"))
    return fail(Errc::invalid_value, "--target needs --user NAME and --password-stdin");
  target.name = *user;
  auto password = read_line();
  if (!password) return fail(password.error());
  target.password = *std::move(password);
  return target;
}

const Command conformance_command{
    "conformance", "judge a server, simulated or real, by the suites",
    "Usage: curia conformance [OPTIONS] [PATTERN]\n\n"
    "Runs the scenarios of fixtures/conformance whose path contains PATTERN: in simulation, or\n"
    "against a server over the network. What needs faults, exact times or accounts of its own is\n"
    "skipped there, and objects that a scenario made are deleted after it. Use a server that\n"
    "nobody works on.\n\n"
    "  --target URL      the server, for example https://192.0.2.1:445\n"
    "  --user NAME       an account that may use its API\n"
    "  --password-stdin  its password is the first line of standard input\n"
    "  --junit FILE      write the results as JUnit XML\n"
    "  --suites FOLDER   other suites\n\n"
    "With --coverage it asks the server, instead of the scenarios, for every method, parameter "
    "and\n"
    "field of the API of CMS 3.3, and prints a table of what is there and what is not.\n\n"
    "  --facts FOLDER    another description of the API than fixtures/schema\n\n"
    "Exit code: 0 nothing failed, 1 something failed, 2 wrong usage.\n",
    run_conformance};

}  // namespace curia::tools
