// BulkJob: one cospaceBulkSync, as a sequence of changes that are small enough for the loop.
//
// 1. running -> remove what the set made before -> make the coSpaces, unless removeAll -> complete.
//    A conflict on the way removes what this run has made, then says why (docs/bulk.md).
// 2. Each step stands on the registry as it is then: others write between two steps.
// 3. A job can be thrown away at any point and begun again: it first removes what is there, so
//    the end is the same.
// 4. A sync that was deleted ends its job; what it made went with it (model/rules).
//
//   BulkJob job(sync.id);
//   do {
//     Change change(registry, random, now);
//     job.step(change);
//     apply(change);
//   } while (!job.is_over());
#pragma once

#include <cstdint>
#include <string>

#include "model/objects/co_space_bulk_parameter_set.hpp"
#include "model/objects/co_space_bulk_sync.hpp"
#include "model/registry/change.hpp"
#include "model/schema/failure.hpp"

namespace curia {

class BulkJob {
 public:
  explicit BulkJob(const Guid& sync) : sync_(sync) {}

  // Prepares the next change: at most limits::bulk_slice coSpaces.
  void step(Change& change);
  bool is_over() const { return phase_ == Phase::over; }

  const Guid& sync() const { return sync_; }
  std::uint64_t made() const { return made_; }        // coSpaces
  std::uint64_t removed() const { return removed_; }  // coSpaces of earlier runs too
  std::uint64_t slices() const { return slices_; }    // steps that made or removed some
  BulkSyncStatus outcome() const { return outcome_; }
  // What stood in the way, in the words of the API; empty when nothing did.
  const std::string& reason() const { return reason_; }

 private:
  enum class Phase : std::uint8_t { begin, remove, make, undo, over };

  void begin(Change& change, const CoSpaceBulkSync& sync);
  void remove(Change& change, const CoSpaceBulkSync& sync);
  void make(Change& change, const CoSpaceBulkSync& sync);
  void undo(Change& change, const CoSpaceBulkSync& sync);
  bool remove_slice(Change& change);
  void give_up(Change& change, const CoSpaceBulkSync& sync, const Failures& failures);
  void end(Change& change, const CoSpaceBulkSync& sync, BulkSyncStatus outcome);

  Guid sync_;
  Phase phase_ = Phase::begin;
  CoSpaceBulkParameterSet set_;  // as it was when the job began
  std::int64_t next_index_ = 0;
  std::uint64_t made_ = 0;
  std::uint64_t removed_ = 0;
  std::uint64_t slices_ = 0;
  BulkSyncStatus outcome_ = BulkSyncStatus::unset;
  std::string reason_;
};

// Whether a sync waits for its turn or has begun and not ended.
bool is_unfinished(const CoSpaceBulkSync& sync);

}  // namespace curia
