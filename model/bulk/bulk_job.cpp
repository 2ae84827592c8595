#include "model/bulk/bulk_job.hpp"

#include <algorithm>

#include "model/base/reached.hpp"
#include "model/bulk/index_mapping.hpp"
#include "model/objects/catalog.hpp"
#include "model/objects/co_space.hpp"
#include "model/registry/registry.hpp"
#include "model/rules/rules.hpp"

namespace curia {
namespace {

// Sources name no other outcomes of a bulk sync than these (api-conventions section 9).
BulkSyncStatus outcome_of(const Failures& failures) {
  const std::string_view reason = failures.front().reason;
  for (const std::string_view uri : {"duplicateCoSpaceUri", "duplicateCoSpaceUriPasscode",
                                     "ivrUriConflict", "inboundDialPlanRuleUriConflict"})
    if (reason == uri) return BulkSyncStatus::failed_co_space_uri_conflict;
  for (const std::string_view id :
       {"duplicateCoSpaceId", "duplicateCoSpaceIdPasscode", "duplicateCoSpaceSecret"})
    if (reason == id) return BulkSyncStatus::failed_call_id_conflict;
  return BulkSyncStatus::failed;
}

std::string words_of(const Failure& failure) {
  return failure.parameter.empty() ? failure.reason
                                   : failure.reason + " " + failure.parameter + " " + failure.error;
}

Form form_of(const CoSpaceBulkParameterSet& set, std::int64_t index) {
  Form form;
  const auto add = [&](std::string_view name, std::string value) {
    form.emplace_back(std::string(name), std::move(value));
  };
  const auto refer = [&](std::string_view name, const Guid& target) {
    if (target) add(name, to_string(target));
  };
  add("name", map_index(set.co_space_name_mapping, index));
  add("uri", map_index(set.co_space_uri_mapping, index));
  add("callId", map_index(set.co_space_call_id_mapping, index));
  add("nonMemberAccess", set.non_member_access == Flag::no ? "false" : "true");
  refer("tenant", set.tenant);
  refer("callProfile", set.call_profile);
  refer("callLegProfile", set.call_leg_profile);
  refer("callBrandingProfile", set.call_branding_profile);
  return form;
}

std::vector<const Object*> some_of(const Registry& registry, const Guid& set) {
  const FieldSpec& made_by = field_of(Kind::co_space, "bulkParameterSet");
  const Table& spaces = registry.table(Kind::co_space);
  std::vector<const Object*> found;
  spaces.referring(made_by, set).visit_from(0, [&](std::uint32_t slot) {
    found.push_back(&spaces.at(slot));
    return found.size() <= limits::bulk_slice;
  });
  return found;
}

}  // namespace

bool is_unfinished(const CoSpaceBulkSync& sync) {
  return sync.status == BulkSyncStatus::pending || sync.status == BulkSyncStatus::running;
}

void BulkJob::step(Change& change) {
  const auto* sync = change.find<CoSpaceBulkSync>(sync_);
  if (sync == nullptr) {
    reached("bulk.cancelled");
    phase_ = Phase::over;
    return;
  }
  if (change.find(Kind::co_space_bulk_parameter_set, sync->co_space_bulk_parameter_set) == nullptr)
    return end(change, *sync, BulkSyncStatus::failed_no_such_parameter_set);
  switch (phase_) {
    case Phase::begin:
      return begin(change, *sync);
    case Phase::remove:
      return remove(change, *sync);
    case Phase::make:
      return make(change, *sync);
    case Phase::undo:
      return undo(change, *sync);
    case Phase::over:
      return;
  }
}

// A range that cannot be made leaves what an earlier run has made.
void BulkJob::begin(Change& change, const CoSpaceBulkSync& sync) {
  set_ = *change.find<CoSpaceBulkParameterSet>(sync.co_space_bulk_parameter_set);
  if (sync.remove_all != Flag::yes) {
    if (!set_.start_index || !set_.end_index || *set_.start_index > *set_.end_index)
      return end(change, sync, BulkSyncStatus::failed_index_range_invalid);
    if (*set_.end_index - *set_.start_index >= limits::bulk_index_range)
      return end(change, sync, BulkSyncStatus::failed_index_range_too_great);
    next_index_ = *set_.start_index;
  }
  change.modify(sync).status = BulkSyncStatus::running;
  phase_ = Phase::remove;
}

void BulkJob::remove(Change& change, const CoSpaceBulkSync& sync) {
  if (!remove_slice(change)) return;
  if (sync.remove_all == Flag::yes) return end(change, sync, BulkSyncStatus::complete);
  phase_ = Phase::make;
  if (change.empty()) make(change, sync);
}

void BulkJob::make(Change& change, const CoSpaceBulkSync& sync) {
  const std::int64_t last =
      std::min(*set_.end_index, next_index_ + static_cast<std::int64_t>(limits::bulk_slice) - 1);
  for (std::int64_t index = next_index_; index <= last; ++index) {
    const auto space = create_object(change, spec_of(Kind::co_space), {}, form_of(set_, index));
    if (!space) return give_up(change, sync, space.error());
    CoSpace& made = change.modify(static_cast<const CoSpace&>(**space));
    made.auto_generated = Flag::yes;
    made.bulk_parameter_set = set_.id;
    change.settle();
  }
  ++slices_;
  made_ += static_cast<std::uint64_t>(last - next_index_ + 1);
  next_index_ = last + 1;
  if (last == *set_.end_index) end(change, sync, BulkSyncStatus::complete);
}

void BulkJob::give_up(Change& change, const CoSpaceBulkSync& sync, const Failures& failures) {
  reached("bulk.conflict");
  outcome_ = outcome_of(failures);
  reason_ = words_of(failures.front());
  phase_ = Phase::undo;
  change = Change(change.registry(), change.random(), change.now());
  undo(change, sync);
}

void BulkJob::undo(Change& change, const CoSpaceBulkSync& sync) {
  if (remove_slice(change)) end(change, sync, outcome_);
}

// True when nothing is left of what the set has made.
bool BulkJob::remove_slice(Change& change) {
  std::vector<const Object*> spaces = some_of(change.registry(), set_.id);
  const bool is_last = spaces.size() <= limits::bulk_slice;
  if (!is_last) spaces.pop_back();
  for (const Object* space : spaces) change.erase(*space);
  if (!spaces.empty()) ++slices_;
  removed_ += spaces.size();
  return is_last;
}

void BulkJob::end(Change& change, const CoSpaceBulkSync& sync, BulkSyncStatus outcome) {
  outcome_ = outcome;
  change.modify(sync).status = outcome;
  phase_ = Phase::over;
}

}  // namespace curia
