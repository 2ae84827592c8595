// QueuedMail: a mail that a Scheduler has promised to send: what is stored of it, whose turn it is,
// what a try leads to.
//
// 1. Of several Schedulers one sends it: it holds the mail until `holds_until`, and lets go when
//    its mail server fails; when it falls silent (mail_hold), another takes over.
// 2. A recipient that was accepted or refused is recorded and never tried again; one that has to
//    wait is tried after 1, 2, 4, ... minutes, at most mail_longest_wait apart, and given up at
//    the try number mail_tries: tries are counted, because a wall clock may jump.
// 3. Mails of one meeting to one address leave in the order in which they were ordered.
// 4. parse_queued(text_of(mail)) == mail, but for the ordinal, which is the row's.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/base/guid.hpp"
#include "model/base/result.hpp"
#include "model/schedule/notices.hpp"

namespace curia::schedule {

// Moments here and below: seconds since 1970, by the wall.
struct QueuedMail {
  std::uint64_t ordinal = 0;  // of its row in the store
  Guid id;                    // of which its Message-ID is made: the same at every try
  Guid meeting;
  std::vector<std::string> recipients;  // who has no fate yet
  Guid holder = {};                     // the Scheduler that is sending it; nil: nobody
  std::int64_t holds_until = 0;
  std::int64_t ordered = 0;
  std::int64_t next_try = 0;
  std::int64_t tries = 0;
  std::string notice;  // stored_notice.hpp
  bool operator==(const QueuedMail&) const = default;
};

std::string text_of(const QueuedMail& mail);
// Errors: corrupt.
Result<QueuedMail> parse_queued(std::string_view text);

// Whether nobody else is sending it.
bool may_hold(const QueuedMail& mail, const Guid& who, std::int64_t now);
// Whether `who` may begin to send it now. Whether an earlier one has to go first is asked apart.
bool is_due(const QueuedMail& mail, const Guid& who, std::int64_t now);
// Whether `earlier` has to leave before `later`.
bool goes_before(const QueuedMail& earlier, const QueuedMail& later);

void take_hold(QueuedMail& mail, const Guid& who, std::int64_t now);
void let_go(QueuedMail& mail);

// What a try came to for one recipient.
struct Verdict {
  enum class Kind { done, later, never };
  std::string address;
  Kind kind = Kind::later;
  std::string why;
};

// Records a try; without recipients the mail is over. Returned are those who are given up. A try
// before its time (new settings of the mail server) counts only when it succeeds.
std::vector<Verdict> settle(QueuedMail& mail, const std::vector<Verdict>& verdicts,
                            std::int64_t now);

// The pause behind the n-th try (1, 2, ...), in seconds.
std::int64_t pause_after(std::int64_t tries);

}  // namespace curia::schedule
