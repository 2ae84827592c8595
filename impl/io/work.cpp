#include "impl/io/work.hpp"

#include <utility>

#include "model/base/check.hpp"

namespace curia::io {

Worker::~Worker() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Worker::run(Task job, Task done) {
  {
    const std::lock_guard lock(mutex_);
    items_.push_back({std::move(job), std::move(done)});
  }
  wake_.notify_one();
  if (!thread_.joinable()) thread_ = std::thread([this] { serve(); });
}

void Worker::serve() {
  std::unique_lock lock(mutex_);
  for (;;) {
    wake_.wait(lock, [this] { return stopping_ || !items_.empty(); });
    if (items_.empty()) return;
    Item item = std::move(items_.front());
    items_.pop_front();
    lock.unlock();
    item.job();
    item.job = nullptr;  // what it holds is released here, not under the lock
    if (item.done) loop_.post(std::move(item.done));
    lock.lock();
  }
}

void RealWork::run(Lane lane, Task job, Task done) {
  switch (lane) {
    case Lane::disk:
      return disk_.run(std::move(job), std::move(done));
    case Lane::crypto:
      return crypto_.run(std::move(job), std::move(done));
    case Lane::bulk:
      return bulk_.run(std::move(job), std::move(done));
  }
  unreachable("a Lane outside its enumeration");
}

}  // namespace curia::io
