#include "impl/wire/icalendar/meeting_calendar.hpp"

#include "model/schedule/series.hpp"
#include "model/schedule/timetable.hpp"

namespace curia::ical {
namespace {

using schedule::local_seconds;
using schedule::MeetingTime;
using schedule::NoticeEvent;
using schedule::sys_seconds;
using schedule::Until;
using schedule::Zone;
using ZonePointer = std::shared_ptr<const Zone>;

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

// A calendar shows DTSTART whether the rule makes it or not (RFC 5545 section 3.8.5.3): it is the
// first time that the rule makes, of which COUNT and UNTIL speak as well.
local_seconds first_start(const std::string& rrule, const MeetingTime& time,
                          const ZonePointer& zone) {
  auto rule = schedule::parse_rule(rrule);
  if (!rule) return time.start;
  const auto series = schedule::Series::make(
      {.start = time.start, .all_day = time.all_day, .rule = *std::move(rule)}, zone);
  const auto first = series ? series->first() : std::nullopt;
  return first ? first->local : time.start;
}

Moment moment(local_seconds local, const MeetingTime& time) {
  return {local, time.all_day, time.all_day ? "UTC" : time.zone};
}

// What clocks show twice means the first time: the second one is said in UTC.
Moment moment(sys_seconds instant, const MeetingTime& time, const Zone& zone) {
  const local_seconds local = zone.to_local(instant);
  if (zone.to_utc(local) == instant) return moment(local, time);
  return {schedule::local_at(schedule::count_of(instant)), false, "UTC"};
}

class Maker {
 public:
  Maker(const schedule::Notice& notice, const CalendarText& text, ZonePointer series_zone,
        const FindZone& find)
      : notice_(notice), text_(text), zone_(std::move(series_zone)), find_(find) {}

  Result<Event> event_of(const NoticeEvent& source) const {
    Event event;
    event.uid = to_string(notice_.meeting);
    event.sequence = notice_.sequence;
    event.stamp = text_.stamp;
    if (source.occurrence) event.occurrence = named(*source.occurrence);
    if (auto put = put_times(source, event); !put) return fail(put.error());
    auto rule = rule_text(source.rrule, notice_.series, *zone_);
    if (!rule) return fail(rule.error());
    event.rrule = *std::move(rule);
    for (const auto id : source.excluded) event.excluded.push_back(named(id));
    event.cancelled = notice_.cancels;
    event.summary = source.summary.empty() ? text_.title : source.summary;
    event.description = text_.description;
    event.location = text_.location;
    event.organizer = {notice_.organizer.email.empty() ? text_.sender : notice_.organizer.email,
                       notice_.organizer.display_name};
    for (const std::string& address : source.attendees) event.attendees.push_back({address, {}});
    return event;
  }

 private:
  // A recurrence has the form of the series' start.
  Moment named(sys_seconds id) const { return moment(zone_->to_local(id), notice_.series); }

  Result<> put_times(const NoticeEvent& source, Event& event) const {
    const MeetingTime& time = source.time ? *source.time : notice_.series;
    const ZonePointer zone = source.time ? find_(time.zone) : zone_;
    if (zone == nullptr)
      return fail(Errc::not_found, "there is no time zone '" + time.zone + "'", "timeZone");
    const auto length = schedule::length_of(time, *zone);
    const local_seconds start = !source.time           ? zone->to_local(*source.occurrence)
                                : source.rrule.empty() ? time.start
                                                       : first_start(source.rrule, time, zone);
    event.start = moment(start, time);
    // A rule goes by its own times, also where a change of clocks skips the first of them.
    if (source.rrule.empty() && !time.all_day)
      event.start = moment(zone->to_utc(start), time, *zone);
    event.end = time.all_day ? moment(start + length, time)
                             : moment(schedule::end_of(start, length, false, *zone), time, *zone);
    return {};
  }

  const schedule::Notice& notice_;
  const CalendarText& text_;
  ZonePointer zone_;
  const FindZone& find_;
};

}  // namespace

Result<Calendar> calendar_of(const schedule::Notice& notice, const CalendarText& text,
                             const FindZone& find) {
  const auto zone = find(notice.series.zone);
  if (zone == nullptr)
    return fail(Errc::not_found, "there is no time zone '" + notice.series.zone + "'", "timeZone");
  const Maker maker(notice, text, zone, find);
  Calendar calendar{notice.cancels ? Method::cancel : Method::request, {}};
  for (const NoticeEvent& source : notice.events) {
    auto event = maker.event_of(source);
    if (!event) return fail(event.error());
    calendar.events.push_back(*std::move(event));
  }
  return calendar;
}

}  // namespace curia::ical
