// SimWork: the port Work on the one thread there is.
//
// 1. A job runs in an event of its own, after the latency that Options give its lane, and `done`
//    in a later event at the same time: a power cut may fall between the two.
// 2. Jobs of one lane wait for each other; lanes do not.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <string>

#include "model/base/prng.hpp"
#include "model/env/work.hpp"
#include "sim/world/event_queue.hpp"
#include "sim/world/options.hpp"
#include "sim/world/trace.hpp"

namespace curia::sim {

class SimWork final : public Work, public EventTarget {
 public:
  SimWork(EventQueue& queue, SimTrace& trace, std::string owner, const WorkOptions& options,
          std::uint64_t seed);

  void run(Lane lane, Task job, Task done) override;
  // Drops what has not run and every answer; later run() does nothing.
  void stop();

  void on_event(std::uint64_t lane, std::uint64_t phase) override;

 private:
  struct Job {
    Task job;
    Task done;
    std::uint64_t number = 0;
  };
  static constexpr std::size_t lanes = 3;
  enum Phase : std::uint64_t { run_job, tell_done };

  void start(std::size_t lane);
  Duration latency(std::size_t lane);

  EventQueue& queue_;
  SimTrace& trace_;
  std::string owner_;
  WorkOptions options_;
  std::array<Prng, lanes> chance_;
  std::array<std::deque<Job>, lanes> waiting_;  // the first is being worked on
  std::array<std::deque<Task>, lanes> finished_;
  std::uint64_t given_ = 0;
  bool stopped_ = false;
};

}  // namespace curia::sim
