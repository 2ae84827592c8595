#include "model/schedule/meeting_edit.hpp"

#include <algorithm>

#include "model/base/limits.hpp"
#include "model/base/limits_scheduler.hpp"
#include "model/base/text.hpp"
#include "model/invitation/invitation.hpp"
#include "model/objects/meeting.hpp"
#include "model/schedule/meeting_people.hpp"

namespace curia::schedule {
namespace {

std::unexpected<Error> bad(std::string parameter, std::string why) {
  return fail(Errc::invalid_value, parameter + " " + std::move(why), parameter);
}

Result<> take_text(const std::optional<std::string>& given, std::string_view parameter,
                   std::size_t most, std::string& target) {
  if (!given) return {};
  if (has_control_character(*given))
    return bad(std::string(parameter), "holds control characters or is no UTF-8");
  if (given->size() > most)
    return fail(Errc::value_too_long,
                std::string(parameter) + " is longer than " + std::to_string(most) + " bytes",
                std::string(parameter));
  target = *given;
  return {};
}

Result<> take_summary(const std::optional<std::string>& given, std::string& target) {
  if (!given) return {};
  const auto characters = std::ranges::count_if(*given, [](char c) { return (c & 0xc0) != 0x80; });
  if (static_cast<std::size_t>(characters) > limits::meeting_summary_characters)
    return fail(Errc::value_too_long,
                "summary is longer than " + std::to_string(limits::meeting_summary_characters) +
                    " characters",
                "summary");
  return take_text(given, "summary", limits::text_bytes, target);
}

Result<> take_email(const std::optional<std::string>& given, std::string& target) {
  if (given && !given->empty() && !is_email(*given))
    return bad("organizerEmail", "is not an e-mail address");
  return take_text(given, "organizerEmail", limits::meeting_address_bytes, target);
}

local_seconds midnight(local_seconds time) {
  return local_at(floor_div(count_of(time), day_seconds) * day_seconds);
}

bool is_in_range(local_seconds time) {
  return count_of(time) >= 0 && count_of(time) < last_local_second;
}

bool names_time(const MeetingEdit& edit) {
  return edit.all_day || edit.start || edit.end || edit.zone;
}

// Either an end or a whole day: what is given last decides which.
Result<> take_time(const MeetingEdit& edit, MeetingTime& time) {
  if (edit.all_day == true && edit.end)
    return bad("dtEnd", "does not go with isFullDayMeeting: either is given");
  if (edit.all_day == false && time.all_day && !edit.end)
    return bad("dtEnd", "is needed where isFullDayMeeting is false");
  const bool was_all_day = time.all_day;
  const auto length = was_all_day ? time.end - time.start : seconds(day_seconds);
  time.all_day = edit.all_day.value_or(was_all_day && !edit.end);
  if (edit.start) time.start = *edit.start;
  if (edit.zone) time.zone = *edit.zone;
  if (edit.end) time.end = *edit.end;
  if (time.all_day) {
    time.start = midnight(time.start);
    time.end = time.start + length;
  }
  if (!is_in_range(time.start)) return bad("dtStart", "lies outside the years 1970 to 9999");
  if (!is_in_range(time.end)) return bad("dtEnd", "lies outside the years 1970 to 9999");
  if (time.end <= time.start) return bad("dtEnd", "is not after dtStart");
  return {};
}

// A start that a change of clocks skips moves on by as much, and the end with it.
MeetingTime as_clocks_show(MeetingTime time, const Zone& zone) {
  const auto skipped = zone.to_local(zone.to_utc(time.start)) - time.start;
  time.start += skipped;
  time.end += skipped;
  return time;
}

Result<> take_rule(const MeetingEdit& edit, Meeting& meeting) {
  if (!edit.rrule) return {};
  if (trim_ascii_space(*edit.rrule).empty()) {
    meeting.rrule.clear();
    return {};
  }
  const auto rule = parse_rule(*edit.rrule);
  if (!rule) return fail(rule.error().code, "rrule: " + rule.error().message, "rrule");
  meeting.rrule = to_text(*rule);
  return {};
}

// Keeps the exceptions that the series, as it is now, still has.
Result<> settle_exceptions(const ZoneSource& zones, Meeting& meeting) {
  const auto timetable = Timetable::make(meeting.time, meeting.rrule, {}, zones);
  if (!timetable) return fail(timetable.error());
  if (!timetable->first_in_series())
    return fail(Errc::not_found, "rrule makes no recurrence of this meeting", "rrule");
  std::erase_if(meeting.exceptions,
                [&](const Exception& exception) { return !timetable->in_series(exception.id); });
  if (!meeting.rrule.empty()) return {};
  for (Exception& exception : meeting.exceptions)
    exception = {.id = exception.id, .cancelled = exception.cancelled};
  std::erase_if(meeting.exceptions, [](const Exception& e) { return !e.cancelled; });
  return {};
}

Result<> take_all(const MeetingEdit& edit, const ZoneSource& zones, Meeting& meeting) {
  if (edit.co_space) meeting.co_space = *edit.co_space;
  if (edit.owns_space) meeting.owns_space = *edit.owns_space;
  if (auto taken = take_email(edit.organizer_email, meeting.organizer.email); !taken) return taken;
  if (auto taken = take_text(edit.organizer_user_name, "organizerUserName",
                             limits::meeting_name_bytes, meeting.organizer.user_name);
      !taken)
    return taken;
  if (auto taken = take_text(edit.organizer_display_name, "organizerDisplayName",
                             limits::meeting_name_bytes, meeting.organizer.display_name);
      !taken)
    return taken;
  if (edit.language && !edit.language->empty())
    if (auto good = validate_language_tag(*edit.language); !good) return good;
  if (edit.language) meeting.language = *edit.language;
  if (auto taken = take_summary(edit.summary, meeting.summary); !taken) return taken;
  if (edit.participants)
    if (auto taken = replace_people(*edit.participants, meeting); !taken) return taken;
  const MeetingTime time = meeting.time;
  const std::string rule = meeting.rrule;
  if (names_time(edit))
    if (auto taken = take_time(edit, meeting.time); !taken) return taken;
  if (auto taken = take_rule(edit, meeting); !taken) return taken;
  return meeting.time == time && meeting.rrule == rule ? Result<>()
                                                       : settle_exceptions(zones, meeting);
}

// Takes over what has become of a copy.
Result<> finish(Meeting changed, Meeting& meeting) {
  if (changed == meeting) return {};
  ++changed.sequence;
  meeting = std::move(changed);
  return {};
}

// What an exception says and the series says, too, is not said.
void simplify(const Meeting& meeting, const MeetingTime& in_series, Exception& exception) {
  if (exception.summary == meeting.summary) exception.summary.reset();
  if (exception.time == in_series) exception.time.reset();
  if (exception.participants == meeting.participants) exception.participants.reset();
}

bool says_nothing(const Exception& exception) {
  return !exception.cancelled && !exception.summary && !exception.time && !exception.participants;
}

MeetingTime time_in_series(const Meeting& meeting, const Timetable& timetable,
                           const Recurrence& recurrence) {
  return {timetable.zone().to_local(recurrence.start), timetable.zone().to_local(recurrence.end),
          meeting.time.all_day, meeting.time.zone};
}

// `change` writes to the exception, which exists while it does.
template <class ChangeIt>
Result<> change_exception(sys_seconds id, const ZoneSource& zones, Meeting& meeting,
                          ChangeIt change) {
  const auto timetable = Timetable::make(meeting.time, meeting.rrule, {}, zones);
  if (!timetable) return fail(timetable.error());
  const auto recurrence = timetable->in_series(id);
  if (!recurrence) return fail(Errc::not_found, "the meeting has no such recurrence", "recurrence");
  Meeting changed = meeting;
  auto at = std::ranges::lower_bound(changed.exceptions, id, {}, &Exception::id);
  if (at == changed.exceptions.end() || at->id != id)
    at = changed.exceptions.insert(at, Exception{.id = id});
  const MeetingTime in_series = time_in_series(meeting, *timetable, *recurrence);
  if (auto done = change(changed, in_series, *at); !done) return done;
  simplify(changed, in_series, *at);
  if (says_nothing(*at)) changed.exceptions.erase(at);
  if (changed.exceptions.size() > limits::meeting_exceptions)
    return fail(Errc::limit_reached,
                "a meeting has at most " + std::to_string(limits::meeting_exceptions) +
                    " recurrences that differ from the series",
                "recurrence");
  if (changed.rrule.empty() && changed.time != meeting.time)
    if (auto settled = settle_exceptions(zones, changed); !settled) return settled;
  return finish(std::move(changed), meeting);
}

}  // namespace

Result<> create(const MeetingEdit& edit, const ZoneSource& zones, Meeting& meeting) {
  if (!edit.start) return bad("dtStart", "is needed");
  if (!edit.end && edit.all_day != true) return bad("dtEnd", "or isFullDayMeeting is needed");
  Meeting made = meeting;
  if (auto taken = take_all(edit, zones, made); !taken) return taken;
  meeting = std::move(made);
  return {};
}

Result<> apply(const MeetingEdit& edit, const ZoneSource& zones, Meeting& meeting) {
  Meeting changed = meeting;
  if (auto taken = take_all(edit, zones, changed); !taken) return taken;
  return finish(std::move(changed), meeting);
}

Result<> apply(const ParticipantsEdit& edit, Meeting& meeting) {
  Meeting changed = meeting;
  if (auto taken = change_people(edit, changed); !taken) return taken;
  return finish(std::move(changed), meeting);
}

Result<> apply_to_recurrence(const MeetingEdit& edit, sys_seconds id, const ZoneSource& zones,
                             Meeting& meeting) {
  return change_exception(
      id, zones, meeting,
      [&](Meeting& changed, const MeetingTime& in_series, Exception& exception) -> Result<> {
        const bool is_single = changed.rrule.empty();
        if (edit.cancelled) exception.cancelled = *edit.cancelled;
        std::string summary = exception.summary.value_or(changed.summary);
        if (auto taken = take_summary(edit.summary, summary); !taken) return taken;
        (is_single ? changed.summary : exception.summary.emplace()) = summary;
        if (names_time(edit)) {
          MeetingTime time = exception.time.value_or(in_series);
          if (auto taken = take_time(edit, time); !taken) return taken;
          const auto zone = zones(time.zone);
          if (!zone) return fail(zone.error().code, zone.error().message, "timeZone");
          if (!time.all_day) time = as_clocks_show(time, **zone);
          (is_single ? changed.time : exception.time.emplace()) = time;
        }
        if (!edit.participants) return {};
        auto people = checked_people(*edit.participants);
        if (!people) return fail(people.error());
        (is_single ? changed.participants : exception.participants.emplace()) = *people;
        return {};
      });
}

Result<> apply_to_recurrence(const ParticipantsEdit& edit, sys_seconds id, const ZoneSource& zones,
                             Meeting& meeting) {
  if (meeting.rrule.empty() && sys_at(0) <= id) {
    Meeting changed = meeting;
    const auto there =
        change_exception(id, zones, changed,
                         [](Meeting&, const MeetingTime&, Exception&) -> Result<> { return {}; });
    return there ? apply(edit, meeting) : there;
  }
  return change_exception(
      id, zones, meeting,
      [&](Meeting& changed, const MeetingTime&, Exception& exception) -> Result<> {
        auto people = exception.participants.value_or(changed.participants);
        if (auto taken = change_people(edit, people); !taken) return taken;
        exception.participants = std::move(people);
        return {};
      });
}

}  // namespace curia::schedule
