#include "impl/service/scheduler/letter.hpp"

#include <algorithm>

#include "impl/wire/icalendar/meeting_calendar.hpp"
#include "impl/wire/mime/compose.hpp"
#include "model/schedule/mail_address.hpp"

namespace curia::scheduler {
namespace {

using schedule::Notice;
using schedule::NoticeEvent;

// Where the mail says it was made, when no address can be asked: never a host that exists.
constexpr std::string_view nowhere = "scheduler.invalid";

// The same from every Scheduler, whatever its letterhead is.
std::string message_id(const schedule::QueuedMail& mail, const Notice& notice) {
  const std::string& organizer = notice.organizer.email;
  const std::size_t at = organizer.find('@');
  const std::string_view domain =
      at == std::string::npos ? nowhere : std::string_view(organizer).substr(at + 1);
  const bool is_ascii = std::ranges::all_of(domain, [](char c) { return c > ' ' && c < 0x7f; });
  return to_string(mail.id) + "@" + std::string(is_ascii ? domain : nowhere);
}

// The first link of the invitation: calendars show it as the place.
std::string first_link(std::string_view text) {
  const std::size_t at = std::min(text.find("https://"), text.find("http://"));
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at);
  return std::string(text.substr(0, text.find_first_of(" \t\r\n<>\"")));
}

std::string title_of(const Notice& notice, const InvitationText& text) {
  const std::string& summary = notice.events.front().summary;
  return !summary.empty() ? summary : !text.subject.empty() ? text.subject : "Meeting";
}

std::string body_of(const Notice& notice, const InvitationText& text) {
  // Without a coSpace there is nothing to join; the time is news all the same.
  if (!notice.cancels) return text.body.empty() ? title_of(notice, text) + "\r\n" : text.body;
  const bool is_one = notice.events.front().occurrence.has_value() && notice.events.size() == 1;
  return std::string(is_one ? "This recurrence of the meeting" : "The meeting") +
         " has been cancelled: " + title_of(notice, text) + "\r\n";
}

}  // namespace

Result<smtp::Mail> letter_of(const schedule::QueuedMail& mail, const Notice& notice,
                             const InvitationText& text, const Letterhead& head,
                             const schedule::AddressOf& address_of,
                             const schedule::ZoneSource& zones) {
  std::string organizer = address_of({notice.organizer.email, notice.organizer.user_name, {}});
  if (organizer.empty() && schedule::is_mail_address(head.account)) organizer = head.account;
  const std::string& from = head.address.empty() ? organizer : head.address;
  if (from.empty()) return fail(Errc::not_found, "the organizer has no e-mail address");
  const std::string& shown = notice.organizer.display_name;
  const std::string body = body_of(notice, text);
  const ical::FindZone find = [&zones](std::string_view name) {
    auto zone = zones(name);
    return zone ? *std::move(zone) : nullptr;
  };
  const auto calendar = ical::calendar_of(notice,
                                          {.description = body,
                                           .title = title_of(notice, text),
                                           .location = first_link(text.body),
                                           .stamp = mail.ordered,
                                           .sender = organizer.empty() ? from : organizer},
                                          find);
  if (!calendar) return fail(calendar.error());
  auto ics = ical::to_ics(*calendar, find);
  if (!ics) return fail(ics.error());
  mime::Invitation invitation{
      .from = {from, shown.empty() ? head.name : shown},
      .to = {},
      .reply_to = organizer == from ? std::string() : organizer,
      .subject = (notice.cancels ? "Cancelled: " : "") + title_of(notice, text),
      .message_id = message_id(mail, notice),
      .date = mail.ordered,
      .text = body,
      .method = std::string(ical::name_of(calendar->method)),
      .calendar = *std::move(ics)};
  for (const std::string& address : mail.recipients) invitation.to.push_back({address, {}});
  return smtp::Mail{from, mail.recipients, mime::compose(invitation)};
}

}  // namespace curia::scheduler
