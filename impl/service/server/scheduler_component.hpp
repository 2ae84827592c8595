// SchedulerComponent: the component `scheduler`: a Scheduler that stands beside the Call Bridge
// while the configuration says so.
//
// Where its API listens and with which certificate comes from the configuration at each start.
#pragma once

#include <memory>

#include "impl/service/mmp/component.hpp"
#include "impl/service/scheduler/scheduler.hpp"
#include "model/env/env.hpp"

namespace curia::server {

class SchedulerComponent final : public mmp::Component {
 public:
  // All outlive it.
  SchedulerComponent(const scheduler::Ground& ground, const admin::Configuration& configuration)
      : ground_(ground), configuration_(configuration) {}

  void start(Done<Result<>> done) override;
  void stop(Done<Result<>> done) override;
  bool is_running() const override { return scheduler_ != nullptr && scheduler_->is_running(); }
  // The health of what it leans on, as JSON.
  std::string status() const override;

 private:
  Result<scheduler::SchedulerOptions> options() const;

  scheduler::Ground ground_;
  const admin::Configuration& configuration_;
  std::unique_ptr<scheduler::Scheduler> scheduler_;
};

}  // namespace curia::server
