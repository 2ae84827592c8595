#include "sim/mail/calendar_client.hpp"

#include <algorithm>
#include <tuple>

#include "model/base/check.hpp"
#include "model/schedule/occurrences.hpp"

namespace curia::sim {
namespace {

using ical::Event;

std::string text_of(const ical::Moment& moment) {
  return std::to_string(schedule::count_of(moment.local)) + (moment.is_date ? " day" : "") + " " +
         moment.zone;
}

std::string text_of(const Event& event) {
  return event.summary + " from " + text_of(event.start) + " to " + text_of(event.end) +
         (event.rrule.empty() ? "" : " by " + event.rrule) + " of " + event.organizer.address +
         (event.organizer.name.empty() ? "" : " (" + event.organizer.name + ")") + " at " +
         event.description;
}

}  // namespace

Result<> CalendarClient::take(std::string_view ics) {
  const auto calendar = ical::read_ics(ics);
  if (!calendar) return fail(calendar.error());
  take(*calendar);
  return {};
}

void CalendarClient::take(const ical::Calendar& calendar) {
  const bool cancels = calendar.method == ical::Method::cancel;
  for (const Event& event : calendar.events)
    if (!event.occurrence) take_series(meetings_[event.uid], event, cancels);
  for (const Event& event : calendar.events)
    if (event.occurrence) take_recurrence(meetings_[event.uid], event, cancels);
}

// Recurrences of whole days are named by dates: the midnights of the calendar itself.
schedule::sys_seconds CalendarClient::instant_of(const ical::Moment& moment) const {
  if (moment.is_date || moment.zone == "UTC")
    return schedule::sys_at(schedule::count_of(moment.local));
  const auto zone = find_(moment.zone);
  check(zone != nullptr, "the calendar knows the zone");
  return zone->to_utc(moment.local);
}

CalendarEntry CalendarClient::entry_of(const Event& event) const {
  return {instant_of(event.start), instant_of(event.end), event.start.is_date,
          event.summary,           event.organizer,       event.description};
}

void CalendarClient::add_series(const Meeting& meeting, schedule::sys_seconds until,
                                std::vector<CalendarEntry>& entries) const {
  const Event& event = *meeting.series;
  const CalendarEntry first = entry_of(event);
  const auto add = [&](schedule::sys_seconds start) {
    const auto own = meeting.recurrences.find(start);
    const bool is_own = own != meeting.recurrences.end() && own->second.event;
    if (is_own || meeting.excluded.contains(start)) return;
    entries.push_back(first);
    entries.back().start = start;
    entries.back().end = start + (first.end - first.start);
  };
  if (first.start < until) add(first.start);
  if (event.rrule.empty()) return;
  const bool is_utc = event.start.is_date || event.start.zone == "UTC";
  const auto zone = is_utc ? std::make_shared<const schedule::Zone>(schedule::Zone::utc())
                           : find_(event.start.zone);
  const auto series = schedule::Series::make({.start = event.start.local,
                                              .all_day = event.start.is_date,
                                              .rule = schedule::parse_rule(event.rrule).value()},
                                             zone);
  check(series.has_value(), "a calendar takes the rule");
  schedule::Occurrences occurrences(*series);
  while (const auto next = occurrences.next()) {
    if (next->start >= until) break;
    if (next->start != first.start) add(next->start);
  }
}

std::vector<CalendarEntry> CalendarClient::entries(schedule::sys_seconds until) const {
  std::vector<CalendarEntry> entries;
  for (const auto& [uid, meeting] : meetings_) {
    if (meeting.series) add_series(meeting, until, entries);
    for (const auto& [id, one] : meeting.recurrences)
      if (one.event && instant_of(one.event->start) < until)
        entries.push_back(entry_of(*one.event));
  }
  sort(entries);
  return entries;
}

void sort(std::vector<CalendarEntry>& entries) {
  std::ranges::sort(entries, {}, [](const CalendarEntry& one) {
    return std::tie(one.start, one.end, one.summary, one.organizer.address, one.organizer.name,
                    one.text);
  });
}

void CalendarClient::take_series(Meeting& meeting, const Event& event, bool cancels) {
  const std::pair version(event.sequence, event.stamp);
  if (version < meeting.version) return;
  meeting.version = version;
  meeting.series.reset();
  meeting.excluded.clear();
  std::erase_if(meeting.recurrences,
                [&](const auto& one) { return one.second.version <= version; });
  if (cancels) return;
  meeting.series = event;
  for (const ical::Moment& moment : event.excluded) meeting.excluded.insert(instant_of(moment));
}

void CalendarClient::take_recurrence(Meeting& meeting, const Event& event, bool cancels) {
  const auto id = instant_of(*event.occurrence);
  Shown& shown = meeting.recurrences[id];
  const std::pair version(event.sequence, event.stamp);
  if (version < shown.version || version < meeting.version) return;
  shown.version = version;
  shown.event.reset();
  if (!cancels) shown.event = event;
  if (cancels)
    meeting.excluded.insert(id);
  else
    meeting.excluded.erase(id);
}

std::string CalendarClient::shown() const {
  std::string out;
  for (const auto& [uid, meeting] : meetings_) {
    if (meeting.series) {
      out += uid + ": " + text_of(*meeting.series) + '\n';
      for (const auto id : meeting.excluded)
        out += uid + ": without " + std::to_string(schedule::count_of(id)) + '\n';
    }
    for (const auto& [id, one] : meeting.recurrences) {
      if (!one.event) continue;
      if (meeting.series) {
        // One that is as the series has it is no difference.
        CalendarEntry usual = entry_of(*meeting.series);
        usual.end = id + (usual.end - usual.start);
        usual.start = id;
        if (usual == entry_of(*one.event)) continue;
      }
      out +=
          uid + ": " + std::to_string(schedule::count_of(id)) + ": " + text_of(*one.event) + '\n';
    }
  }
  return out;
}

}  // namespace curia::sim
