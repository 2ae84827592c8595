// The mails that scenarios send in simulation, for others to read:
//
//   scenario_mails FILE.sim...
//
// Each is its number of bytes, a line feed, and the bytes. A scenario that fails ends it with 1.
#include <cstdio>
#include <string>
#include <vector>

#include "conformance/suite.hpp"
#include "sim/scenario/run.hpp"
#include "sim/scenario/sim_target.hpp"

int main(int count, char** arguments) {
  using namespace curia;
  std::vector<std::string> mails;
  for (int i = 1; i < count; ++i) {
    const auto scenario = conformance::read_scenario(arguments[i]);
    if (!scenario) {
      std::fprintf(stderr, "%s\n", scenario.error().message.c_str());
      return 1;
    }
    scenario::SimTarget target({.mails = &mails});
    const scenario::Report report = scenario::run(*scenario, target);
    if (report.verdict != scenario::Report::Verdict::passed) {
      std::fprintf(stderr, "%s", report.text.c_str());
      return 1;
    }
  }
  for (const std::string& mail : mails) {
    std::printf("%zu\n", mail.size());
    (void)std::fwrite(mail.data(), 1, mail.size(), stdout);
  }
  return 0;
}
