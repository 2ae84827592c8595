// RealWork: one thread per lane, started with the first job of the lane.
//
// 1. A lane does its jobs one after another, in the order of run().
// 2. The destructor lets every job that was given finish; `done` of the last ones is dropped,
//    because the loop runs no more.
#pragma once

#include <array>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "impl/io/loop.hpp"
#include "model/env/work.hpp"

namespace curia::io {

// A queue of jobs and the thread that does them.
class Worker {
 public:
  explicit Worker(Loop& loop) : loop_(loop) {}
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void run(Task job, Task done);

 private:
  struct Item {
    Task job;
    Task done;
  };
  void serve();

  Loop& loop_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Item> items_;  // guarded by mutex_
  bool stopping_ = false;   // guarded by mutex_
  std::thread thread_;
};

class RealWork final : public Work {
 public:
  explicit RealWork(Loop& loop) : disk_(loop), crypto_(loop), bulk_(loop) {}
  void run(Lane lane, Task job, Task done) override;

 private:
  Worker disk_;
  Worker crypto_;
  Worker bulk_;
};

}  // namespace curia::io
