#include <algorithm>
#include <map>
#include <set>

#include "impl/wire/icalendar/calendar.hpp"
#include "impl/wire/icalendar/lines.hpp"
#include "impl/wire/icalendar/moments.hpp"
#include "impl/wire/icalendar/vtimezone.hpp"
#include "model/schedule/occurrences.hpp"

namespace curia::ical {
namespace {

void append_text(std::string& out, std::string_view name, std::string_view text) {
  if (!text.empty()) append_line(out, std::string(name) + ':' + escape_text(text));
}

void append_moment(std::string& out, std::string_view name, const Moment& moment) {
  append_line(out, std::string(name) + written(moment));
}

void append_person(std::string& out, std::string_view name, std::string_view parameters,
                   const Person& person) {
  std::string line(name);
  if (!person.name.empty()) line += ";CN=" + quoted(person.name);
  append_line(out, line + std::string(parameters) + ":mailto:" + person.address);
}

void append_event(std::string& out, const Event& event) {
  out += "BEGIN:VEVENT\r\n";
  append_line(out, "UID:" + escape_text(event.uid));
  append_line(out, "DTSTAMP:" + written_utc(event.stamp));
  append_line(out, "SEQUENCE:" + std::to_string(event.sequence));
  if (event.occurrence) append_moment(out, "RECURRENCE-ID", *event.occurrence);
  append_moment(out, "DTSTART", event.start);
  append_moment(out, "DTEND", event.end);
  if (!event.rrule.empty()) append_line(out, "RRULE:" + event.rrule);
  for (const Moment& moment : event.excluded) append_moment(out, "EXDATE", moment);
  append_text(out, "SUMMARY", event.summary);
  append_text(out, "DESCRIPTION", event.description);
  append_text(out, "LOCATION", event.location);
  append_person(out, "ORGANIZER", "", event.organizer);
  for (const Person& person : event.attendees)
    append_person(out, "ATTENDEE",
                  ";CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE",
                  person);
  append_line(out, event.cancelled ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
  out += "TRANSP:OPAQUE\r\nCLASS:PUBLIC\r\n";
  out += "X-MICROSOFT-CDO-BUSYSTATUS:BUSY\r\nX-MICROSOFT-DISALLOW-COUNTER:TRUE\r\n";
  if (event.start.is_date) out += "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE\r\n";
  out += "END:VEVENT\r\n";
}

// From when to when clocks of a zone matter.
struct Reach {
  schedule::sys_seconds begin = schedule::sys_seconds::max();
  schedule::sys_seconds end = schedule::sys_seconds::min();
  bool endless = false;

  void take(const schedule::Zone& zone, const Moment& moment) {
    const auto instant = zone.to_utc(moment.local);
    begin = std::min(begin, instant);
    end = std::max(end, instant);
  }
};

// When the last recurrence begins is known from the rule; a rule without an end has none.
void take_rule(const Event& event, const std::shared_ptr<const schedule::Zone>& zone,
               Reach& reach) {
  auto rule = schedule::parse_rule(event.rrule);
  reach.endless = true;
  if (!rule || (!rule->until && rule->count == 0)) return;
  const auto series =
      schedule::Series::make({.start = event.start.local, .rule = *std::move(rule)}, zone);
  if (!series) return;
  const auto last = series->last();
  if (!last) return;
  reach.endless = false;
  const auto end = event.end.zone == "UTC" ? schedule::sys_at(schedule::count_of(event.end.local))
                                           : zone->to_utc(event.end.local);
  reach.end = std::max(reach.end, last->start + (end - zone->to_utc(event.start.local)));
}

Result<> append_zones(std::string& out, const Calendar& calendar, const FindZone& find) {
  std::map<std::string, Reach> reaches;
  for (const Event& event : calendar.events) {
    const auto take = [&](const Moment& moment) -> Result<> {
      if (moment.is_date || moment.zone == "UTC") return {};
      const auto zone = find(moment.zone);
      if (zone == nullptr)
        return fail(Errc::not_found, "there is no time zone '" + moment.zone + "'", "timeZone");
      Reach& reach = reaches[moment.zone];
      reach.take(*zone, moment);
      if (&moment == &event.start && !event.rrule.empty()) take_rule(event, zone, reach);
      return {};
    };
    if (auto done = take(event.start); !done) return done;
    if (auto done = take(event.end); !done) return done;
    if (event.occurrence)
      if (auto done = take(*event.occurrence); !done) return done;
  }
  for (const auto& [name, reach] : reaches)
    append_vtimezone(out, *find(name), reach.begin,
                     reach.endless ? std::nullopt : std::optional(reach.end));
  return {};
}

}  // namespace

std::string_view name_of(Method method) { return method == Method::request ? "REQUEST" : "CANCEL"; }

Result<std::string> to_ics(const Calendar& calendar, const FindZone& find) {
  std::string out = "BEGIN:VCALENDAR\r\nPRODID:-//Curia//Scheduler//EN\r\nVERSION:2.0\r\n";
  out += "CALSCALE:GREGORIAN\r\nMETHOD:";
  out += name_of(calendar.method);
  out += "\r\n";
  if (auto done = append_zones(out, calendar, find); !done) return fail(done.error());
  for (const Event& event : calendar.events) append_event(out, event);
  return out + "END:VCALENDAR\r\n";
}

}  // namespace curia::ical
