// BulkRunner: does the cospaceBulkSyncs, in the order in which they were made, one at a time.
//
// 1. Each slice is applied only when the one before is durable, in an event of its own: clients are
//    answered between two slices.
// 2. What a former run of the server left unfinished begins again from its beginning.
// 3. When the store refuses a slice the job begins again after limits::job_retry.
//
//   BulkRunner runner(env, registry);
//   runner.start();   // when all objects are loaded
//   runner.stop();    // no slice begins any more
#pragma once

#include <optional>

#include "model/bulk/bulk_job.hpp"
#include "model/env/env.hpp"
#include "model/registry/registry.hpp"

namespace curia::callbridge {

class BulkRunner final : public Observer {
 public:
  // `registry` outlives the runner, which observes it.
  BulkRunner(const Env& env, Registry& registry) : env_(env), registry_(registry) {
    registry_.observe(*this);
  }

  void start();
  void applied(std::span<const Event> events) override;
  void stop();

 private:
  void wake(Duration after);
  void go_on();
  const CoSpaceBulkSync* next() const;
  void stored(Result<> outcome);
  void report() const;

  Env env_;
  Registry& registry_;
  std::optional<BulkJob> job_;
  bool is_awake_ = false;  // a timer or an answer of the store will call go_on()
  bool is_started_ = false;
  bool is_stopped_ = false;
};

}  // namespace curia::callbridge
