#include "model/schedule/queued_mail.hpp"

#include <algorithm>

#include "model/base/limits_mail.hpp"
#include "model/base/reached.hpp"
#include "model/base/text.hpp"
#include "model/schedule/stored_lines.hpp"

namespace curia::schedule {
namespace {

constexpr std::int64_t seconds_of(Duration duration) { return duration / 1s; }

// Whether a wait that has `left` seconds to go is over. Longer than `longest` none is made: then
// the clock was set back, which lengthens nothing.
bool is_over(std::int64_t left, Duration longest) {
  return left <= 0 || left > seconds_of(longest);
}

bool read_number(std::string_view text, std::int64_t& number) {
  const auto parsed = parse_decimal(text);
  number = parsed.value_or(0);
  return parsed.has_value();
}

bool read_line(std::string_view name, std::string_view value, QueuedMail& mail) {
  if (name == "mail") return read_guid(value, mail.id);
  if (name == "meeting") return read_guid(value, mail.meeting);
  if (name == "holder") return read_guid(value, mail.holder);
  if (name == "holdsUntil") return read_number(value, mail.holds_until);
  if (name == "ordered") return read_number(value, mail.ordered);
  if (name == "nextTry") return read_number(value, mail.next_try);
  if (name == "tries") return read_number(value, mail.tries);
  if (name != "to") return false;
  mail.recipients.emplace_back(value);
  return true;
}

}  // namespace

std::string text_of(const QueuedMail& mail) {
  std::string out;
  append_line(out, "mail", to_string(mail.id));
  append_line(out, "meeting", to_string(mail.meeting));
  append_line(out, "ordered", std::to_string(mail.ordered));
  append_line(out, "nextTry", std::to_string(mail.next_try));
  append_line(out, "tries", std::to_string(mail.tries));
  if (mail.holder) {
    append_line(out, "holder", to_string(mail.holder));
    append_line(out, "holdsUntil", std::to_string(mail.holds_until));
  }
  for (const std::string& address : mail.recipients) append_line(out, "to", address);
  return out + '\n' + mail.notice;
}

Result<QueuedMail> parse_queued(std::string_view text) {
  QueuedMail mail;
  while (!text.empty()) {
    std::string_view value = take_until(text, '\n');
    const std::string_view line = value;
    if (line.empty()) {
      mail.notice = text;
      return mail;
    }
    const std::string_view name = take_until(value, '\t');
    if (!read_line(name, value, mail))
      return fail(Errc::corrupt,
                  "a stored mail has a damaged line '" + std::string(line.substr(0, 60)) + "'");
  }
  return fail(Errc::corrupt, "a stored mail has no notice");
}

bool may_hold(const QueuedMail& mail, const Guid& who, std::int64_t now) {
  const std::int64_t left = mail.holds_until - now;
  return !mail.holder || mail.holder == who || is_over(left, limits::mail_hold);
}

bool is_due(const QueuedMail& mail, const Guid& who, std::int64_t now) {
  return may_hold(mail, who, now) && is_over(mail.next_try - now, limits::mail_longest_wait);
}

bool goes_before(const QueuedMail& earlier, const QueuedMail& later) {
  if (earlier.meeting != later.meeting || earlier.ordinal >= later.ordinal) return false;
  return std::ranges::any_of(earlier.recipients, [&](const std::string& address) {
    return std::ranges::find(later.recipients, address) != later.recipients.end();
  });
}

void take_hold(QueuedMail& mail, const Guid& who, std::int64_t now) {
  if (mail.holder && mail.holder != who) reached("mail.taken_over");
  mail.holder = who;
  mail.holds_until = now + seconds_of(limits::mail_hold);
}

void let_go(QueuedMail& mail) {
  mail.holder = {};
  mail.holds_until = 0;
}

std::int64_t pause_after(std::int64_t tries) {
  const std::int64_t longest = seconds_of(limits::mail_longest_wait);
  return tries > 10 ? longest : std::min<std::int64_t>(longest, std::int64_t{60} << (tries - 1));
}

std::vector<Verdict> settle(QueuedMail& mail, const std::vector<Verdict>& verdicts,
                            std::int64_t now) {
  std::vector<std::string> left;
  std::vector<Verdict> lost;
  const bool counts = is_over(mail.next_try - now, limits::mail_longest_wait);
  if (counts) ++mail.tries;
  for (const std::string& address : mail.recipients) {
    const auto found = std::ranges::find(verdicts, address, &Verdict::address);
    const Verdict verdict =
        found == verdicts.end() ? Verdict{address, Verdict::Kind::later, {}} : *found;
    if (verdict.kind == Verdict::Kind::done) continue;
    if (verdict.kind == Verdict::Kind::never || mail.tries >= limits::mail_tries)
      lost.push_back(verdict);
    else
      left.push_back(address);
  }
  mail.recipients = std::move(left);
  let_go(mail);
  if (counts) mail.next_try = now + pause_after(mail.tries);
  return lost;
}

}  // namespace curia::schedule
