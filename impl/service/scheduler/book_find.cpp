// How the book answers questions: candidates by what is kept, then their rules.
#include <algorithm>
#include <queue>

#include "impl/service/scheduler/book.hpp"
#include "model/base/limits_scheduler.hpp"
#include "model/base/prng.hpp"
#include "model/base/reached.hpp"
#include "model/base/text.hpp"
#include "model/schedule/stored_meeting.hpp"

namespace curia::scheduler {

using schedule::count_of;

// When the first recurrence starts that ends after `from`; `read` counts rules that were read.
std::int64_t Book::first_start(const Entry& entry, sys_seconds from, std::size_t& read) const {
  if (entry.last_end <= count_of(from)) return none;
  if (from >= moment_) {
    if (entry.next.start == none || entry.next.end > count_of(from)) return entry.next.start;
    if (entry.following.start == none || entry.following.end > count_of(from))
      return entry.following.start;
  }
  ++read;
  const auto timetable = this->timetable(*entry.meeting);
  if (!timetable) return none;
  const auto first = timetable->from(from).next();
  return first ? count_of(first->start) : none;
}

bool Book::passes(const StoredMeeting& meeting, const Question& question) const {
  if (question.co_space && meeting.co_space != question.co_space) return false;
  if (question.user_name.empty()) return true;
  bool is_there = equal_ignoring_ascii_case(meeting.organizer_user_name, question.user_name);
  schedule::visit_people(meeting, [&](std::string_view, std::string_view user) {
    is_there = is_there || equal_ignoring_ascii_case(user, question.user_name);
  });
  return is_there;
}

namespace {

// The entries with the earliest first recurrences, at most so many.
template <class Entry>
class Earliest {
 public:
  explicit Earliest(std::size_t most) : most_(most) {}

  bool is_full() const { return heap_.size() >= most_; }
  const std::pair<std::int64_t, std::uint64_t>& latest() const { return heap_.top(); }
  void offer(std::int64_t start, const Entry* entry) {
    heap_.emplace(start, entry->ordinal);
    if (heap_.size() > most_) heap_.pop();
  }
  std::vector<std::uint64_t> ordinals() {
    std::vector<std::uint64_t> all;
    for (; !heap_.empty(); heap_.pop()) all.push_back(heap_.top().second);
    return all;
  }

 private:
  std::size_t most_;
  std::priority_queue<std::pair<std::int64_t, std::uint64_t>> heap_;  // the latest on top
};

}  // namespace

Result<std::vector<const Book::Entry*>> Book::candidates(const Question& question) const {
  Earliest<Entry> earliest(question.most);
  std::size_t read = 0;
  const std::int64_t until = count_of(question.until);
  const auto look = [&](const Entry* entry) {
    if (entry == nullptr || entry->meeting == nullptr || !passes(*entry->meeting, question))
      return true;
    const std::int64_t start = first_start(*entry, question.from, read);
    if (start != none && start <= until) earliest.offer(start, entry);
    return read <= limits::scheduler_search_meetings;
  };
  bool is_done = true;
  if (question.co_space || !question.user_name.empty()) {
    const Ordinals* listed = nullptr;
    if (question.co_space) {
      if (const auto at = by_space_.find(question.co_space); at != by_space_.end())
        listed = &at->second;
    } else if (const auto at = by_user_.find(fnv1a(ascii_lower(question.user_name)));
               at != by_user_.end()) {
      listed = &at->second;
    }
    if (listed != nullptr)
      is_done =
          std::ranges::all_of(*listed, [&](std::uint64_t each) { return look(entry_of(each)); });
  } else if (question.from >= moment_) {
    for (const auto& [start, ordinal] : by_start_) {
      if (start > until || (earliest.is_full() && std::pair(start, ordinal) > earliest.latest()))
        break;
      if (is_done = look(entry_of(ordinal)); !is_done) break;
    }
  } else {
    is_done = std::ranges::all_of(entries_, [&](const Entry& each) { return look(&each); });
  }
  if (!is_done) {
    reached("scheduler.search_too_far");
    return fail(Errc::limit_reached,
                "too many meetings lie between now and fromTime: name a coSpace or a userName",
                "fromTime");
  }
  std::vector<const Entry*> found;
  for (const std::uint64_t ordinal : earliest.ordinals()) found.push_back(entry_of(ordinal));
  return found;
}

Result<std::vector<Found>> Book::find(const Question& question) const {
  const auto entries = candidates(question);
  if (!entries) return fail(entries.error());
  struct Reader {
    const Entry* entry;
    std::unique_ptr<schedule::Timetable> timetable;  // does not move while it is read
    std::optional<schedule::Timetable::Walk> walk;
    std::optional<Recurrence> next;
  };
  std::vector<Reader> readers;
  for (const Entry* entry : *entries) {
    auto timetable = this->timetable(*entry->meeting);
    if (!timetable) continue;
    Reader reader{entry, std::make_unique<schedule::Timetable>(*std::move(timetable)), {}, {}};
    reader.walk.emplace(reader.timetable->from(question.from));
    reader.next = reader.walk->next();
    readers.push_back(std::move(reader));
  }
  const auto later = [&](std::size_t a, std::size_t b) {
    const Reader &x = readers[a], &y = readers[b];
    return std::tuple(x.next->start, x.entry->ordinal) >
           std::tuple(y.next->start, y.entry->ordinal);
  };
  std::priority_queue<std::size_t, std::vector<std::size_t>, decltype(later)> queue(later);
  for (std::size_t i = 0; i < readers.size(); ++i)
    if (readers[i].next) queue.push(i);
  std::vector<Found> found;
  while (!queue.empty() && found.size() < question.most) {
    Reader& reader = readers[queue.top()];
    if (reader.next->start > question.until) break;
    const std::size_t number = queue.top();
    queue.pop();
    found.push_back({reader.entry->meeting, *reader.next});
    reader.next = reader.walk->next();
    if (reader.next) queue.push(number);
  }
  return found;
}

}  // namespace curia::scheduler
