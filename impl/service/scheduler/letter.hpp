// Letter: a queued mail as it goes to the mail server: text for people and the calendar.
//
// 1. It is the same at every try and from every Scheduler with the same letterhead: dates are those
//    of the moment when it was ordered, the Message-ID is made of the mail's id.
// 2. It comes from the common address when there is one, else from the organizer; answers go to the
//    organizer either way (release notes 2.10.4).
#pragma once

#include <string>

#include "impl/service/scheduler/call_bridge.hpp"
#include "impl/wire/smtp/mail.hpp"
#include "model/schedule/notices.hpp"
#include "model/schedule/queued_mail.hpp"
#include "model/schedule/timetable.hpp"

namespace curia::scheduler {

struct Letterhead {
  std::string address;  // of all mails; empty: that of the organizer
  std::string name;     // to be shown with it
  std::string account;  // in place of an organizer without an address; may be empty
  bool operator==(const Letterhead&) const = default;
};

// Errors: not_found (nobody it could come from, a zone), invalid_value (a rule).
Result<smtp::Mail> letter_of(const schedule::QueuedMail& mail, const schedule::Notice& notice,
                             const InvitationText& text, const Letterhead& head,
                             const schedule::AddressOf& address_of,
                             const schedule::ZoneSource& zones);

}  // namespace curia::scheduler
