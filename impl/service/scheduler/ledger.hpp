// Ledger: how meetings get into the registry and out of it, together with what hangs on them: the
// mails they order and the memory of the coSpaces that the Scheduler is to delete.
//
// 1. A TemporarySpace exists for each coSpace that a meeting with isSchedulerSpaceOwner is held
//    in, and stays when such a meeting is deleted or moves to another coSpace. It goes with its
//    coSpace, or when the last such meeting there says it owns the coSpace no longer.
// 2. `released` is when somebody last took a meeting, or a part of one, away from the coSpace.
// 3. Nothing is written here: the caller applies the Change.
#pragma once

#include "impl/service/scheduler/book.hpp"
#include "impl/service/scheduler/notices.hpp"
#include "impl/service/scheduler/problem.hpp"

namespace curia::scheduler {

class Ledger {
 public:
  Ledger(const Registry& registry, const Book& book, Notices& notices)
      : registry_(registry), book_(book), notices_(notices) {}

  // Gives the meeting its id. Refusals: limits, a coSpace or access method that is not there.
  Answer<> add(Change& change, schedule::Meeting& meeting) const;
  Answer<> replace(Change& change, const StoredMeeting& stored, const schedule::Meeting& before,
                   const schedule::Meeting& after, sys_seconds now) const;
  Answer<> remove(Change& change, const StoredMeeting& stored, sys_seconds now) const;
  Answer<> refresh(Change& change, const schedule::Meeting& meeting,
                   std::optional<sys_seconds> recurrence) const;
  bool can_refresh() const { return notices_.has_senders(); }

  // The memory of a coSpace that is to be deleted; null when there is none.
  static const TemporarySpace* temporary(const Change& change, const Guid& co_space);

 private:
  Answer<> check_references(const schedule::Meeting* before, const schedule::Meeting& after) const;
  void own(Change& change, const Guid& co_space) const;
  void release(Change& change, const Guid& co_space, sys_seconds now) const;
  void disown(Change& change, const StoredMeeting& stored) const;

  const Registry& registry_;
  const Book& book_;
  Notices& notices_;
};

}  // namespace curia::scheduler
