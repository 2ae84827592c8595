#include "sim/scenario/simulate.hpp"

#include "model/base/reached.hpp"
#include "sim/scenario/sim_target.hpp"
#include "sim/world/compare.hpp"

namespace curia::scenario {
namespace {

// Shows each record to two sinks.
class Tee final : public sim::TraceSink {
 public:
  Tee(sim::TraceSink& first, sim::TraceSink* second) : first_(first), second_(second) {}
  bool on_record(const sim::TraceRecord& record) override {
    if (second_ != nullptr) second_->on_record(record);
    return first_.on_record(record);
  }

 private:
  sim::TraceSink& first_;
  sim::TraceSink* second_;
};

}  // namespace

Simulation simulate(const Scenario& scenario, const SimulationOptions& options) {
  Simulation out;
  int runs = 0;
  std::optional<sim::TextSink> text;
  if (options.trace) text.emplace(options.trace);
  const auto once = [&](sim::TraceSink* sink) {
    const ReachedSet reached;
    SimTarget target({.seed = options.seed,
                      .world = options.world,
                      .sink = sink,
                      .viewer = options.viewer,
                      .film = &out.film});
    auto report = run(scenario, target, options.run);
    if (++runs > 1) return;
    out.report = std::move(report);
    out.reached = reached.names();
  };
  if (!options.twice) {
    once(text ? &*text : nullptr);
    return out;
  }
  const auto difference = sim::compare_runs([&](sim::TraceSink& sink) {
    Tee tee(sink, runs == 0 && text ? &*text : nullptr);
    once(&tee);
  });
  if (difference) {
    out.report.verdict = Report::Verdict::failed;
    out.report.text = scenario.file + ": two runs with the same seed differ\n" +
                      difference->text() + out.report.text;
  }
  return out;
}

}  // namespace curia::scenario
