#include "sim/mail/calendar_client.hpp"

#include "model/base/check.hpp"
#include "model/schedule/civil.hpp"

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
         " at " + event.description;
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
std::int64_t CalendarClient::instant_of(const ical::Moment& moment, const Meeting&) const {
  if (moment.is_date) return schedule::count_of(moment.local);
  const auto zone = find_(moment.zone);
  check(zone != nullptr, "the calendar knows the zone");
  return schedule::count_of(zone->to_utc(moment.local));
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
  for (const ical::Moment& moment : event.excluded)
    meeting.excluded.insert(instant_of(moment, meeting));
}

void CalendarClient::take_recurrence(Meeting& meeting, const Event& event, bool cancels) {
  const std::int64_t id = instant_of(*event.occurrence, meeting);
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
      for (const std::int64_t id : meeting.excluded)
        out += uid + ": without " + std::to_string(id) + '\n';
    }
    for (const auto& [id, one] : meeting.recurrences) {
      if (!one.event) continue;
      if (meeting.series) {
        // One that is as the series has it is no difference.
        Event usual = *meeting.series;
        const auto length = usual.end.local - usual.start.local;
        usual.rrule.clear();
        usual.start = *one.event->occurrence;
        usual.end = usual.start;
        usual.end.local += length;
        if (text_of(usual) == text_of(*one.event)) continue;
      }
      out += uid + ": " + std::to_string(id) + ": " + text_of(*one.event) + '\n';
    }
  }
  return out;
}

}  // namespace curia::sim
