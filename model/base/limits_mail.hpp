// The limits of mails: beside those of limits.hpp, so that a change here does not build everything.
// docs/limits.md is the page of both.
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/base/time.hpp"

namespace curia::limits {

// The SMTP client (impl/wire/smtp): times are those of RFC 5321 section 4.5.3.2.
inline constexpr std::size_t smtp_reply_line_bytes = 4096;  // the RFC says 512; some say more
inline constexpr std::size_t smtp_reply_lines = 128;        // a longer reply ends the session
inline constexpr std::size_t smtp_reply_shown_bytes = 300;  // of a server's words, in the log
inline constexpr std::size_t smtp_recipients = 100;         // of one mail (section 4.5.3.1.8)
inline constexpr Duration smtp_command_timeout = 300s;      // greeting, EHLO, MAIL, RCPT, ...
inline constexpr Duration smtp_data_timeout = 120s;         // for the answer to DATA
inline constexpr Duration smtp_content_timeout = 600s;      // for the answer to the final dot
inline constexpr Duration smtp_quit_timeout = 5s;           // for the goodbye of a mail server

// The Scheduler's queue of mails (impl/service/scheduler/outbox.hpp).
inline constexpr Duration mail_longest_wait = 3600s;    // between two tries
inline constexpr std::int64_t mail_tries = 54;          // two days of pauses; then it is given up
inline constexpr Duration mail_lifetime = 48h;          // of one that no mail server could be asked
inline constexpr Duration mail_hold = 120s;             // a silent Scheduler's mails go to another
inline constexpr std::size_t mail_queue = 1000 * 1000;  // mails that wait; then 503
inline constexpr std::size_t mail_text_bytes = 4 * 1024 * 1024;  // of one, as stored
inline constexpr std::size_t mail_window = 32;      // of one meeting that are looked at together
inline constexpr std::size_t mail_connections = 8;  // to one mail server
inline constexpr std::size_t mail_batch = 256;      // taken at a time
inline constexpr std::size_t mail_per_connection = 1000;    // then a new one is made
inline constexpr Duration mail_idle_timeout = 15s;          // of a kept connection
inline constexpr Duration mail_connect_timeout = 30s;       // names, connecting, TLS
inline constexpr Duration mail_probe_interval = 60s;        // between looks at an idle server
inline constexpr Duration mail_hold_renewal = 40s;          // by who is still at it
inline constexpr Duration mail_server_pause = 5s;           // after a failure; doubles
inline constexpr Duration mail_server_longest_pause = 60s;  // up to this

// Calendars and mails that are read back (impl/wire/icalendar, impl/wire/mime).
inline constexpr std::size_t ics_bytes = 4 * 1024 * 1024;  // of one calendar file
inline constexpr std::size_t ics_depth = 8;                // components in each other
inline constexpr int ics_listed_years = 50;  // of changes of clocks that follow no rule
inline constexpr std::size_t mime_bytes = 8 * 1024 * 1024;  // of one mail
inline constexpr std::size_t mime_depth = 8;                // multiparts in each other

}  // namespace curia::limits
