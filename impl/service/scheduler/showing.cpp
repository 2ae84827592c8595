#include "impl/service/scheduler/showing.hpp"

#include "impl/service/scheduler/times.hpp"

namespace curia::scheduler {
namespace {

using schedule::Invitee;
using schedule::Meeting;
using schedule::MeetingTime;

void show_time(const MeetingTime& time, JsonWriter& json) {
  json.member("dtStart", local_text(time.start));
  if (time.all_day)
    json.flag("isFullDayMeeting", true);
  else
    json.member("dtEnd", local_text(time.end));
  json.member("timeZone", time.zone);
}

void show_text(std::string_view name, const std::string& text, JsonWriter& json) {
  if (!text.empty()) json.member(name, text);
}

void show_common(const Meeting& meeting, JsonWriter& json) {
  json.member("meeting", to_string(meeting.id));
  json.member("coSpace", to_string(meeting.co_space));
  json.flag("isSchedulerSpaceOwner", meeting.owns_space);
  show_text("organizerEmail", meeting.organizer.email, json);
  show_text("organizerUserName", meeting.organizer.user_name, json);
  show_text("organizerDisplayName", meeting.organizer.display_name, json);
  show_text("rrule", meeting.rrule, json);
  show_text("language", meeting.language, json);
}

std::int64_t count(const std::vector<Invitee>& people) {
  return static_cast<std::int64_t>(people.size());
}

}  // namespace

std::string show_meeting(const Meeting& meeting, const schedule::Timetable& timetable) {
  std::string out;
  JsonWriter json(out);
  json.begin_object();
  show_common(meeting, json);
  json.member("summary", meeting.summary);
  show_time(meeting.time, json);
  json.member("participantCount", count(meeting.participants));
  if (const auto first = timetable.first_in_series())
    json.member("recurrence", instant_text(first->id));
  json.end_object();
  return out;
}

void show_recurrence(const Meeting& meeting, const schedule::Timetable& timetable,
                     const Recurrence& recurrence, JsonWriter& json) {
  const schedule::Exception* exception = schedule::find_exception(meeting, recurrence.id);
  const bool is_moved = exception != nullptr && exception->time.has_value();
  const auto& zone = timetable.zone();
  json.begin_object();
  show_common(meeting, json);
  json.member("summary", exception != nullptr ? exception->summary.value_or(meeting.summary)
                                              : meeting.summary);
  show_time(is_moved ? *exception->time
                     : MeetingTime{zone.to_local(recurrence.start), zone.to_local(recurrence.end),
                                   meeting.time.all_day, meeting.time.zone},
            json);
  const bool has_people = exception != nullptr && exception->participants.has_value();
  json.member("participantCount",
              count(has_people ? *exception->participants : meeting.participants));
  json.member("recurrence", instant_text(recurrence.id));
  json.flag("isCancelled", exception != nullptr && exception->cancelled);
  json.end_object();
}

std::string show_participants(const std::vector<Invitee>& participants) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().name("participants").begin_array();
  for (const Invitee& person : participants) {
    json.begin_object();
    show_text("email", person.email, json);
    show_text("userName", person.user_name, json);
    if (person.access_method) json.member("accessMethod", to_string(person.access_method));
    json.end_object();
  }
  json.end_array().end_object();
  return out;
}

}  // namespace curia::scheduler
