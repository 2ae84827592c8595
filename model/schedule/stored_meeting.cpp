#include "model/schedule/stored_meeting.hpp"

#include <algorithm>

#include "model/base/text.hpp"

namespace curia::schedule {
namespace {

std::string line_of(const Invitee& invitee) {
  std::string line = invitee.email + '\t' + invitee.user_name + '\t';
  if (invitee.access_method) line += to_string(invitee.access_method);
  return line + '\n';
}

std::string text_of(const std::vector<Exception>& exceptions) {
  std::string text;
  for (const Exception& exception : exceptions) {
    text += mark_exception + std::to_string(count_of(exception.id)) + '\n';
    if (exception.cancelled) text += std::string(1, mark_cancelled) + '\n';
    if (exception.summary) text += mark_summary + *exception.summary + '\n';
    if (const auto& time = exception.time) text += mark_time + written(*time) + '\n';
    if (!exception.participants) continue;
    text += std::string(1, mark_people) + '\n';
    for (const Invitee& invitee : *exception.participants)
      text += mark_participant + line_of(invitee);
  }
  return text;
}

std::unexpected<Error> corrupt(std::string_view what) {
  return fail(Errc::corrupt, "a stored meeting has damaged " + std::string(what));
}

Result<Invitee> read_invitee(std::string_view line) {
  Invitee invitee;
  invitee.email = take_until(line, '\t');
  invitee.user_name = take_until(line, '\t');
  if (line.empty()) return invitee;
  const auto method = parse_guid(line);
  if (!method) return corrupt("participants");
  invitee.access_method = *method;
  return invitee;
}

Result<> read_line(std::string_view line, std::vector<Exception>& exceptions) {
  if (line.empty()) return corrupt("exceptions");
  const char mark = line.front();
  line.remove_prefix(1);
  if (mark == mark_exception) {
    const auto id = parse_decimal(line);
    if (!id) return corrupt("exceptions");
    exceptions.push_back({.id = sys_at(*id)});
    return {};
  }
  if (exceptions.empty()) return corrupt("exceptions");
  Exception& exception = exceptions.back();
  switch (mark) {
    case mark_cancelled:
      exception.cancelled = true;
      return {};
    case mark_summary:
      exception.summary = std::string(line);
      return {};
    case mark_time: {
      auto time = read_time(line);
      if (!time) return corrupt("times");
      exception.time = *std::move(time);
      return {};
    }
    case mark_people:
      exception.participants.emplace();
      return {};
    case mark_participant: {
      auto invitee = read_invitee(line);
      if (!invitee) return fail(invitee.error());
      if (!exception.participants) return corrupt("exceptions");
      exception.participants->push_back(*std::move(invitee));
      return {};
    }
    default:
      return corrupt("exceptions");
  }
}

}  // namespace

void store_meeting(const Meeting& meeting, StoredMeeting& stored) {
  stored.co_space = meeting.co_space;
  stored.organizer_email = meeting.organizer.email;
  stored.organizer_user_name = meeting.organizer.user_name;
  stored.organizer_display_name = meeting.organizer.display_name;
  stored.summary = meeting.summary;
  stored.zone = meeting.time.zone;
  stored.rrule = meeting.rrule;
  stored.language = meeting.language;
  stored.participants.clear();
  for (const Invitee& invitee : meeting.participants) stored.participants += line_of(invitee);
  stored.exceptions = text_of(meeting.exceptions);
  stored.start = count_of(meeting.time.start);
  stored.end = count_of(meeting.time.end);
  stored.change = meeting.sequence;
  stored.all_day = meeting.time.all_day ? Flag::yes : Flag::unset;
  stored.owns_space = meeting.owns_space ? Flag::yes : Flag::unset;
}

Result<Meeting> meeting_of(const StoredMeeting& stored) {
  Meeting meeting;
  meeting.id = stored.id;
  meeting.co_space = stored.co_space;
  meeting.organizer = {stored.organizer_email, stored.organizer_user_name,
                       stored.organizer_display_name};
  meeting.summary = stored.summary;
  meeting.time = time_of(stored);
  meeting.rrule = stored.rrule;
  meeting.language = stored.language;
  for (std::string_view text = stored.participants; !text.empty();) {
    auto invitee = read_invitee(take_until(text, '\n'));
    if (!invitee) return fail(invitee.error());
    meeting.participants.push_back(*std::move(invitee));
  }
  auto exceptions = exceptions_of(stored);
  if (!exceptions) return fail(exceptions.error());
  meeting.exceptions = *std::move(exceptions);
  meeting.owns_space = stored.owns_space == Flag::yes;
  meeting.sequence = static_cast<std::uint32_t>(stored.change.value_or(0));
  return meeting;
}

Result<std::vector<Exception>> exceptions_of(const StoredMeeting& stored) {
  std::vector<Exception> exceptions;
  for (std::string_view text = stored.exceptions; !text.empty();)
    if (auto read = read_line(take_until(text, '\n'), exceptions); !read) return fail(read.error());
  return exceptions;
}

MeetingTime time_of(const StoredMeeting& stored) {
  return {local_at(stored.start.value_or(0)), local_at(stored.end.value_or(0)),
          stored.all_day == Flag::yes, stored.zone};
}

std::size_t participant_count(const StoredMeeting& stored) {
  return static_cast<std::size_t>(std::ranges::count(stored.participants, '\n'));
}

}  // namespace curia::schedule
