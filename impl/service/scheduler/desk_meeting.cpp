// What is asked of one meeting, or of one of its recurrences.
#include "impl/service/scheduler/desk.hpp"
#include "impl/service/scheduler/reading.hpp"
#include "impl/service/scheduler/showing.hpp"
#include "impl/service/scheduler/times.hpp"
#include "model/schedule/stored_meeting.hpp"

namespace curia::scheduler {
namespace {

using schedule::Meeting;
using schedule::Timetable;

Verdict with_json(std::string body, std::unique_ptr<Change> change = nullptr) {
  return {.response = {.status = 200,
                       .headers = {{"Content-Type", "application/json"}},
                       .body = std::move(body)},
          .change = std::move(change)};
}

bool is_get(const Request& request) { return request.method == "GET" || request.method == "HEAD"; }

std::string show_one(const Meeting& meeting, const Timetable& timetable,
                     const Recurrence& recurrence) {
  std::string out;
  JsonWriter json(out);
  show_recurrence(meeting, timetable, recurrence, json);
  return out;
}

const std::vector<schedule::Invitee>& people_of(const Meeting& meeting, sys_seconds id) {
  const schedule::Exception* exception = schedule::find_exception(meeting, id);
  return exception != nullptr && exception->participants ? *exception->participants
                                                         : meeting.participants;
}

}  // namespace

Answer<Desk::Named> Desk::find(const Route& route) const {
  const auto* stored = registry_.find<StoredMeeting>(route.meeting);
  if (stored == nullptr) return refuse(404, "there is no such meeting", "meeting");
  auto meeting = schedule::meeting_of(*stored);
  if (!meeting) return refuse(500, meeting.error().message);
  return Named{stored, *std::move(meeting)};
}

Answer<Timetable> Desk::timetable(const Meeting& meeting) const {
  auto made = Timetable::make(meeting, book_.zones());
  if (!made) return refuse(made.error());
  return *std::move(made);
}

// "2021-01-30T08:30:00Z" is called a local time where it is described, and looks like an instant:
// it is taken as what the meeting has, as an instant first.
Answer<Recurrence> Desk::find_recurrence(const Timetable& timetable, std::string_view text) const {
  const auto time = read_time(text);
  if (time) {
    const sys_seconds instant = schedule::sys_at(schedule::count_of(time->local)) -
                                time->offset.value_or(schedule::seconds(0));
    const sys_seconds local = timetable.zone().to_utc(time->local);
    for (const sys_seconds id : {time->offset ? instant : local, local})
      if (timetable.in_series(id)) return *timetable.find(id);
  }
  return refuse(404, "the meeting has no such recurrence", "recurrence");
}

Answer<Verdict> Desk::replace(const Named& named, const Meeting& after,
                              std::string (*show)(const Meeting&, const Timetable&)) {
  const auto times = timetable(after);
  if (!times) return std::unexpected(times.error());
  if (after == named.meeting) return with_json(show(after, *times));
  auto writes = change();
  if (auto done = ledger_.replace(*writes, *named.stored, named.meeting, after, now()); !done)
    return std::unexpected(done.error());
  return with_json(show(after, *times), std::move(writes));
}

Answer<Verdict> Desk::meeting(const Route& route, const Request& request) {
  const auto named = find(route);
  if (!named) return std::unexpected(named.error());
  if (request.method == "DELETE") {
    auto writes = change();
    if (auto gone = ledger_.remove(*writes, *named->stored, now()); !gone)
      return std::unexpected(gone.error());
    return Verdict{.response = {}, .change = std::move(writes)};
  }
  Meeting after = named->meeting;
  if (!is_get(request)) {
    const auto json = read_body(request.body);
    if (!json) return std::unexpected(json.error());
    const auto edit = read_meeting(*json);
    if (!edit) return std::unexpected(edit.error());
    if (auto done = schedule::apply(*edit, book_.zones(), after); !done)
      return refuse(done.error());
  }
  return replace(*named, after, show_meeting);
}

Answer<Verdict> Desk::recurrence(const Route& route, const Request& request) {
  const auto named = find(route);
  if (!named) return std::unexpected(named.error());
  const auto times = timetable(named->meeting);
  if (!times) return std::unexpected(times.error());
  const auto found = find_recurrence(*times, route.recurrence);
  if (!found) return std::unexpected(found.error());
  if (is_get(request)) return with_json(show_one(named->meeting, *times, *found));
  const auto json = read_body(request.body);
  if (!json) return std::unexpected(json.error());
  const auto edit = read_recurrence(*json);
  if (!edit) return std::unexpected(edit.error());
  Meeting after = named->meeting;
  if (auto done = schedule::apply_to_recurrence(*edit, found->id, book_.zones(), after); !done)
    return refuse(done.error());
  auto verdict = replace(*named, after, show_meeting);
  if (!verdict) return verdict;
  // Of a meeting without a rule the recurrence may have moved with it.
  const auto later = timetable(after);
  if (!later) return std::unexpected(later.error());
  auto shown = later->find(found->id);
  if (!shown) shown = later->first_in_series();
  verdict->response.body = show_one(after, *later, shown.value_or(*found));
  return verdict;
}

Answer<Verdict> Desk::participants(const Route& route, const Request& request) {
  const auto named = find(route);
  if (!named) return std::unexpected(named.error());
  std::optional<sys_seconds> id;
  if (!route.recurrence.empty()) {
    const auto times = timetable(named->meeting);
    if (!times) return std::unexpected(times.error());
    const auto found = find_recurrence(*times, route.recurrence);
    if (!found) return std::unexpected(found.error());
    id = found->id;
  }
  Meeting after = named->meeting;
  if (!is_get(request)) {
    const auto json = read_body(request.body);
    if (!json) return std::unexpected(json.error());
    const auto edit = read_participants(*json);
    if (!edit) return std::unexpected(edit.error());
    const auto done = id ? schedule::apply_to_recurrence(*edit, *id, book_.zones(), after)
                         : schedule::apply(*edit, after);
    if (!done) return refuse(done.error());
  }
  auto verdict = replace(*named, after, show_meeting);
  if (!verdict) return verdict;
  verdict->response.body = show_participants(id ? people_of(after, *id) : after.participants);
  return verdict;
}

Answer<Verdict> Desk::refresh(const Route& route) {
  const auto named = find(route);
  if (!named) return std::unexpected(named.error());
  std::optional<sys_seconds> id;
  if (!route.recurrence.empty()) {
    const auto times = timetable(named->meeting);
    if (!times) return std::unexpected(times.error());
    const auto found = find_recurrence(*times, route.recurrence);
    if (!found) return std::unexpected(found.error());
    id = found->id;
  }
  if (!ledger_.can_refresh()) return refuse(503, "no email server is configured");
  auto writes = change();
  if (auto ordered = ledger_.refresh(*writes, named->meeting, id); !ordered)
    return std::unexpected(ordered.error());
  return Verdict{.response = {}, .change = std::move(writes)};
}

}  // namespace curia::scheduler
