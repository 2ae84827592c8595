// What an SMTP client is given to send, and what it tells of it.
#pragma once

#include <string>
#include <vector>

#include "model/base/result.hpp"

namespace curia::smtp {

struct Mail {
  std::string sender;                   // the address for MAIL FROM; empty: the null sender <>
  std::vector<std::string> recipients;  // 1 to smtp_recipients, for RCPT TO
  std::string content;                  // header, empty line, body
};

enum class Fate {
  accepted,    // the server answers for it from now on
  later,       // not now (4xx, or the connection broke before the end): try again
  never,       // refused for good (5xx)
  unanswered,  // sent to the final dot, whose answer was lost: it may have been accepted
};

struct RecipientResult {
  std::string address;
  Fate fate = Fate::later;
  std::string why;  // the server's words or ours; empty when accepted
  bool operator==(const RecipientResult&) const = default;
};

struct MailResult {
  std::vector<RecipientResult> recipients;  // in the order of the mail
};

}  // namespace curia::smtp
