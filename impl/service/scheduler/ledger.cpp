#include "impl/service/scheduler/ledger.hpp"

#include <algorithm>

#include "model/base/limits_scheduler.hpp"
#include "model/objects/access_method.hpp"
#include "model/objects/catalog.hpp"
#include "model/objects/co_space.hpp"
#include "model/schedule/stored_meeting.hpp"

namespace curia::scheduler {
namespace {

using schedule::Invitee;
using schedule::Meeting;

Answer<> check_size(const StoredMeeting& stored) {
  if (stored.participants.size() > limits::meeting_text_bytes)
    return refuse(400, "the participants of the meeting are too much text", "participants");
  if (stored.exceptions.size() > limits::meeting_text_bytes)
    return refuse(400, "the changed recurrences of the meeting are too much text", "recurrence");
  return {};
}

// The access methods that somebody there is to use, with where it is said.
template <class Visit>
void visit_methods(const Meeting& meeting, Visit visit) {
  const auto visit_all = [&](const std::vector<Invitee>& people) {
    for (std::size_t i = 0; i < people.size(); ++i)
      if (people[i].access_method)
        visit(people[i].access_method, "participants[" + std::to_string(i) + "].accessMethod");
  };
  visit_all(meeting.participants);
  for (const schedule::Exception& exception : meeting.exceptions)
    if (exception.participants) visit_all(*exception.participants);
}

bool uses(const Meeting& meeting, const Guid& method) {
  bool found = false;
  visit_methods(meeting,
                [&](const Guid& used, const std::string&) { found = found || used == method; });
  return found;
}

}  // namespace

const TemporarySpace* Ledger::temporary(const Change& change, const Guid& co_space) {
  const auto found =
      change.referring(Kind::temporary_space, field_of(Kind::temporary_space, "coSpace"), co_space);
  return found.empty() ? nullptr : static_cast<const TemporarySpace*>(found.front());
}

// What the meeting referred to before may be gone meanwhile; what is new must be there.
Answer<> Ledger::check_references(const Meeting* before, const Meeting& after) const {
  const bool is_moved = before == nullptr || before->co_space != after.co_space;
  if (is_moved && registry_.find<CoSpace>(after.co_space) == nullptr)
    return refuse(400, "there is no coSpace " + to_string(after.co_space), "coSpace");
  std::optional<Problem> problem;
  visit_methods(after, [&](const Guid& method, const std::string& where) {
    if (problem || (before != nullptr && !is_moved && uses(*before, method))) return;
    const auto* found = registry_.find<AccessMethod>(method);
    if (found == nullptr || found->parent != after.co_space)
      problem = Problem{400, "the coSpace has no access method " + to_string(method), where};
  });
  if (problem) return std::unexpected(*problem);
  return {};
}

Answer<> Ledger::add(Change& change, Meeting& meeting) const {
  if (book_.size() >= limits::scheduler_meetings)
    return refuse(503, "there are " + std::to_string(limits::scheduler_meetings) +
                           " meetings already, which is the most");
  if (auto good = check_references(nullptr, meeting); !good) return good;
  auto& stored = change.create<StoredMeeting>();
  meeting.id = stored.id;
  schedule::store_meeting(meeting, stored);
  if (auto good = check_size(stored); !good) return good;
  if (meeting.owns_space) own(change, meeting.co_space);
  return notices_.meeting_changed(change, nullptr, &meeting);
}

Answer<> Ledger::replace(Change& change, const StoredMeeting& stored, const Meeting& before,
                         const Meeting& after, sys_seconds now) const {
  if (auto good = check_references(&before, after); !good) return good;
  const auto timetable_before = book_.timetable(stored);
  const sys_seconds last_before =
      timetable_before ? timetable_before->last_end() : sys_seconds::max();
  auto timetable = schedule::Timetable::make(after, book_.zones());
  if (!timetable) return refuse(timetable.error());
  auto& next = change.modify(stored);
  schedule::store_meeting(after, next);
  if (auto good = check_size(next); !good) return good;
  if (after.co_space != before.co_space || timetable->last_end() < last_before)
    release(change, before.co_space, now);
  if (after.owns_space) own(change, after.co_space);
  if (before.owns_space && !after.owns_space && after.co_space == before.co_space)
    disown(change, stored);
  return notices_.meeting_changed(change, &before, &after);
}

Answer<> Ledger::remove(Change& change, const StoredMeeting& stored, sys_seconds now) const {
  const auto before = schedule::meeting_of(stored);
  release(change, stored.co_space, now);
  change.erase(stored);
  // Who tidies up what has been tells nobody.
  if (!before || book_.is_over(stored, now)) return {};
  return notices_.meeting_changed(change, &*before, nullptr);
}

Answer<> Ledger::refresh(Change& change, const Meeting& meeting,
                         std::optional<sys_seconds> recurrence) const {
  return notices_.refresh(change, meeting, recurrence);
}

void Ledger::own(Change& change, const Guid& co_space) const {
  if (change.find<CoSpace>(co_space) == nullptr || temporary(change, co_space) != nullptr) return;
  change.create<TemporarySpace>().co_space = co_space;
}

void Ledger::release(Change& change, const Guid& co_space, sys_seconds now) const {
  if (const TemporarySpace* space = temporary(change, co_space))
    change.modify(*space).released = std::max<std::int64_t>(0, schedule::count_of(now));
}

void Ledger::disown(Change& change, const StoredMeeting& stored) const {
  for (const StoredMeeting* other : book_.meetings_in(stored.co_space))
    if (other != &stored && other->owns_space == Flag::yes) return;
  if (const TemporarySpace* space = temporary(change, stored.co_space)) change.erase(*space);
}

}  // namespace curia::scheduler
