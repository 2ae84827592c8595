#include "impl/wire/icalendar/meeting_calendar.hpp"

#include "model/schedule/rule.hpp"

namespace curia::ical {
namespace {

using schedule::MeetingTime;
using schedule::Until;
using schedule::Zone;

// RFC 5545 section 3.3.10: UNTIL is a date where the start is one, else UTC.
Result<std::string> rule_text(const std::string& rrule, const MeetingTime& time, const Zone& zone) {
  if (rrule.empty()) return std::string();
  auto rule = schedule::parse_rule(rrule);
  if (!rule) return fail(rule.error());
  if (rule->until) {
    Until& until = *rule->until;
    if (time.all_day) {
      if (until.form == Until::Form::utc)
        until.time = schedule::count_of(zone.to_local(schedule::sys_at(until.time)));
      until.time -= schedule::floor_mod(until.time, schedule::day_seconds);
      until.form = Until::Form::date;
    } else if (until.form != Until::Form::utc) {
      if (until.form == Until::Form::date) until.time += schedule::day_seconds - 1;
      until.time = schedule::count_of(zone.to_utc(schedule::local_at(until.time)));
      until.form = Until::Form::utc;
    }
  }
  return to_text(*rule);
}

class Maker {
 public:
  Maker(const schedule::Notice& notice, const CalendarText& text, const Zone& series_zone)
      : notice_(notice), text_(text), zone_(series_zone) {}

  Result<Event> event_of(const schedule::NoticeEvent& source) const {
    Event event;
    event.uid = to_string(notice_.meeting);
    event.sequence = notice_.sequence;
    event.stamp = text_.stamp;
    if (source.occurrence) event.occurrence = named(*source.occurrence);
    put_times(source, event);
    auto rule = rule_text(source.rrule, notice_.series, zone_);
    if (!rule) return fail(rule.error());
    event.rrule = *std::move(rule);
    for (const auto id : source.excluded) event.excluded.push_back(named(id));
    event.cancelled = notice_.cancels;
    event.summary = source.summary;
    event.description = text_.description;
    event.location = text_.location;
    event.organizer = {notice_.organizer.email.empty() ? text_.sender : notice_.organizer.email,
                       notice_.organizer.display_name};
    for (const std::string& address : source.attendees) event.attendees.push_back({address, {}});
    return event;
  }

 private:
  // A recurrence has the form of the series' start.
  Moment named(schedule::sys_seconds id) const {
    return moment(zone_.to_local(id), notice_.series);
  }

  static Moment moment(schedule::local_seconds local, const MeetingTime& time) {
    return {local, time.all_day, time.all_day ? "UTC" : time.zone};
  }

  void put_times(const schedule::NoticeEvent& source, Event& event) const {
    if (source.time) {
      event.start = moment(source.time->start, *source.time);
      event.end = moment(source.time->end, *source.time);
      return;
    }
    const MeetingTime& series = notice_.series;
    const auto start = zone_.to_local(*source.occurrence);
    event.start = moment(start, series);
    event.end = moment(start + (series.end - series.start), series);
  }

  const schedule::Notice& notice_;
  const CalendarText& text_;
  const Zone& zone_;
};

}  // namespace

Result<Calendar> calendar_of(const schedule::Notice& notice, const CalendarText& text,
                             const FindZone& find) {
  const auto zone = find(notice.series.zone);
  if (zone == nullptr)
    return fail(Errc::not_found, "there is no time zone '" + notice.series.zone + "'", "timeZone");
  const Maker maker(notice, text, *zone);
  Calendar calendar{notice.cancels ? Method::cancel : Method::request, {}};
  for (const schedule::NoticeEvent& source : notice.events) {
    auto event = maker.event_of(source);
    if (!event) return fail(event.error());
    calendar.events.push_back(*std::move(event));
  }
  return calendar;
}

}  // namespace curia::ical
