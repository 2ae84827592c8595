#include "impl/service/callbridge/jobs/bulk_runner.hpp"

#include <string>

#include "model/base/reached.hpp"

namespace curia::callbridge {

void BulkRunner::start() {
  is_started_ = true;
  wake({});
}

void BulkRunner::stop() { is_stopped_ = true; }

void BulkRunner::applied(std::span<const Event> events) {
  if (is_started_ && concern(events, Kind::co_space_bulk_sync)) wake({});
}

void BulkRunner::wake(Duration after) {
  if (is_awake_) return;
  is_awake_ = true;
  env_.timers.at(env_.clock.now() + after, [this] { go_on(); });
}

// The oldest that has not ended.
const CoSpaceBulkSync* BulkRunner::next() const {
  const Table& syncs = registry_.table(Kind::co_space_bulk_sync);
  const CoSpaceBulkSync* found = nullptr;
  syncs.all().visit_from(0, [&](std::uint32_t slot) {
    const auto& sync = static_cast<const CoSpaceBulkSync&>(syncs.at(slot));
    if (is_unfinished(sync)) found = &sync;
    return found == nullptr;
  });
  return found;
}

void BulkRunner::go_on() {
  is_awake_ = false;
  if (is_stopped_) return;
  if (!job_) {
    const CoSpaceBulkSync* sync = next();
    if (sync == nullptr) return;
    job_.emplace(sync->id);
  }
  Change change(registry_, env_.random, env_.clock.now());
  job_->step(change);
  is_awake_ = true;
  if (change.empty()) return stored({});
  registry_.apply(std::move(change), [this](Result<> outcome) { stored(std::move(outcome)); });
}

void BulkRunner::stored(Result<> outcome) {
  is_awake_ = false;
  if (!outcome) {
    reached("bulk.store_refused");
    env_.trace.log(Severity::error, "a bulk sync begins again after the store refused a write: " +
                                        outcome.error().message);
    job_.reset();
    return wake(limits::job_retry);
  }
  if (job_->is_over()) {
    report();
    job_.reset();
  }
  wake({});
}

void BulkRunner::report() const {
  const std::string outcome =
      job_->outcome() == BulkSyncStatus::unset
          ? "cancelled"
          : std::string(bulk_sync_status_names[static_cast<std::size_t>(job_->outcome()) - 1]);
  std::string sentence = "cospaceBulkSync " + to_string(job_->sync()) + " " + outcome + ": " +
                         std::to_string(job_->made()) + " coSpaces made and " +
                         std::to_string(job_->removed()) + " removed in " +
                         std::to_string(job_->slices()) + " slices";
  if (!job_->reason().empty()) sentence += " (" + job_->reason() + ")";
  env_.trace.log(job_->reason().empty() ? Severity::info : Severity::warning, sentence);
}

}  // namespace curia::callbridge
