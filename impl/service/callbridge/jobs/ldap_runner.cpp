#include "impl/service/callbridge/jobs/ldap_runner.hpp"

#include <utility>

#include "model/base/reached.hpp"

namespace curia::callbridge {

void LdapRunner::start() {
  is_started_ = true;
  wake({});
}

void LdapRunner::applied(std::span<const Event> events) {
  if (is_started_ && concern(events, Kind::ldap_sync)) wake({});
}

void LdapRunner::wake(Duration after) {
  if (is_awake_) return;
  is_awake_ = true;
  env_.timers.at(env_.clock.now() + after, [this] { go_on(); });
}

// The oldest that has not ended.
const LdapSync* LdapRunner::next_sync() const {
  const Table& syncs = registry_.table(Kind::ldap_sync);
  const LdapSync* found = nullptr;
  syncs.all().visit_from(0, [&](std::uint32_t slot) {
    const auto& sync = static_cast<const LdapSync&>(syncs.at(slot));
    if (sync.state == LdapSyncState::pending || sync.state == LdapSyncState::in_progress)
      found = &sync;
    return found == nullptr;
  });
  return found;
}

std::vector<Guid> LdapRunner::sources_of(const LdapSync& sync) const {
  const Table& sources = registry_.table(Kind::ldap_source);
  std::vector<Guid> found;
  sources.all().visit_from(0, [&](std::uint32_t slot) {
    const auto& source = static_cast<const LdapSource&>(sources.at(slot));
    if ((sync.for_tenant != Flag::yes || source.tenant == sync.tenant) &&
        (sync.for_source != Flag::yes || source.id == sync.ldap_source))
      found.push_back(source.id);
    return true;
  });
  return found;
}

void LdapRunner::go_on() {
  is_awake_ = false;
  if (is_stopped_) return;
  if (!job_) {
    const LdapSync* sync = next_sync();
    if (sync != nullptr) begin(*sync);
    return;
  }
  const auto* sync = registry_.find<LdapSync>(job_->sync);
  if (sync == nullptr) {  // its POST was undone by the store
    job_.reset();
    return wake({});
  }
  job_->harvester.reset();
  if (job_->harvest) return take(*sync);
  if (job_->next < job_->sources.size()) return search();
  finish(*sync);
}

void LdapRunner::begin(const LdapSync& sync) {
  job_.emplace(Job{.sync = sync.id, .sources = sources_of(sync)});
  if (sync.for_tenant == Flag::yes && !sync.tenant)
    job_->failure = LdapSyncFailure::tenant_does_not_exist;
  else if (sync.for_source == Flag::yes && job_->sources.empty())
    job_->failure = LdapSyncFailure::ldap_source_does_not_exist;
  if (job_->failure != LdapSyncFailure::unset) job_->sources.clear();
  Change change(registry_, env_.random, env_.clock.now());
  LdapSync& next = change.modify(sync);
  next.state = LdapSyncState::in_progress;
  next.num_users_imported = 0;
  next.num_ldap_sources_complete.reset();
  apply(std::move(change));
}

void LdapRunner::search() {
  const auto* source = registry_.find<LdapSource>(job_->sources[job_->next]);
  if (source == nullptr)
    return source_failed(LdapSyncFailure::ldap_source_does_not_exist, "it was deleted meanwhile");
  auto query = query_of(registry_, *source);
  if (!query) return source_failed(LdapSyncFailure::ldap_error, query.error().message);
  if (query->server.secure) {
    auto trust = trust_();
    if (!trust) return source_failed(LdapSyncFailure::ldap_error, trust.error().message);
    query->server.trust = *std::move(trust);
  }
  is_awake_ = true;
  job_->harvester =
      std::make_unique<LdapHarvester>(env_, std::move(*query), [this](Result<LdapHarvest> harvest) {
        job_->harvest.emplace(std::move(harvest));
        is_awake_ = false;
        wake({});
      });
}

void LdapRunner::take(const LdapSync& sync) {
  const Result<LdapHarvest> harvest = std::move(*std::exchange(job_->harvest, std::nullopt));
  if (!harvest) return source_failed(LdapSyncFailure::ldap_error, harvest.error().message);
  Change change(registry_, env_.random, env_.clock.now());
  const LdapOutcome outcome = import_people(change, job_->sources[job_->next], *harvest);
  if (outcome.failure != LdapSyncFailure::unset)
    return source_failed(outcome.failure, outcome.reason);
  LdapSync& next = change.modify(sync);
  next.num_users_imported =
      next.num_users_imported.value_or(0) + static_cast<std::int64_t>(outcome.people);
  next.num_ldap_sources_complete = next.num_ldap_sources_complete.value_or(0) + 1;
  say(outcome.passed_over + outcome.left_out == 0 ? Severity::info : Severity::warning,
      std::to_string(outcome.people) + " people, " + std::to_string(outcome.made) + " new, " +
          std::to_string(outcome.changed) + " changed, " + std::to_string(outcome.removed) +
          " gone, " + std::to_string(outcome.passed_over) + " entries without a JID, " +
          std::to_string(outcome.left_out) + " values left out");
  ++job_->next;
  apply(std::move(change));
}

void LdapRunner::source_failed(LdapSyncFailure failure, const std::string& why) {
  reached("ldap.source_failed");
  say(Severity::warning, "failed, and nothing of it was changed: " + why);
  if (job_->failure == LdapSyncFailure::unset) job_->failure = failure;
  ++job_->next;
  wake({});
}

void LdapRunner::finish(const LdapSync& sync) {
  Change change(registry_, env_.random, env_.clock.now());
  const bool is_of_all = sync.for_tenant != Flag::yes && sync.for_source != Flag::yes;
  if (is_of_all && job_->failure == LdapSyncFailure::unset) remove_users_without_source(change);
  LdapSync& next = change.modify(sync);
  next.state =
      job_->failure == LdapSyncFailure::unset ? LdapSyncState::complete : LdapSyncState::failed;
  next.failure_reason = job_->failure;
  if (sync.remove_when_finished != Flag::no) change.erase(sync);
  env_.trace.log(
      Severity::info,
      "ldapSync " + to_string(sync.id) + " ended" +
          (job_->failure == LdapSyncFailure::unset
               ? std::string()
               : ": " + std::string(
                            ldap_sync_failure_names[static_cast<std::size_t>(job_->failure) - 1])));
  apply(std::move(change));
}

void LdapRunner::apply(Change change) {
  is_awake_ = true;
  registry_.apply(std::move(change), [this](Result<> stored) {
    is_awake_ = false;
    if (!stored) {
      reached("ldap.store_refused");
      env_.trace.log(Severity::error, "an ldapSync begins again after the store refused a write: " +
                                          stored.error().message);
    }
    const auto* sync = registry_.find<LdapSync>(job_->sync);
    const bool is_over = sync == nullptr || sync->state != LdapSyncState::in_progress;
    if (!stored || is_over) job_.reset();
    wake(stored ? Duration{} : limits::job_retry);
  });
}

void LdapRunner::say(Severity severity, const std::string& sentence) const {
  const auto* source = registry_.find<LdapSource>(job_->sources[job_->next]);
  env_.trace.log(severity, "ldapSource " + to_string(job_->sources[job_->next]) +
                               (source == nullptr ? "" : " (" + source->base_dn + ")") + ": " +
                               sentence);
}

}  // namespace curia::callbridge
