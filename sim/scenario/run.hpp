// Runs a scenario against a target, step by step, until something is not as expected.
//
//   Report report = run(scenario, target);
//   if (report.verdict == Report::Verdict::failed) std::fputs(report.text.c_str(), stderr);
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "sim/scenario/ast.hpp"
#include "sim/scenario/target.hpp"

namespace curia::scenario {

struct Report {
  enum class Verdict { passed, failed, skipped } verdict = Verdict::passed;
  std::string text;       // failed: for people, several lines; skipped: why
  int line = 0;           // failed: the step or expectation
  int status = 0;         // failed: of the answer that was not as expected; 0: none, or lost
  bool mistake = false;   // failed: the scenario itself is wrong (a variable nobody saved)
  std::string invariant;  // failed: of the server, which was broken (sim/checks)
  std::uint64_t exchanges = 0;
  Duration time{};  // on the target's clock
};

struct RunOptions {
  // Asked after each step; a text ends the run as failed (the swarm's checks of acknowledged
  // writes hang here).
  std::function<std::string(const Step&)> after_step{};
  std::function<void(const Request&, const Answer&)> on_answer{};
  // In a slow network: an `at` that comes too late is no mistake of the scenario, but moves it and
  // all later ones.
  bool may_be_late = false;
};

Report run(const Scenario& scenario, Target& target, const RunOptions& options = {});

// Two failures of the same kind: the same invariant, or the same expectation and the same sort of
// answer.
bool fails_alike(const Report& a, const Report& b);

// The same, for whoever makes up the steps while it goes: begin(), step() while they are true,
// then end(). The scenario gives name, file and settings; its steps are not looked at.
class Session {
 public:
  Session(const Scenario& scenario, Target& target, const RunOptions& options = {});
  ~Session();
  bool begin();
  bool step(const Step& step);
  Report end();

 private:
  friend Report run(const Scenario&, Target&, const RunOptions&);
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace curia::scenario
