#include "sim/world/work.hpp"

#include <utility>

namespace curia::sim {

SimWork::SimWork(EventQueue& queue, SimTrace& trace, std::string owner, const WorkOptions& options,
                 std::uint64_t seed)
    : queue_(queue),
      trace_(trace),
      owner_(std::move(owner)),
      options_(options),
      chance_{Prng(seed, "work.disk"), Prng(seed, "work.crypto"), Prng(seed, "work.bulk")} {}

Duration SimWork::latency(std::size_t lane) {
  const bool disk = lane == static_cast<std::size_t>(Lane::disk);
  const Duration jitter = disk ? options_.disk_jitter : options_.crypto_jitter;
  const std::uint64_t most = static_cast<std::uint64_t>(jitter.count()) + 1;
  return (disk ? options_.disk_latency : options_.crypto_latency) +
         Duration(static_cast<std::int64_t>(scale(chance_[lane].next(), most)));
}

void SimWork::run(Lane lane, Task job, Task done) {
  if (stopped_) return;
  const auto index = static_cast<std::size_t>(lane);
  waiting_[index].push_back({std::move(job), std::move(done), ++given_});
  if (waiting_[index].size() == 1) start(index);
}

void SimWork::start(std::size_t lane) {
  queue_.push(queue_.now() + latency(lane), {this, lane, run_job});
}

void SimWork::on_event(std::uint64_t lane, std::uint64_t phase) {
  if (stopped_) return;
  if (phase == tell_done) {
    Task done = std::move(finished_[lane].front());
    finished_[lane].pop_front();
    done();
    return;
  }
  Job& job = waiting_[lane].front();
  trace_.step(queue_.now(), owner_, "work", job.number, lane);
  job.job();
  if (stopped_) return;
  finished_[lane].push_back(std::move(waiting_[lane].front().done));
  waiting_[lane].pop_front();
  queue_.push(queue_.now(), {this, lane, tell_done});
  if (!waiting_[lane].empty()) start(lane);
}

void SimWork::stop() {
  stopped_ = true;
  for (std::size_t lane = 0; lane < lanes; ++lane) {
    const auto jobs = std::exchange(waiting_[lane], {});
    const auto answers = std::exchange(finished_[lane], {});
  }
}

}  // namespace curia::sim
