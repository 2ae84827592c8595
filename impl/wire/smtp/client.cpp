#include "impl/wire/smtp/client.hpp"

#include <algorithm>
#include <span>

#include "model/base/base64.hpp"
#include "model/base/check.hpp"
#include "model/base/limits_mail.hpp"
#include "model/base/reached.hpp"

namespace curia::smtp {
namespace {

std::string base64(std::string_view text) {
  return to_base64({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

}  // namespace

// RFC 5321 section 4.5.3.2. The time for the final dot covers the content before it, too.
Duration ClientMachine::timeout_of(Awaited awaited) {
  switch (awaited) {
    case Awaited::data:
      return limits::smtp_data_timeout;
    case Awaited::content:
      return limits::smtp_content_timeout;
    case Awaited::quit:
      return limits::smtp_quit_timeout;
    default:
      return limits::smtp_command_timeout;
  }
}

ClientMachine::ClientMachine(ClientOptions options, Instant now)
    : options_(std::move(options)), awaited_{Awaited::greeting}, since_(now) {}

void ClientMachine::feed(std::string_view bytes, Instant now) {
  if (closing_ || wants_tls_) return;
  reader_.feed(bytes);
  while (!closing_ && !wants_tls_) {
    const auto reply = reader_.next();
    if (!reply) return;
    if (!*reply) {
      give_up(reply->error().code, reply->error().message);
      return;
    }
    if (options_.keeps_transcript) transcript_.push_back("< " + (*reply)->shown());
    since_ = now;
    on_reply(**reply);
  }
}

bool ClientMachine::take_output(std::string& out, Instant now) {
  if (out_.empty()) return false;
  out += std::exchange(out_, {});
  since_ = now;
  return true;
}

bool ClientMachine::ready() const {
  return set_up_ && !closing_ && !transaction_ && awaited_.empty();
}

std::optional<MailResult> ClientMachine::next() {
  if (results_.empty()) return std::nullopt;
  MailResult result = std::move(results_.front());
  results_.pop_front();
  return result;
}

void ClientMachine::on_encrypted(Instant now) {
  check(wants_tls_, "TLS begins when the server has agreed");
  wants_tls_ = false;
  options_.encrypted = true;
  capabilities_ = {};
  since_ = now;
  issue(Awaited::ehlo, "EHLO " + options_.own_name);
}

void ClientMachine::quit(Instant now) {
  check(ready(), "a session ends between two mails");
  since_ = now;
  issue(Awaited::quit, "QUIT");
}

void ClientMachine::on_closed() {
  if (!closing_ && !failure_) give_up(Errc::unavailable, "the mail server ended the connection");
  closing_ = true;
}

Instant ClientMachine::deadline() const {
  if (closing_ || wants_tls_ || awaited_.empty()) return never;
  return since_ + timeout_of(awaited_.front());
}

void ClientMachine::on_deadline(Instant now) {
  if (now < deadline()) return;
  if (awaited_.front() == Awaited::quit)
    closing_ = true;
  else
    give_up(Errc::timed_out, "the mail server does not answer");
}

void ClientMachine::issue(Awaited awaited, std::string command, bool is_secret) {
  awaited_.push_back(awaited);
  if (options_.keeps_transcript) transcript_.push_back("> " + (is_secret ? "(secret)" : command));
  out_ += command;
  out_ += "\r\n";
}

// ---- the table of replies: what each leads to stands here and in transaction.cpp ----
void ClientMachine::on_reply(const Reply& reply) {
  if (awaited_.empty()) {
    if (reply.code == 421)
      give_up(reply, "ends the session");
    else
      give_up(Errc::protocol_error, "the mail server speaks unasked: " + reply.shown());
    return;
  }
  const Awaited awaited = awaited_.front();
  awaited_.pop_front();
  if (awaited >= Awaited::reset && awaited != Awaited::quit)
    on_mail_reply(awaited, reply);
  else
    on_session_reply(awaited, reply);
}

void ClientMachine::on_session_reply(Awaited awaited, const Reply& reply) {
  switch (awaited) {
    case Awaited::greeting:
      if (!reply.is_positive()) return give_up(reply, "refuses the connection");
      return issue(Awaited::ehlo, "EHLO " + options_.own_name);
    case Awaited::ehlo:
      return on_ehlo(reply);
    case Awaited::helo:
      if (!reply.is_positive()) return give_up(reply, "refuses our greeting");
      return go_on();
    case Awaited::starttls:
      return on_starttls(reply);
    case Awaited::login_begin:
      if (!reply.asks_for_more()) return on_login(reply);
      return issue(Awaited::login_name, base64(options_.login->username));
    case Awaited::login_name:
      if (!reply.asks_for_more()) return on_login(reply);
      return issue(Awaited::login_password, base64(options_.login->password), true);
    case Awaited::login_password:
    case Awaited::plain:
      return on_login(reply);
    case Awaited::quit:
      closing_ = true;
      return;
    default:
      unreachable("a reply of a mail");
  }
}

void ClientMachine::on_ehlo(const Reply& reply) {
  if (reply.is_positive()) {
    capabilities_ = capabilities_of(reply);
    go_on();
  } else if (reply.is_for_now()) {
    give_up(reply, "refuses our greeting");
  } else {  // section 3.2: a server of old knows HELO only
    reached("smtp.helo");
    issue(Awaited::helo, "HELO " + options_.own_name);
  }
}

// The session is greeted: TLS first, then the login.
void ClientMachine::go_on() {
  const bool wants_it = options_.starttls && !options_.encrypted && !fell_back_;
  if (wants_it && capabilities_.starttls) return issue(Awaited::starttls, "STARTTLS");
  if (wants_it && options_.tls_required)
    return give_up(Errc::not_permitted,
                   "the mail server offers no STARTTLS, and a trust bundle is set");
  if (wants_it) fell_back_ = true;
  if (options_.login) return log_in();
  set_up_ = true;
}

void ClientMachine::on_starttls(const Reply& reply) {
  if (reply.code == 220) {
    if (reader_.has_more())
      return give_up(Errc::protocol_error,
                     "the mail server sent more in the clear behind its answer to STARTTLS: "
                     "somebody between it and us may be putting words into its mouth");
    wants_tls_ = true;
    return;
  }
  if (options_.tls_required) return give_up(reply, "refuses STARTTLS", Errc::not_permitted);
  reached("smtp.starttls_refused");
  fell_back_ = true;
  go_on();
}

void ClientMachine::log_in() {
  if (options_.starttls && !options_.encrypted)
    return give_up(Errc::not_permitted,
                   "the mail server offers no STARTTLS, and the password is not sent in the clear");
  if (capabilities_.auth_login) return issue(Awaited::login_begin, "AUTH LOGIN");
  if (!capabilities_.auth_plain)
    return give_up(Errc::not_permitted, "the mail server offers neither AUTH LOGIN nor PLAIN");
  const Login& login = *options_.login;
  const std::string message = '\0' + login.username + '\0' + login.password;
  issue(Awaited::plain, "AUTH PLAIN " + base64(message), true);
}

void ClientMachine::on_login(const Reply& reply) {
  if (reply.is_positive()) {
    set_up_ = true;
    return;
  }
  if (reply.is_for_now()) return give_up(reply, "does not take the login now");
  give_up(reply, "refuses the user name or the password", Errc::not_permitted);
}

void ClientMachine::give_up(const Reply& reply, std::string_view what, Errc code) {
  give_up(code, "the mail server " + std::string(what) + ": " + reply.shown());
}

void ClientMachine::give_up(Errc code, std::string message) {
  if (closing_) return;
  failure_ = Error{code, {}, std::move(message)};
  closing_ = true;
  if (!transaction_) return;
  const bool dot_is_out = !awaited_.empty() && awaited_.front() == Awaited::content && out_.empty();
  if (dot_is_out) reached("smtp.unanswered_dot");
  for (std::size_t i = 0; i < transaction_->results.size(); ++i) {
    RecipientResult& result = transaction_->results[i];
    if (!result.why.empty()) continue;
    result.fate = dot_is_out && transaction_->taken[i] ? Fate::unanswered : Fate::later;
    result.why = failure_->message;
  }
  finish();
}

}  // namespace curia::smtp
