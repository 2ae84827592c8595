// SchedulerComponent: the component `scheduler`: a Scheduler that stands beside the Call Bridge
// while the configuration says so.
//
// Where its API listens and what it shows to Web Bridges comes from the configuration at each
// start. The mail server, the sender of mails and the certificate of its API follow each change.
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
  void resume(Done<Result<>> done) override;
  bool is_running() const override { return scheduler_ != nullptr && scheduler_->is_running(); }
  Result<> check() const override;
  // After a change of the configuration.
  void look();
  // The health of what it leans on, as JSON.
  std::string status() const override;

 private:
  Result<scheduler::SchedulerOptions> options() const;
  Result<> run(scheduler::SchedulerOptions options);
  // Errors: unavailable (no certificates are configured), those of WebAdmin::identity().
  Result<tls::Context> https() const;
  // Nothing: no mail server is configured. Errors: the trust bundle cannot be used, or nobody logs
  // in although it has to.
  Result<std::optional<scheduler::MailSettings>> mail() const;

  scheduler::Ground ground_;
  const admin::Configuration& configuration_;
  admin::SchedulerSettings used_;  // by the Scheduler that runs
  std::unique_ptr<scheduler::Scheduler> scheduler_;
  std::optional<scheduler::SchedulerOptions> last_;  // of the one that was stopped
};

}  // namespace curia::server
