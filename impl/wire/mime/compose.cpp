#include "impl/wire/mime/compose.hpp"

#include <array>

#include "impl/wire/mime/transfer.hpp"
#include "model/schedule/civil.hpp"

namespace curia::mime {
namespace {

constexpr std::array<std::string_view, 7> weekdays = {"Mon", "Tue", "Wed", "Thu",
                                                      "Fri", "Sat", "Sun"};
constexpr std::array<std::string_view, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

std::string two(std::int64_t number) {
  return {static_cast<char>('0' + number / 10 % 10), static_cast<char>('0' + number % 10)};
}

// The parts are base64 or quoted-printable: "=_" stands in neither, so no part holds it.
std::string boundary(std::string_view which) { return "=_curia_" + std::string(which); }

void begin_part(std::string& out, std::string_view which) {
  out += "--" + boundary(which) + "\r\n";
}
void end_parts(std::string& out, std::string_view which) {
  out += "--" + boundary(which) + "--\r\n";
}

void append_multipart(std::string& out, std::string_view kind, std::string_view which) {
  append_header(out, "Content-Type",
                "multipart/" + std::string(kind) + "; boundary=\"" + boundary(which) + "\"");
  out += "\r\n";
}

void append_part(std::string& out, std::string_view type, std::string_view encoding,
                 std::string_view disposition, std::string_view body) {
  append_header(out, "Content-Type", type);
  append_header(out, "Content-Transfer-Encoding", encoding);
  if (!disposition.empty()) append_header(out, "Content-Disposition", disposition);
  out += "\r\n";
  out += body;
  if (!body.ends_with("\n")) out += "\r\n";
}

void append_head(std::string& out, const Invitation& invitation) {
  append_header(out, "Date", written_date(invitation.date));
  append_header(out, "Message-ID", "<" + invitation.message_id + ">");
  append_header(out, "From", written(invitation.from));
  if (!invitation.reply_to.empty()) append_header(out, "Reply-To", invitation.reply_to);
  std::string to;
  for (const Mailbox& mailbox : invitation.to) to += (to.empty() ? "" : ", ") + written(mailbox);
  append_header(out, "To", to);
  append_header(out, "Subject", encoded_text(invitation.subject));
  append_header(out, "MIME-Version", "1.0");
}

}  // namespace

std::string written_date(std::int64_t seconds) {
  const std::int64_t day = schedule::floor_div(seconds, schedule::day_seconds);
  const std::int64_t time = schedule::floor_mod(seconds, schedule::day_seconds);
  const schedule::CivilDate date = schedule::civil_date(day);
  std::string out(weekdays[static_cast<std::size_t>(schedule::weekday_of(day))]);
  out += ", " + two(date.day) + " ";
  out += months[static_cast<std::size_t>(date.month - 1)];
  out += " " + two(date.year / 100) + two(date.year) + " " + two(time / 3600) + ":" +
         two(time / 60 % 60) + ":" + two(time % 60) + " +0000";
  return out;
}

std::string compose(const Invitation& invitation) {
  const std::string calendar = base64_lines(invitation.calendar);
  std::string out;
  append_head(out, invitation);
  append_multipart(out, "mixed", "mixed");
  begin_part(out, "mixed");
  append_multipart(out, "alternative", "alternative");
  begin_part(out, "alternative");
  append_part(out, "text/plain; charset=utf-8", "quoted-printable", "",
              quoted_printable(invitation.text));
  begin_part(out, "alternative");
  append_part(out, "text/calendar; charset=utf-8; method=" + invitation.method, "base64", "",
              calendar);
  end_parts(out, "alternative");
  begin_part(out, "mixed");
  append_part(out, "application/ics; name=\"invite.ics\"", "base64",
              "attachment; filename=\"invite.ics\"", calendar);
  end_parts(out, "mixed");
  return out;
}

}  // namespace curia::mime
