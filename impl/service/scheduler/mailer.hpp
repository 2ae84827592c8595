// Mailer: sends what waits in the Outbox to the mail server of one Scheduler.
//
// 1. It takes at most limits::mail_batch at a time, over at most limits::mail_connections
//    connections; while it does not know the server to work, over one.
// 2. A server that fails gets a pause of 5 s, 10 s, ... 60 s; what was in hand is let go, so that
//    another Scheduler can send it. Nothing is taken before the server has shown that it works.
// 3. An idle server is looked at each limits::mail_probe_interval: health says what the last look
//    or the last mail has shown.
// 4. use() may come at any time: mails under way are finished as they were begun.
// 5. stop() finishes what is being sent, within a limit, and lets the rest go.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "impl/service/mail/smtp_link.hpp"
#include "impl/service/scheduler/call_bridge.hpp"
#include "impl/service/scheduler/health.hpp"
#include "impl/service/scheduler/letter.hpp"
#include "impl/service/scheduler/outbox.hpp"
#include "impl/service/scheduler/timed_logging.hpp"

namespace curia::scheduler {

struct MailSettings {
  mail::MailServer server;
  Letterhead head{};
};

class Mailer final : public mail::SmtpLinkOwner {
 public:
  struct Ground {
    Env env;
    Outbox& outbox;
    CallBridge& call_bridge;
    const schedule::ZoneSource& zones;
    const TimedLogging& logging;
  };
  // `who` holds the mails; `name` is what log lines begin with. All outlive it.
  Mailer(const Ground& ground, const Guid& who, std::string name);
  ~Mailer();
  Mailer(const Mailer&) = delete;
  Mailer& operator=(const Mailer&) = delete;

  // From now on; nothing: no mail is sent.
  void use(std::optional<MailSettings> settings);
  void stop(Duration limit, Task stopped);
  ComponentHealth health() const;

 private:
  struct Carrier {
    std::shared_ptr<mail::SmtpLink> link;
    std::optional<std::uint64_t> ordinal;  // of the mail under way
    bool is_old = false;                   // of settings before these
  };
  struct Letter {
    std::uint64_t ordinal;
    smtp::Mail mail;
  };

  void on_link_ready(mail::SmtpLink& link) override;
  void on_link_result(mail::SmtpLink& link, smtp::MailResult result) override;
  void on_link_gone(mail::SmtpLink& link, std::optional<Error> why) override;

  void pump();
  void take();
  void write(QueuedMail mail);
  void find_text(const Guid& space, const Guid& method, const std::string& language,
                 Done<Result<InvitationText>> done);
  void write(const QueuedMail& mail, const schedule::Notice& notice, const InvitationText& text);
  void end(const QueuedMail& mail, schedule::Verdict::Kind kind, const std::string& why);
  void feed();
  void connect();
  void server_failed(const Error& why);
  void let_all_go();
  void finish();
  void arm();
  void on_timer();
  Carrier& carrier_of(const mail::SmtpLink& link);
  std::size_t under_way() const;
  bool is_paused() const { return ground_.env.clock.now() < pause_until_; }
  void say(Severity severity, const std::string& what);

  Ground ground_;
  Guid who_;
  std::string name_;
  std::optional<MailSettings> settings_;
  std::vector<Carrier> carriers_;
  std::deque<Letter> letters_;      // to be sent, in their order
  std::set<std::uint64_t> drafts_;  // ordinals of those whose texts are asked for
  bool is_taking_ = false;
  bool is_up_ = false;
  std::string trouble_;  // the last failure, told once
  Instant pause_until_{};
  Duration pause_{};
  Instant looked_{};  // when the server was last seen to work, or to fail
  std::size_t most_carriers_;
  bool said_plain_ = false;
  bool is_stopping_ = false;
  Task stopped_;
  Instant stop_by_{};
  std::optional<TimerId> timer_;
  Instant armed_for_{};
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

}  // namespace curia::scheduler
