// The part of ClientMachine that sends one mail: MAIL, RCPT, DATA, the content.
#include "impl/wire/smtp/client.hpp"
#include "impl/wire/smtp/content.hpp"
#include "model/base/check.hpp"
#include "model/base/limits_mail.hpp"
#include "model/base/reached.hpp"

namespace curia::smtp {
namespace {

// RFC 4954 section 6: it wants a log-in, a better one, or encryption first. That says nothing of
// the mail, and waits for an administrator.
bool is_about_login(const Reply& reply) {
  return reply.code == 530 || reply.code == 534 || reply.code == 535 || reply.code == 538;
}

Fate fate_of(const Reply& reply) {
  return reply.is_for_now() || is_about_login(reply) ? Fate::later : Fate::never;
}

}  // namespace

void ClientMachine::send(Mail mail, Instant now) {
  check(ready(), "one mail at a time, in a session that is set up");
  check(!mail.recipients.empty() && mail.recipients.size() <= limits::smtp_recipients,
        "a mail has recipients, not too many");
  since_ = now;
  Transaction& transaction = transaction_.emplace(Transaction{});
  for (const std::string& address : mail.recipients)
    transaction.results.push_back({address, Fate::later, {}});
  transaction.taken.resize(mail.recipients.size());
  transaction.mail = std::move(mail);
  choose_recipients();
  if (transaction.tried.empty()) return finish();
  if (needs_reset_) steps_.push_back({Awaited::reset, "RSET"});
  steps_.push_back({Awaited::mail, mail_command()});
  for (const std::size_t i : transaction.tried)
    steps_.push_back({Awaited::recipient, "RCPT TO:<" + transaction.results[i].address + ">"});
  steps_.push_back({Awaited::data, "DATA"});
  needs_reset_ = true;
  issue_steps();
}

// With PIPELINING all of them at once (RFC 2920), else one after another.
void ClientMachine::issue_steps() {
  while (!steps_.empty() && (capabilities_.pipelining || awaited_.empty())) {
    if (steps_.front().awaited == Awaited::data && awaited_.empty() && !anybody_taken()) {
      steps_.clear();
      break;
    }
    Step step = std::move(steps_.front());
    steps_.pop_front();
    issue(step.awaited, std::move(step.command));
  }
  if (transaction_ && awaited_.empty() && steps_.empty()) finish();
}

// Why this server cannot take this mail; empty when nothing is known against it.
std::string ClientMachine::why_nobody(const Mail& mail) const {
  if (!is_seven_bit(mail.content) && !capabilities_.eight_bit)
    return "the mail server takes no 8-bit mails (8BITMIME)";
  if (!is_seven_bit(mail.sender) && !capabilities_.utf8)
    return "the mail server takes no sender with other letters than ASCII (SMTPUTF8)";
  const std::size_t size = declared_size(mail.content);
  if (capabilities_.most_bytes != 0 && size > capabilities_.most_bytes)
    return "the mail of " + std::to_string(size) + " bytes is larger than the mail server takes (" +
           std::to_string(capabilities_.most_bytes) + ")";
  return {};
}

// Whom this server cannot serve is told so at once.
void ClientMachine::choose_recipients() {
  const std::string why = why_nobody(transaction_->mail);
  for (std::size_t i = 0; i < transaction_->results.size(); ++i) {
    RecipientResult& result = transaction_->results[i];
    if (!why.empty())
      result.why = why;
    else if (!is_seven_bit(result.address) && !capabilities_.utf8)
      result.why = "the mail server takes no address with other letters than ASCII (SMTPUTF8)";
    if (result.why.empty())
      transaction_->tried.push_back(i);
    else
      result.fate = Fate::never;
  }
}

std::string ClientMachine::mail_command() const {
  const Mail& mail = transaction_->mail;
  std::string command = "MAIL FROM:<" + mail.sender + ">";
  if (capabilities_.size) command += " SIZE=" + std::to_string(declared_size(mail.content));
  if (!is_seven_bit(mail.content)) command += " BODY=8BITMIME";
  bool needs_utf8 = !is_seven_bit(mail.sender);
  for (const std::size_t i : transaction_->tried)
    needs_utf8 |= !is_seven_bit(transaction_->results[i].address);
  if (needs_utf8) command += " SMTPUTF8";
  return command;
}

void ClientMachine::on_mail_reply(Awaited awaited, const Reply& reply) {
  if (reply.code == 421 && awaited != Awaited::content) return give_up(reply, "ends the session");
  switch (awaited) {
    case Awaited::reset:
      if (!reply.is_positive()) return give_up(reply, "refuses RSET");
      break;
    case Awaited::mail:
      if (reply.is_positive()) break;
      settle(reply);
      steps_.clear();
      break;
    case Awaited::recipient:
      on_recipient(reply);
      break;
    case Awaited::data:
      on_data(reply);
      break;
    case Awaited::content:
      if (reply.asks_for_more())
        return give_up(reply, "answers the final dot in a strange way", Errc::protocol_error);
      transaction_->content_taken = true;
      needs_reset_ = false;
      if (!reply.is_positive()) settle(reply);
      break;
    default:
      unreachable("a reply of the session");
  }
  issue_steps();
  if (reply.code == 421) give_up(reply, "ends the session");
}

void ClientMachine::on_recipient(const Reply& reply) {
  const std::size_t i = transaction_->tried[transaction_->answered++];
  RecipientResult& result = transaction_->results[i];
  if (!result.why.empty()) return;  // MAIL was refused already
  if (reply.is_positive()) {
    transaction_->taken[i] = true;
  } else {
    result.fate = fate_of(reply);
    result.why = reply.shown();
  }
}

void ClientMachine::on_data(const Reply& reply) {
  if (reply.is_positive())
    return give_up(reply, "answers DATA in a strange way", Errc::protocol_error);
  if (!reply.asks_for_more()) return settle(reply);
  // RFC 2920 section 3.1: a server that says 354 although nobody was taken gets an empty mail.
  const bool any = anybody_taken();
  if (!any) reached("smtp.data_for_nobody");
  append_content(out_, any ? std::string_view(transaction_->mail.content) : std::string_view());
  if (options_.keeps_transcript) transcript_.emplace_back("> (content and the final dot)");
  awaited_.push_back(Awaited::content);
}

// The reply is the fate of all who have none yet.
void ClientMachine::settle(const Reply& reply) {
  for (RecipientResult& result : transaction_->results) {
    if (!result.why.empty()) continue;
    result.fate = fate_of(reply);
    result.why = reply.shown();
  }
}

bool ClientMachine::anybody_taken() const {
  for (std::size_t i = 0; i < transaction_->taken.size(); ++i)
    if (transaction_->taken[i] && transaction_->results[i].why.empty()) return true;
  return false;
}

void ClientMachine::finish() {
  for (std::size_t i = 0; i < transaction_->results.size(); ++i) {
    RecipientResult& result = transaction_->results[i];
    if (transaction_->content_taken && transaction_->taken[i] && result.why.empty())
      result.fate = Fate::accepted;
  }
  results_.push_back({std::move(transaction_->results)});
  transaction_.reset();
  steps_.clear();
}

}  // namespace curia::smtp
