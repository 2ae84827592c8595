#include "model/schedule/stored_notice.hpp"

#include "model/base/text.hpp"
#include "model/schedule/stored_lines.hpp"

namespace curia::schedule {
namespace {

std::unexpected<Error> damaged(std::string_view what) {
  return fail(Errc::corrupt, "a stored mail has a damaged line '" + std::string(what) + "'");
}

void put_event(std::string& out, const NoticeEvent& event) {
  append_line(out, "event",
              event.occurrence ? std::to_string(count_of(*event.occurrence)) : "series");
  append_line(out, "summary", event.summary);
  if (event.time) append_line(out, "time", written(*event.time));
  if (!event.rrule.empty()) append_line(out, "rrule", event.rrule);
  for (const sys_seconds id : event.excluded)
    append_line(out, "without", std::to_string(count_of(id)));
  for (const std::string& address : event.attendees) append_line(out, "attendee", address);
}

// What stands before the first event; false when it is damaged.
bool read_head(std::string_view name, std::string_view value, Notice& notice) {
  if (name == "method") {
    notice.cancels = value == "cancel";
    return notice.cancels || value == "request";
  }
  if (name == "sequence") {
    const auto number = parse_decimal(value);
    if (number) notice.sequence = static_cast<std::uint32_t>(*number);
    return number.has_value();
  }
  if (name == "series") {
    const auto time = read_time(value);
    if (time) notice.series = *time;
    return time.has_value();
  }
  if (name == "meeting") return read_guid(value, notice.meeting);
  if (name == "coSpace") return read_guid(value, notice.co_space);
  if (name == "accessMethod") return read_guid(value, notice.access_method);
  if (name == "language") notice.language = value;
  if (name == "organizerEmail") notice.organizer.email = value;
  if (name == "organizerUser") notice.organizer.user_name = value;
  if (name == "organizerName") notice.organizer.display_name = value;
  return true;
}

bool read_event_line(std::string_view name, std::string_view value, NoticeEvent& event) {
  if (name == "time") {
    event.time = read_time(value);
    return event.time.has_value();
  }
  if (name == "without") {
    const auto id = parse_decimal(value);
    if (id) event.excluded.insert(sys_at(*id));
    return id.has_value();
  }
  if (name == "summary") event.summary = value;
  if (name == "rrule") event.rrule = value;
  if (name == "attendee") event.attendees.emplace_back(value);
  return true;
}

}  // namespace

std::string text_of(const Notice& notice) {
  std::string out;
  append_line(out, "method", notice.cancels ? "cancel" : "request");
  append_line(out, "sequence", std::to_string(notice.sequence));
  append_line(out, "meeting", to_string(notice.meeting));
  append_line(out, "coSpace", to_string(notice.co_space));
  if (notice.access_method) append_line(out, "accessMethod", to_string(notice.access_method));
  append_line(out, "language", notice.language);
  append_line(out, "organizerEmail", notice.organizer.email);
  append_line(out, "organizerUser", notice.organizer.user_name);
  append_line(out, "organizerName", notice.organizer.display_name);
  append_line(out, "series", written(notice.series));
  for (const NoticeEvent& event : notice.events) put_event(out, event);
  return out;
}

Result<Notice> notice_of(std::string_view text) {
  Notice notice;
  while (!text.empty()) {
    std::string_view value = take_until(text, '\n');
    const std::string_view line = value;
    const std::string_view name = take_until(value, '\t');
    if (name == "event") {
      NoticeEvent event;
      if (value != "series") {
        const auto id = parse_decimal(value);
        if (!id) return damaged(line);
        event.occurrence = sys_at(*id);
      }
      notice.events.push_back(std::move(event));
      continue;
    }
    const bool read = notice.events.empty() ? read_head(name, value, notice)
                                            : read_event_line(name, value, notice.events.back());
    if (!read) return damaged(line);
  }
  if (notice.events.empty()) return damaged("event");
  return notice;
}

}  // namespace curia::schedule
