#include "impl/service/scheduler/book.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/base/limits.hpp"
#include "model/base/prng.hpp"
#include "model/base/reached.hpp"
#include "model/base/text.hpp"
#include "model/schedule/stored_meeting.hpp"

namespace curia::scheduler {
namespace {

using schedule::count_of;
using schedule::sys_at;

constexpr std::size_t compact_above = 65536;
// Recurrences that ended so lately are still at hand: clients' clocks are not ours.
constexpr schedule::seconds grace{60};

std::uint64_t key_of(std::string_view user_name) { return fnv1a(ascii_lower(user_name)); }

// The keys of all who are in a meeting, each once.
std::vector<std::uint64_t> keys_of(const StoredMeeting& meeting) {
  std::vector<std::uint64_t> keys;
  if (!meeting.organizer_user_name.empty()) keys.push_back(key_of(meeting.organizer_user_name));
  schedule::visit_people(meeting, [&](std::string_view, std::string_view user) {
    if (!user.empty()) keys.push_back(key_of(user));
  });
  std::ranges::sort(keys);
  keys.erase(std::ranges::unique(keys).begin(), keys.end());
  return keys;
}

template <class Lists, class Key>
void mark(Lists& lists, const Key& key, std::uint64_t ordinal, bool is_there) {
  auto& ordinals = lists[key];
  const auto at = std::ranges::lower_bound(ordinals, ordinal);
  if (is_there)
    ordinals.insert(at, ordinal);
  else
    ordinals.erase(at);
  if (ordinals.empty()) lists.erase(key);
}

}  // namespace

Book::Book(Registry& registry, schedule::ZoneSource zones)
    : registry_(registry), zones_(std::move(zones)) {
  registry.observe(*this);
}

Result<> Book::load(sys_seconds now) {
  moment_ = now - grace;
  const Table& table = registry_.table(Kind::meeting);
  entries_.reserve(table.size());
  Result<> outcome;
  table.all().visit_from(0, [&](std::uint32_t slot) {
    const auto& meeting = static_cast<const StoredMeeting&>(table.at(slot));
    if (auto read = schedule::meeting_of(meeting); !read) outcome = fail(read.error());
    if (outcome) put(meeting);
    return outcome.has_value();
  });
  return outcome;
}

void Book::applied(std::span<const Event> events) {
  for (const Event& event : events) {
    const Object* any = event.after != nullptr ? event.after : event.before;
    if (any->kind != Kind::meeting) continue;
    if (event.before != nullptr) take(static_cast<const StoredMeeting&>(*event.before));
    if (event.after != nullptr) put(static_cast<const StoredMeeting&>(*event.after));
  }
  compact();
}

Book::Entry* Book::entry_of(std::uint64_t ordinal) {
  const auto at = std::ranges::lower_bound(entries_, ordinal, {}, &Entry::ordinal);
  return at != entries_.end() && at->ordinal == ordinal ? &*at : nullptr;
}

const Book::Entry* Book::entry_of(std::uint64_t ordinal) const {
  return const_cast<Book*>(this)->entry_of(ordinal);
}

void Book::put(const StoredMeeting& meeting) {
  Entry* entry = entry_of(meeting.ordinal);
  if (entry == nullptr) {
    // New ordinals are above all others, but rows of a store may come in any order.
    const auto at = std::ranges::lower_bound(entries_, meeting.ordinal, {}, &Entry::ordinal);
    entry = &*entries_.insert(at, Entry());
    entry->ordinal = meeting.ordinal;
  }
  check(entry->meeting == nullptr, "a meeting stands in the book once");
  entry->meeting = &meeting;
  ++living_;
  list(meeting, true);
  place(*entry, rewind_to_.value_or(moment_));
}

// `meeting` may be a copy of what it was; the entry knows where it stands in time.
void Book::take(const StoredMeeting& meeting) {
  Entry* entry = entry_of(meeting.ordinal);
  check(entry != nullptr && entry->meeting != nullptr, "a meeting of the book");
  by_start_.erase({entry->next.start, entry->ordinal});
  list(meeting, false);
  entry->meeting = nullptr;
  --living_;
}

void Book::list(const StoredMeeting& meeting, bool is_there) {
  mark(by_space_, meeting.co_space, meeting.ordinal, is_there);
  for (const std::uint64_t key : keys_of(meeting)) mark(by_user_, key, meeting.ordinal, is_there);
}

Result<schedule::Timetable> Book::timetable(const StoredMeeting& meeting) const {
  auto exceptions = schedule::exceptions_of(meeting);
  if (!exceptions) return fail(exceptions.error());
  return schedule::Timetable::make(schedule::time_of(meeting), meeting.rrule,
                                   *std::move(exceptions), zones_);
}

// A meeting whose zone is gone from the tables has no place in time, and never ends.
void Book::place(Entry& entry, sys_seconds moment) {
  by_start_.erase({entry.next.start, entry.ordinal});
  entry.next = entry.following = {};
  entry.last_end = none;
  const auto timetable = this->timetable(*entry.meeting);
  if (!timetable) return reached("scheduler.zone_gone");
  const sys_seconds last = timetable->last_end();
  entry.last_end = count_of(last);
  if (last <= moment) return;
  auto walk = timetable->from(moment);
  if (const auto first = walk.next()) entry.next = {count_of(first->start), count_of(first->end)};
  if (const auto second = walk.next())
    entry.following = {count_of(second->start), count_of(second->end)};
  if (entry.next.start == none) return;
  by_start_.emplace(entry.next.start, entry.ordinal);
  due_.emplace(entry.next.end, entry.ordinal);
}

bool Book::advance(sys_seconds now, std::size_t most) {
  if (now < moment_ && !rewind_to_) {
    reached("scheduler.book_rewound");
    rewind_to_ = now - grace;
    rewind_at_ = 0;
  }
  if (rewind_to_) return rewind(most);
  if (now - grace < moment_) return false;
  // Before the meetings themselves: one may be behind the moment, never ahead of it.
  moment_ = now - grace;
  const std::int64_t end = count_of(moment_);
  for (; !due_.empty() && due_.top().first <= end; --most) {
    if (most == 0) return true;
    const Due due = due_.top();
    due_.pop();
    Entry* entry = entry_of(due.second);
    if (entry != nullptr && entry->meeting != nullptr && entry->next.end == due.first)
      place(*entry, moment_);
  }
  return false;
}

// Until all have gone back, questions about the time between are answered by the rules themselves.
bool Book::rewind(std::size_t most) {
  for (; rewind_at_ < entries_.size(); ++rewind_at_, --most) {
    if (most == 0) return true;
    if (entries_[rewind_at_].meeting != nullptr) place(entries_[rewind_at_], *rewind_to_);
  }
  moment_ = *rewind_to_;
  rewind_to_.reset();
  return false;
}

void Book::compact() {
  if (entries_.size() < compact_above + 2 * living_) return;
  std::erase_if(entries_, [](const Entry& entry) { return entry.meeting == nullptr; });
  rewind_at_ = 0;
}

std::vector<const StoredMeeting*> Book::meetings_in(const Guid& co_space) const {
  std::vector<const StoredMeeting*> meetings;
  if (const auto found = by_space_.find(co_space); found != by_space_.end())
    for (const std::uint64_t ordinal : found->second)
      meetings.push_back(entry_of(ordinal)->meeting);
  return meetings;
}

sys_seconds Book::last_end_in(const Guid& co_space) const {
  sys_seconds latest = sys_seconds::min();
  if (const auto found = by_space_.find(co_space); found != by_space_.end())
    for (const std::uint64_t ordinal : found->second)
      latest = std::max(latest, sys_at(entry_of(ordinal)->last_end));
  return latest;
}

sys_seconds Book::last_end_of(const StoredMeeting& meeting) const {
  const Entry* entry = entry_of(meeting.ordinal);
  return entry == nullptr ? sys_seconds::min() : sys_at(entry->last_end);
}

bool Book::is_over(const StoredMeeting& meeting, sys_seconds now) const {
  const sys_seconds end = last_end_of(meeting);
  return end != sys_seconds::min() && end <= now;
}

std::vector<Guid> Book::owned_and_ended(sys_seconds end) const {
  std::vector<Guid> spaces;
  for (const Entry& entry : entries_)
    if (entry.meeting != nullptr && entry.meeting->owns_space == Flag::yes &&
        sys_at(entry.last_end) <= end)
      spaces.push_back(entry.meeting->co_space);
  return spaces;
}

}  // namespace curia::scheduler
