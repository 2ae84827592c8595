// StepWork: the port Work for tests of the store: one lane, one step at a time, so that a test can
// stop the world between a job and the answer to it.
#pragma once

#include <deque>
#include <utility>

#include "model/env/work.hpp"

namespace curia::store {

class StepWork final : public Work {
 public:
  void run(Lane, Task job, Task done) override {
    queue_.push_back({std::move(job), std::move(done)});
  }

  // Runs the next job, or delivers its answer. False when there is nothing to do.
  bool step() {
    if (queue_.empty()) return false;
    Entry& front = queue_.front();
    if (front.job) {
      std::exchange(front.job, nullptr)();
      return true;
    }
    Task done = std::move(front.done);
    queue_.pop_front();
    done();
    return true;
  }

  void drain() {
    while (step()) {
    }
  }

  // As when the process dies: nothing that waits is done or answered.
  void forget() { queue_.clear(); }

 private:
  struct Entry {
    Task job;
    Task done;
  };
  std::deque<Entry> queue_;
};

}  // namespace curia::store
