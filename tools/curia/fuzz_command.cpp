#include <filesystem>
#include <iostream>
#include <random>
#include <sstream>

#include "conformance/fuzz/workers.hpp"
#include "conformance/real/http_target.hpp"
#include "model/base/text.hpp"
#include "tools/curia/command.hpp"
#include "tools/curia/terminal.hpp"

namespace curia::tools {
namespace {

constexpr std::uint64_t usual_histories = 100;

struct Wish {
  fuzz::RunPlan plan;
  fuzz::HuntOptions hunt;
  bool weather = false;
  std::optional<conformance::HttpTargetOptions> real;
};

Result<std::uint64_t> number(const Options& options, std::string_view name, std::uint64_t otherwise,
                             std::int64_t least) {
  const auto text = options.value(name);
  if (!text) return otherwise;
  const auto value = parse_decimal(*text);
  if (!value || *value < least)
    return fail(Errc::invalid_value, "--" + std::string(name) + " '" + *text +
                                         "' is not a number of at least " + std::to_string(least));
  return static_cast<std::uint64_t>(*value);
}

Result<std::vector<fuzz::KindId>> read_kinds(const std::string& text) {
  std::vector<fuzz::KindId> out;
  std::istringstream in(text);
  for (std::string name; std::getline(in, name, ',');) {
    const auto kind = fuzz::find_kind(name);
    if (!kind) return fail(Errc::invalid_value, "--only: there is no kind '" + name + "'");
    out.push_back(*kind);
  }
  return out;
}

Result<> read_numbers(const Options& options, Wish& wish) {
  // Without a seed each run is another one; it is printed so that it can be run again.
  const auto seed = number(options, "seed", std::random_device{}() % 1'000'000'000, 0);
  const auto histories = number(options, "histories", 0, 1);
  const auto steps = number(options, "steps", wish.hunt.steps, 1);
  const auto seconds = number(options, "time", 0, 1);
  const auto workers = number(options, "workers", wish.plan.workers, 1);
  for (const auto* read : {&seed, &histories, &steps, &seconds, &workers})
    if (!*read) return fail(read->error());
  wish.plan.first = *seed;
  wish.plan.seconds = *seconds;
  // With a time alone as many as fit into it.
  const std::uint64_t otherwise = *seconds > 0 ? std::uint64_t{1} << 40 : usual_histories;
  wish.plan.histories = *histories > 0 ? *histories : otherwise;
  wish.hunt.steps = *steps;
  wish.plan.workers = static_cast<unsigned>(*workers);
  return {};
}

Result<Wish> read_wish(const Options& options) {
  Wish wish;
  if (!options.rest().empty())
    return fail(Errc::invalid_value, "'" + options.rest().front() + "' is not an option");
  if (auto read = read_numbers(options, wish); !read) return fail(read.error());
  if (const auto only = options.value("only")) {
    auto kinds = read_kinds(*only);
    if (!kinds) return fail(kinds.error());
    wish.hunt.only = *std::move(kinds);
  }
  wish.plan.folder = options.value("out").value_or(".");
  wish.weather = wish.hunt.crashes = options.has("weather");
  const auto target = options.value("target");
  if (!target) return fail(Errc::invalid_value, "--target URL or --target sim is missing");
  if (*target == "sim") return wish;
  if (wish.weather) return fail(Errc::invalid_value, "--weather is for --target sim only");
  auto real = read_target(options);
  if (!real) return fail(real.error());
  wish.real = *std::move(real);
  wish.plan.workers = 0;  // what one history counts another would disturb
  wish.hunt.is_fresh = false;
  return wish;
}

void tell_progress(const fuzz::RunPlan& plan, const fuzz::Tally& tally, const std::string& what) {
  std::string text = std::to_string(tally.histories);
  if (plan.histories < std::uint64_t{1} << 40) text += "/" + std::to_string(plan.histories);
  show_progress(text + " histories, " + std::to_string(tally.exchanges) + " requests" +
                (what.empty() ? "" : ", " + what));
}

std::string rounded(double number) {
  std::ostringstream out;
  out.precision(1);
  out << std::fixed << number;
  return out.str();
}

int run_fuzz(std::span<const std::string> arguments) {
  const auto options = Options::parse(
      arguments, {"target", "user", "seed", "histories", "steps", "time", "out", "only", "workers"},
      {"password-stdin", "weather"});
  if (!options) return complain_usage(fuzz_command, options.error());
  const auto wish = read_wish(*options);
  if (!wish) return complain_usage(fuzz_command, wish.error());
  std::error_code error;
  std::filesystem::create_directories(wish->plan.folder, error);
  if (error)
    return complain(
        fuzz_command,
        {Errc::io_error, "out", "'" + wish->plan.folder + "' cannot be made: " + error.message()});
  if (wish->real)
    if (const auto there = conformance::HttpTarget(*wish->real).look(); !there)
      return complain(fuzz_command, there.error());
  fuzz::Hunt hunt(wish->hunt, [&](std::uint64_t seed) -> std::unique_ptr<scenario::Target> {
    if (wish->real) return std::make_unique<conformance::HttpTarget>(*wish->real);
    return fuzz::simulated(seed, {.weather = wish->weather});
  });
  std::cout << "seed " << wish->plan.first << std::endl;
  const auto result = fuzz::run_workers(wish->plan, hunt, [&](const auto& tally, const auto& what) {
    tell_progress(wish->plan, tally, what);
  });
  show_progress("");
  const auto& tally = result.tally;
  std::cout << tally.histories << " histories, " << tally.steps << " steps, " << tally.exchanges
            << " requests (" << tally.accepted << " writes accepted, " << tally.refused
            << " refused, " << tally.lost << " cut off) in " << rounded(result.seconds) << " s\n";
  if (!result.found) {
    std::cout << coloured("nothing found", true) << "\n";
    return exit_done;
  }
  std::cout << coloured("FOUND", false) << "  with seed " << result.seed << "\n" << result.text;
  if (!result.file.empty()) std::cout << "\nwritten to " << result.file << "\n";
  return exit_failed;
}

}  // namespace

const Command fuzz_command{
    "fuzz", "look for mistakes of a server with random histories",
    "Usage: curia fuzz --target sim [OPTIONS]\n"
    "       curia fuzz --target URL --user NAME --password-stdin [OPTIONS]\n\n"
    "Plays random histories of API calls over all kinds of objects, with right, limiting and\n"
    "wrong values and several clients at once, and judges a server by its answers alone. What\n"
    "is found is made small and written as a scenario (docs/fuzzing.md). Objects that are there\n"
    "already are left alone, what a history made is deleted after it; use a server that nobody\n"
    "works on.\n\n"
    "  --target sim|URL  a simulated server, or one such as https://192.0.2.1:445\n"
    "  --user NAME       an account that may use its API\n"
    "  --password-stdin  its password is the first line of standard input\n"
    "  --seed N          of the first history, the others count up (random)\n"
    "  --histories N     how many (100; with --time as many as fit)\n"
    "  --steps N         calls in each, beside those that look what is there (200)\n"
    "  --time S          no history begins after so many seconds\n"
    "  --only KIND,...   objects of these kinds only, and what they need to exist\n"
    "  --weather         simulated: bad networks, power cuts and kills\n"
    "  --workers N       simulated: processes (2)\n"
    "  --out DIR         where what is found is written (.)\n\n"
    "Exit code: 0 nothing found, 1 something found, 2 wrong usage.\n",
    run_fuzz};

}  // namespace curia::tools
