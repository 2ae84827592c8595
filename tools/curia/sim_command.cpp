#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <set>

#include "conformance/suite.hpp"
#include "model/base/text.hpp"
#include "sim/scenario/day_run.hpp"
#include "sim/scenario/hardship.hpp"
#include "sim/scenario/shrink.hpp"
#include "sim/scenario/simulate.hpp"
#include "sim/scenario/write.hpp"
#include "tools/curia/command.hpp"
#include "tools/curia/picture_file.hpp"
#include "tools/curia/terminal.hpp"

namespace curia::tools {
namespace {

using scenario::Report;
using scenario::Scenario;

struct Seeds {
  std::optional<std::uint64_t> first;  // none: each scenario's own
  std::uint64_t count = 1;
};

Result<Seeds> read_seeds(const Options& options) {
  Seeds seeds;
  const auto one = options.value("seed");
  const auto range = options.value("seeds");
  if (one && range) return fail(Errc::invalid_value, "--seed and --seeds exclude each other");
  if (!one && !range) return seeds;
  const auto text = one ? *one : *range;
  const auto dots = text.find("..");
  const auto first = parse_decimal(text.substr(0, dots));
  const auto last = dots == std::string::npos ? first : parse_decimal(text.substr(dots + 2));
  if (!first || !last || *first > *last || (one && dots != std::string::npos))
    return fail(Errc::invalid_value,
                "'" + text + "' is not " + (one ? "a seed such as 7" : "a range such as 1..100"));
  seeds.first = static_cast<std::uint64_t>(*first);
  seeds.count = static_cast<std::uint64_t>(*last - *first + 1);
  return seeds;
}

// Writes the smallest scenario that fails at the same expectation. False: it cannot be written.
bool write_shrunk(const Scenario& whole, const scenario::SimulationOptions& how,
                  const Report& report, const std::string& file) {
  auto once = how;
  once.twice = false;
  once.trace = nullptr;
  std::size_t tried = 0;
  const auto small = scenario::shrink(whole, [&](const Scenario& candidate) {
    show_progress("shrinking: " + std::to_string(++tried) + " scenarios tried");
    return scenario::fails_alike(scenario::simulate(candidate, once).report, report);
  });
  show_progress("");
  if (!(std::ofstream(file) << scenario::write(small) << std::flush)) return false;
  std::cout << "the smallest scenario that fails alike is in " << file << "\n";
  return true;
}

class SimRun {
 public:
  SimRun(const Options& options, Seeds seeds) : options_(options), seeds_(seeds) {
    if (const auto file = options.value("trace")) {
      trace_.open(*file);
      if (!trace_) note_unwritten(*file);
      how_.trace = [this](std::string_view line) { trace_ << line << "\n"; };
    }
    how_.twice = !options.has("once");
    how_.viewer = options.value("film").value_or("");
  }

  int go() {
    if (!unwritten_.empty()) return complain_unwritten();
    for (const auto& file : options_.rest()) {
      if (file.ends_with(".day")) {
        live(file);
        continue;
      }
      const auto read = conformance::read_scenario(file);
      if (!read) {
        std::cout << coloured("FAILED", false) << "  " << read.error().message << "\n";
        ++failed_;
        continue;
      }
      for (std::uint64_t i = 0; i < seeds_.count; ++i) simulate(*read, i);
    }
    show_progress("");
    if (options_.value("trace") && !trace_.flush()) note_unwritten(*options_.value("trace"));
    if (!unwritten_.empty()) (void)complain_unwritten();
    std::cout << passed_ << " passed, " << failed_ << " failed\n";
    if (options_.has("reached"))
      for (const auto& name : reached_) std::cout << "reached " << name << "\n";
    return failed_ == 0 && unwritten_.empty() ? exit_done : exit_failed;
  }

 private:
  void note_unwritten(const std::string& file) { unwritten_ = "'" + file + "' cannot be written"; }
  int complain_unwritten() const {
    return complain(sim_command, Error{Errc::io_error, {}, unwritten_});
  }

  // A day of an organisation (docs/people.md).
  void live(const std::string& file) {
    std::ifstream in(file);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    auto day = in ? scenario::parse_day(text, file)
                  : Result<scenario::DayFile>(fail(Errc::not_found, "cannot read " + file));
    if (!day) return tell_failure(file, day.error().message);
    for (std::uint64_t i = 0; i < seeds_.count; ++i) {
      if (seeds_.first) day->seed = *seeds_.first + i;
      const auto label = file + " (seed " + std::to_string(day->seed) + ")";
      show_progress(label);
      const auto report =
          options_.has("once") ? scenario::run_day(*day, {}) : scenario::run_day_twice(*day);
      if (!report.problem.empty()) {
        tell_failure(label, report.problem);
        continue;
      }
      ++passed_;
      if (seeds_.count > 1) continue;
      const auto& tally = report.tally;
      show_progress("");
      std::cout << coloured("passed", true) << "  " << label << "  " << tally.joins << " joins, "
                << tally.waited << " in the lobby, " << tally.gaps << " lost, " << tally.cut_off
                << " cut off, " << tally.most << " at a time, " << tally.turns << " turns of talk, "
                << report.looks << " looks at calls and legs\n";
    }
  }

  void tell_failure(const std::string& what, const std::string& why) {
    ++failed_;
    show_progress("");
    std::cout << coloured("FAILED", false) << "  " << what << "\n" << why << "\n";
  }

  void simulate(const Scenario& scenario, std::uint64_t index) {
    auto how = how_;
    if (seeds_.first) how.seed = *seeds_.first + index;
    if (options_.has("weather")) {
      how.world = scenario::gentle_weather(how.seed.value_or(scenario.settings.seed));
      how.run.may_be_late = true;
    }
    const auto label =
        scenario.file + (how.seed ? " (seed " + std::to_string(*how.seed) + ")" : "");
    show_progress(label);
    const auto done = scenario::simulate(scenario, how);
    reached_.insert(done.reached.begin(), done.reached.end());
    if (const auto file = options_.value("output")) {
      const bool passed = done.report.verdict == Report::Verdict::passed;
      if (done.film.empty() && passed)
        return tell_failure(label, "nobody of that name sees anything: '" + how.viewer + "'\n");
      if (!done.film.empty())
        if (auto written = write_picture(done.film, *file); !written)
          unwritten_ = written.error().message;
    }
    if (done.report.verdict == Report::Verdict::passed) {
      ++passed_;
      if (seeds_.count == 1) {
        show_progress("");
        std::cout << coloured("passed", true) << "  " << label << "  " << done.report.exchanges
                  << " exchanges, "
                  << std::chrono::duration_cast<std::chrono::milliseconds>(done.report.time).count()
                  << " ms of virtual time\n";
      }
      return;
    }
    ++failed_;
    show_progress("");
    std::cout << coloured("FAILED", false) << "  " << label << "\n" << done.report.text;
    if (const auto file = options_.value("shrink"); file && !done.report.mistake)
      if (!write_shrunk(scenario, how, done.report, *file)) note_unwritten(*file);
  }

  const Options& options_;
  Seeds seeds_;
  scenario::SimulationOptions how_;
  std::ofstream trace_;
  std::string unwritten_;  // why a file could not be written
  std::set<std::string, std::less<>> reached_;
  int passed_ = 0;
  int failed_ = 0;
};

int run_sim(std::span<const std::string> arguments) {
  const auto options =
      Options::parse(arguments, {"seed", "seeds", "trace", "shrink", "film", "output"},
                     {"once", "reached", "weather"});
  if (!options) return complain_usage(sim_command, options.error());
  if (options->rest().empty())
    return complain_usage(sim_command, Error{Errc::invalid_value, {}, "no scenario is named"});
  if (options->has("film") != options->has("output") ||
      (options->has("film") && (options->rest().size() != 1 || options->has("seeds"))))
    return complain_usage(
        sim_command,
        Error{Errc::invalid_value, {}, "--film NAME needs one scenario and --output FILE"});
  if (const auto file = options->value("output"))
    if (auto judged = judge_picture_name(*file); !judged)
      return complain_usage(sim_command, judged.error());
  const auto seeds = read_seeds(*options);
  if (!seeds) return complain_usage(sim_command, seeds.error());
  return SimRun(*options, *seeds).go();
}

}  // namespace

const Command sim_command{
    "sim", "run scenarios in a simulated world",
    "Usage: curia sim FILE... [OPTIONS]\n\n"
    "Runs each scenario (docs/scenarios.md) twice in a simulated world and compares the runs\n"
    "event by event. Nothing real is touched: no socket, no clock, no disk. A file that ends in\n"
    ".day is a day of an organisation (docs/people.md).\n\n"
    "  --seed N       with this seed instead of the scenario's own\n"
    "  --seeds A..B   with each of these seeds\n"
    "  --weather      seeds also choose a network with delays, loss and split writes\n"
    "  --once         run once only\n"
    "  --trace FILE   write every event of the first run\n"
    "  --shrink FILE  when it fails, write the smallest scenario that fails alike\n"
    "  --film NAME    draw what this person of the scenario sees, a picture for each change,\n"
    "  --output FILE  and write it to this file: .svg, or .png with rsvg-convert\n"
    "  --reached      list the rare branches that were reached\n\n"
    "Exit code: 0 all passed, 1 something failed, 2 wrong usage.\n",
    run_sim};

}  // namespace curia::tools
