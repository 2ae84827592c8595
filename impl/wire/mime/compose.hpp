// An invitation as a mail: text for people and the calendar for programs, in the form that
// Outlook, Google Calendar and Apple Mail understand.
//
//   multipart/mixed
//     multipart/alternative
//       text/plain                       what people read
//       text/calendar; method=REQUEST    what calendars take (RFC 6047 section 2.4)
//     application/ics                    the same as a file that can be saved
//
// The content is 7-bit, whatever the texts are, so every server takes it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "impl/wire/mime/header.hpp"

namespace curia::mime {

struct Invitation {
  Mailbox from;
  std::vector<Mailbox> to;
  std::string reply_to;  // an address; empty: no such header
  std::string subject;
  std::string message_id;  // "1234@example.com", without brackets
  std::int64_t date = 0;   // in seconds since 1970
  std::string text;        // UTF-8
  std::string method;      // "REQUEST": the same as in the calendar
  std::string calendar;    // an iCalendar object
};

std::string compose(const Invitation& invitation);

// "Fri, 27 Mar 2026 09:00:00 +0000" (RFC 5322 section 3.3).
std::string written_date(std::int64_t seconds);

}  // namespace curia::mime
