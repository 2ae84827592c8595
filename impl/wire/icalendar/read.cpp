#include "impl/wire/icalendar/calendar.hpp"
#include "impl/wire/icalendar/lines.hpp"
#include "impl/wire/icalendar/moments.hpp"
#include "model/base/text.hpp"

namespace curia::ical {
namespace {

std::unexpected<Error> missing(std::string_view what) {
  return fail(Errc::invalid_value, "an event without " + std::string(what));
}

std::string text_of(const Component& component, std::string_view name) {
  const Line* line = component.find(name);
  return line == nullptr ? std::string() : unescape_text(line->value);
}

Person person_of(const Line& line) {
  std::string_view address = line.value;
  if (equal_ignoring_ascii_case(address.substr(0, 7), "mailto:")) address.remove_prefix(7);
  return {std::string(address), std::string(line.parameter("CN"))};
}

Result<> take_moment(const Component& component, std::string_view name, Moment& moment) {
  const Line* line = component.find(name);
  if (line == nullptr) return missing(name);
  auto read = read_moment(*line);
  if (!read) return fail(read.error());
  moment = *std::move(read);
  return {};
}

Result<> take_times(const Component& component, Event& event) {
  if (auto done = take_moment(component, "DTSTART", event.start); !done) return done;
  if (auto done = take_moment(component, "DTEND", event.end); !done) return done;
  if (const Line* line = component.find("RECURRENCE-ID")) {
    auto moment = read_moment(*line);
    if (!moment) return fail(moment.error());
    event.occurrence = *std::move(moment);
  }
  for (const Line& line : component.lines)
    if (line.name == "EXDATE")
      if (auto done = read_moments(line, event.excluded); !done) return done;
  if (const Line* line = component.find("DTSTAMP")) {
    auto moment = read_moment(*line);
    if (!moment) return fail(moment.error());
    event.stamp = schedule::count_of(moment->local);
  }
  return {};
}

Result<Event> event_of(const Component& component) {
  Event event;
  event.uid = text_of(component, "UID");
  if (event.uid.empty()) return missing("UID");
  if (auto done = take_times(component, event); !done) return fail(done.error());
  if (const Line* line = component.find("SEQUENCE")) {
    const auto number = parse_decimal(line->value);
    if (!number || *number > UINT32_MAX) return missing("a number as SEQUENCE");
    event.sequence = static_cast<std::uint32_t>(*number);
  }
  if (const Line* line = component.find("RRULE")) event.rrule = line->value;
  event.cancelled = text_of(component, "STATUS") == "CANCELLED";
  event.summary = text_of(component, "SUMMARY");
  event.description = text_of(component, "DESCRIPTION");
  event.location = text_of(component, "LOCATION");
  for (const Line& line : component.lines) {
    if (line.name == "ORGANIZER") event.organizer = person_of(line);
    if (line.name == "ATTENDEE") event.attendees.push_back(person_of(line));
  }
  return event;
}

}  // namespace

Result<Calendar> read_ics(std::string_view text) {
  auto root = parse_component(text);
  if (!root) return fail(root.error());
  Calendar calendar;
  const std::string method = text_of(*root, "METHOD");
  if (method == "CANCEL")
    calendar.method = Method::cancel;
  else if (method != "REQUEST")
    return fail(Errc::invalid_value, "the method is neither REQUEST nor CANCEL");
  for (const Component& child : root->children) {
    if (child.name != "VEVENT") continue;
    auto event = event_of(child);
    if (!event) return fail(event.error());
    calendar.events.push_back(*std::move(event));
  }
  return calendar;
}

}  // namespace curia::ical
