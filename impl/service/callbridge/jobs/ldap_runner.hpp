// LdapRunner: does the ldapSyncs, in the order in which they were made, one at a time.
//
// 1. A sync is of one source, of the sources of a tenant, or of all; a sync of all also removes
//    the users whose source is gone.
// 2. What a source's directory says is applied as one change. A source that fails changes nothing
//    and removes nobody; the others are done all the same, and the sync ends as failed.
// 3. What a former run of the server left in progress begins again from its beginning.
// 4. When the store refuses a change the sync begins again after limits::job_retry.
//
//   LdapRunner runner(env, registry);
//   runner.start();   // when all objects are loaded
//   runner.stop();    // nothing begins any more
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "impl/service/callbridge/jobs/ldap_harvester.hpp"
#include "model/env/env.hpp"
#include "model/objects/ldap_sync.hpp"
#include "model/registry/registry.hpp"

namespace curia::callbridge {

class LdapRunner final : public Observer {
 public:
  // `registry` outlives the runner, which observes it; `trust` says whom it believes when a secure
  // server is asked.
  LdapRunner(const Env& env, Registry& registry, std::function<Result<Trust>()> trust)
      : env_(env), registry_(registry), trust_(std::move(trust)) {
    registry_.observe(*this);
  }

  void start();
  void applied(std::span<const Event> events) override;
  void stop() { is_stopped_ = true; }

 private:
  struct Job {
    Guid sync;
    std::vector<Guid> sources;
    std::size_t next = 0;  // of sources
    LdapSyncFailure failure = LdapSyncFailure::unset;
    std::unique_ptr<LdapHarvester> harvester{};
    std::optional<Result<LdapHarvest>> harvest{};
  };

  void wake(Duration after);
  void go_on();
  const LdapSync* next_sync() const;
  std::vector<Guid> sources_of(const LdapSync& sync) const;
  void begin(const LdapSync& sync);
  void search();
  void take(const LdapSync& sync);
  void finish(const LdapSync& sync);
  void source_failed(LdapSyncFailure failure, const std::string& why);
  void apply(Change change);
  void say(Severity severity, const std::string& sentence) const;

  Env env_;
  Registry& registry_;
  std::function<Result<Trust>()> trust_;
  std::optional<Job> job_;
  bool is_awake_ = false;  // a timer, the store or a directory will call go_on()
  bool is_started_ = false;
  bool is_stopped_ = false;
};

}  // namespace curia::callbridge
