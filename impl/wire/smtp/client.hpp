// ClientMachine: the client's side of one SMTP connection (RFC 5321), without I/O.
//
// 1. It greets, takes TLS and logs in as ClientOptions say; then it is ready() for one mail after
//    another. Each mail gets exactly one MailResult, with a fate for each recipient.
// 2. A mail is `accepted` only when the server said so after the final dot, and `unanswered` when
//    that answer was lost; whatever else goes wrong is `later` or `never`.
// 3. STARTTLS: when wants_tls(), the owner begins TLS and calls on_encrypted(). What the server
//    said before it is forgotten, and bytes behind its 220 end the session (RFC 3207 section 6).
// 4. A password leaves only as the options allow: never in the clear when `starttls` is set.
// 5. After failure() the connection is of no more use: wants_close().
//
//   machine.feed(bytes, now); machine.on_deadline(now);      // inputs; then
//   if (machine.take_output(out, now)) send(out);
//   if (machine.wants_tls()) begin_tls();                    // then machine.on_encrypted(now)
//   while (auto result = machine.next()) note(*result);
//   if (machine.wants_close()) close(); else if (machine.ready()) machine.send(mail, now);
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "impl/wire/smtp/capabilities.hpp"
#include "impl/wire/smtp/mail.hpp"
#include "impl/wire/smtp/reply.hpp"
#include "model/base/time.hpp"

namespace curia::smtp {

struct Login {
  std::string username;
  std::string password;
};

struct ClientOptions {
  std::string own_name = "localhost";  // what EHLO says: a host name or an address literal
  bool encrypted = false;              // SMTPS: the owner has TLS below from the first byte
  bool starttls = false;               // take TLS when the server offers it ...
  bool tls_required = false;           // ... and go on only with it
  std::optional<Login> login{};        // AUTH LOGIN, or PLAIN where only that is offered
  bool keeps_transcript = false;       // for take_transcript()
};

class ClientMachine {
 public:
  ClientMachine(ClientOptions options, Instant now);
  ClientMachine(const ClientMachine&) = delete;
  ClientMachine& operator=(const ClientMachine&) = delete;

  void feed(std::string_view bytes, Instant now);
  // Appends what is to be sent; false when that was nothing.
  bool take_output(std::string& out, Instant now);

  // Whether send() may be called: the session is set up, and no mail is on its way.
  bool ready() const;
  void send(Mail mail, Instant now);
  std::optional<MailResult> next();

  bool wants_tls() const { return wants_tls_; }
  void on_encrypted(Instant now);

  void quit(Instant now);  // only when ready(): the orderly end
  void on_closed();        // the connection is gone, whoever ended it
  bool wants_close() const { return closing_; }

  Instant deadline() const;
  void on_deadline(Instant now);

  // Errors: unavailable (the server does not want now), not_permitted (login, or TLS that is
  // missing), protocol_error, limit_reached, timed_out.
  const std::optional<Error>& failure() const { return failure_; }
  const Capabilities& capabilities() const { return capabilities_; }
  bool is_encrypted() const { return options_.encrypted; }
  // STARTTLS was wanted, and the server has none: mails go in the clear.
  bool fell_back_to_plain() const { return fell_back_; }
  // Lines "> EHLO host" and "< 250 host", without passwords, since the last call.
  std::vector<std::string> take_transcript() { return std::exchange(transcript_, {}); }

 private:
  enum class Awaited {  // replies that are outstanding
    greeting,
    ehlo,
    helo,
    starttls,
    login_begin,
    login_name,
    login_password,
    plain,
    reset,
    mail,
    recipient,
    data,
    content,
    quit,
  };
  struct Step {
    Awaited awaited;
    std::string command;
  };
  struct Transaction {
    Mail mail;
    std::vector<RecipientResult> results;
    std::vector<bool> taken;         // of results: RCPT was accepted
    std::vector<std::size_t> tried;  // of results: who is in the transaction
    std::size_t answered = 0;        // of tried: whose RCPT was answered
    bool content_taken = false;
  };
  static Duration timeout_of(Awaited awaited);

  void on_reply(const Reply& reply);
  void on_session_reply(Awaited awaited, const Reply& reply);
  void on_mail_reply(Awaited awaited, const Reply& reply);
  void on_ehlo(const Reply& reply);
  void on_starttls(const Reply& reply);
  void on_login(const Reply& reply);
  void on_data(const Reply& reply);
  void go_on();
  void log_in();
  void issue(Awaited awaited, std::string command, bool is_secret = false);
  void issue_steps();
  std::string why_nobody(const Mail& mail) const;
  void choose_recipients();
  std::string mail_command() const;
  void on_recipient(const Reply& reply);
  void settle(const Reply& reply);
  void finish();
  bool anybody_taken() const;
  void give_up(Errc code, std::string message);
  void give_up(const Reply& reply, std::string_view what, Errc code = Errc::unavailable);

  ClientOptions options_;
  ReplyReader reader_;
  Capabilities capabilities_;
  std::deque<Awaited> awaited_;
  std::deque<Step> steps_;  // commands of the transaction that have not gone out
  std::optional<Transaction> transaction_;
  std::deque<MailResult> results_;
  std::string out_;
  std::vector<std::string> transcript_;
  std::optional<Error> failure_;
  Instant since_;  // the last reply came, or the last command was given out
  bool wants_tls_ = false;
  bool set_up_ = false;
  bool needs_reset_ = false;
  bool fell_back_ = false;
  bool closing_ = false;
};

}  // namespace curia::smtp
