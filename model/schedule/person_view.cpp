#include "model/schedule/person_view.hpp"

#include "model/base/text.hpp"

namespace curia::schedule {
namespace {

struct Guest {
  std::string address;
  Guid access_method;
};
using Guests = std::map<std::string, Guest>;  // by address in lower case

Guests guests_of(const std::vector<Invitee>& invitees, const AddressOf& address_of) {
  Guests guests;
  for (const Invitee& invitee : invitees) {
    std::string address = address_of(invitee);
    if (address.empty()) continue;
    std::string key = ascii_lower(address);
    guests.try_emplace(std::move(key), Guest{std::move(address), invitee.access_method});
  }
  return guests;
}

std::vector<std::string> addresses_of(const Guests& guests) {
  std::vector<std::string> addresses;
  for (const auto& [key, guest] : guests) addresses.push_back(guest.address);
  return addresses;
}

bool is_changed(const Exception& exception) {
  return exception.summary || exception.time || exception.participants;
}

NoticeEvent event_of(const Meeting& meeting, const Exception& exception, const Guests& guests) {
  NoticeEvent event;
  event.occurrence = exception.id;
  event.summary = exception.summary.value_or(meeting.summary);
  event.time = exception.time;
  event.attendees = addresses_of(guests);
  return event;
}

void put_exception(const Meeting& meeting, const Exception& exception, const Guests& usual,
                   const AddressOf& address_of, MeetingViews& views) {
  const Guests own =
      exception.participants ? guests_of(*exception.participants, address_of) : usual;
  const bool single = meeting.rrule.empty();
  for (auto& [key, viewer] : views.people) {
    if (!viewer.view.series) continue;
    if (exception.cancelled && single)
      viewer.view.series.reset();
    else if (exception.cancelled || !own.contains(key))
      viewer.view.series->event.excluded.insert(exception.id);
  }
  if (exception.cancelled || single || !is_changed(exception)) return;
  const NoticeEvent event = event_of(meeting, exception, own);
  for (const auto& [key, guest] : own) {
    auto& viewer = views.people.try_emplace(key).first->second;
    if (viewer.address.empty()) viewer.address = guest.address;
    viewer.view.changed[exception.id] = {event, guest.access_method};
  }
}

}  // namespace

MeetingViews views_of(const Meeting& meeting, const AddressOf& address_of) {
  MeetingViews views;
  const Guests usual = guests_of(meeting.participants, address_of);
  const NoticeEvent series{.summary = meeting.summary,
                           .time = meeting.time,
                           .rrule = meeting.rrule,
                           .attendees = addresses_of(usual)};
  for (const auto& [key, guest] : usual)
    views.people[key] = {guest.address, {OccurrenceView{series, guest.access_method}, {}}};
  for (const Exception& exception : meeting.exceptions)
    put_exception(meeting, exception, usual, address_of, views);
  return views;
}

}  // namespace curia::schedule
