// SmtpLink: one connection to a mail server, from the name to QUIT.
//
// 1. Phases go resolving -> connecting -> handshake (SMTPS) -> talking -> ending -> gone. With
//    STARTTLS, TLS begins while talking.
// 2. The owner hears on_link_ready() when a mail may be sent, on_link_result() once for each mail,
//    and on_link_gone() last: with an error when something was wrong, else the end was orderly.
// 3. Every wait has an end: mail_connect_timeout up to the greeting, those of RFC 5321 after it.
// 4. With a trust bundle TLS is a must: a server that does not offer it gets no mail.
//
//   auto link = std::make_shared<SmtpLink>(env, server, owner, number); link->start();
//   ... on_link_ready(): link->send({...});  at the end: link->quit();
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "impl/service/mail/mail_server.hpp"
#include "impl/wire/tls/machine.hpp"
#include "model/env/env.hpp"

namespace curia::mail {

class SmtpLink;

class SmtpLinkOwner {
 public:
  virtual void on_link_ready(SmtpLink& link) = 0;
  virtual void on_link_result(SmtpLink& link, smtp::MailResult result) = 0;
  // The link may be forgotten.
  virtual void on_link_gone(SmtpLink& link, std::optional<Error> why) = 0;

 protected:
  ~SmtpLinkOwner() = default;
};

class SmtpLink final : public StreamHandler, public std::enable_shared_from_this<SmtpLink> {
 public:
  SmtpLink(const Env& env, const MailServer& server, SmtpLinkOwner& owner, bool keeps_transcript);
  ~SmtpLink() override;

  void start();
  bool ready() const { return phase_ == Phase::talking && machine_ && machine_->ready(); }
  void send(smtp::Mail mail);  // only when ready()
  void quit();                 // between two mails; at another time it ends at once
  void cut();                  // ends now; what is under way gets its result first
  std::size_t sent() const { return sent_; }
  Instant idle_since() const { return idle_since_; }
  bool fell_back_to_plain() const { return machine_ && machine_->fell_back_to_plain(); }
  std::vector<std::string> take_transcript();

 private:
  enum class Phase { idle, resolving, connecting, handshake, talking, ending, gone };

  void on_connected() override;
  void on_received(std::string_view bytes) override;
  void on_end() override;
  void on_writable() override {}
  void on_closed(CloseReason reason) override;

  void try_next_address();
  void begin_tls();
  void greet(bool encrypted);
  void receive(std::string_view bytes);
  void step();
  void transmit();
  void end(std::optional<Error> why);
  void arm();
  void on_timer();

  Env env_;
  MailServer server_;
  SmtpLinkOwner* owner_;  // null when it was told that we are gone
  bool keeps_transcript_;
  Phase phase_ = Phase::idle;
  std::vector<IpAddress> addresses_;  // not tried yet, the next one last
  std::optional<StreamId> stream_;
  std::optional<smtp::ClientMachine> machine_;
  std::optional<tls::Machine> tls_;
  std::optional<Error> failure_;
  bool told_ready_ = false;
  std::size_t sent_ = 0;
  Instant idle_since_{};
  Instant connect_deadline_ = never;
  std::optional<TimerId> timer_;
  Instant armed_for_{};
};

}  // namespace curia::mail
