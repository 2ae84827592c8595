#include "impl/service/scheduler/mailer.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/base/limits_mail.hpp"
#include "model/base/reached.hpp"
#include "model/schedule/stored_notice.hpp"

namespace curia::scheduler {
namespace {

using schedule::Notice;
using schedule::Verdict;

Verdict::Kind kind_of(smtp::Fate fate) {
  switch (fate) {
    case smtp::Fate::accepted:
      return Verdict::Kind::done;
    case smtp::Fate::never:
      return Verdict::Kind::never;
    case smtp::Fate::later:
    case smtp::Fate::unanswered:
      break;
  }
  return Verdict::Kind::later;
}

}  // namespace

Mailer::Mailer(const Ground& ground, const Guid& who, std::string name)
    : ground_(ground),
      who_(who),
      name_(std::move(name)),
      most_carriers_(limits::mail_connections) {}

Mailer::~Mailer() {
  if (timer_) ground_.env.timers.cancel(*timer_);
  if (settings_) ground_.outbox.resign(who_);
}

void Mailer::say(Severity severity, const std::string& what) {
  ground_.env.trace.log(severity, name_ + ": " + what);
}

void Mailer::use(std::optional<MailSettings> settings) {
  if (settings_ && !settings) ground_.outbox.resign(who_);
  let_all_go();  // texts have the letterhead of before
  const bool begins = settings && !settings_;
  settings_ = std::move(settings);
  is_up_ = false;
  said_plain_ = false;
  trouble_.clear();
  pause_ = {};
  pause_until_ = looked_ = {};
  for (Carrier& carrier : carriers_) carrier.is_old = true;
  const auto all = carriers_;
  for (const Carrier& carrier : all)
    if (!carrier.ordinal) carrier.link->quit();
  if (begins) ground_.outbox.enlist(who_, [this] { pump(); });
  if (settings_) ground_.outbox.try_all_again();
  if (settings_) pump();
  arm();
}

ComponentHealth Mailer::health() const {
  if (!settings_) return {true, {{"location", "none"}}};
  return {is_up_, {{"location", settings_->server.location()}}};
}

Mailer::Carrier& Mailer::carrier_of(const mail::SmtpLink& link) {
  const auto found =
      std::ranges::find_if(carriers_, [&](const Carrier& one) { return one.link.get() == &link; });
  check(found != carriers_.end(), "a link belongs to its owner until it is gone");
  return *found;
}

std::size_t Mailer::under_way() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(carriers_, [](const Carrier& one) { return one.ordinal.has_value(); }));
}

void Mailer::pump() {
  if (!settings_ || is_stopping_ || is_paused()) return;
  if (is_up_) take();
  feed();
  connect();
  arm();
}

void Mailer::take() {
  const std::size_t in_hand = letters_.size() + drafts_.size();
  if (is_taking_ || in_hand * 2 > limits::mail_batch) return;
  is_taking_ = true;
  ground_.outbox.take(who_, limits::mail_batch - in_hand,
                      [this, alive = std::weak_ptr(alive_)](std::vector<QueuedMail> mails) {
                        if (alive.expired()) return;
                        is_taking_ = false;
                        for (QueuedMail& mail : mails) write(std::move(mail));
                        if (!mails.empty()) pump();
                      });
}

// Asks for the text. A cancellation needs none.
void Mailer::write(QueuedMail mail) {
  drafts_.insert(mail.ordinal);
  auto notice = schedule::notice_of(mail.notice);
  if (!notice) return end(mail, Verdict::Kind::never, notice.error().message);
  if (notice->cancels) return write(mail, *notice, {});
  auto shared = std::make_shared<std::pair<QueuedMail, Notice>>(std::move(mail), *notice);
  auto take_text = [this, shared](Result<InvitationText> text) {
    if (text) return write(shared->first, shared->second, *text);
    if (text.error().code == Errc::unavailable)
      return end(shared->first, Verdict::Kind::later, text.error().message);
    reached("mail.without_join_information");
    write(shared->first, shared->second, {});
  };
  find_text(notice->co_space, notice->access_method, notice->language, std::move(take_text));
}

// The access method may be gone, and then the language be none: better the usual text than none.
void Mailer::find_text(const Guid& space, const Guid& method, const std::string& language,
                       Done<Result<InvitationText>> done) {
  ground_.call_bridge.invitation(space, method, language,
                                 [this, space, is_usual = !method && language.empty(),
                                  next = method ? language : std::string(),
                                  done = std::move(done)](Result<InvitationText> text) mutable {
                                   if (text || text.error().code == Errc::unavailable || is_usual)
                                     return done(std::move(text));
                                   find_text(space, {}, next, std::move(done));
                                 });
}

void Mailer::write(const QueuedMail& mail, const Notice& notice, const InvitationText& text) {
  if (!drafts_.contains(mail.ordinal)) return;  // let go meanwhile
  const auto address_of = [this](const schedule::Invitee& one) {
    return ground_.outbox.address_of(one);
  };
  auto letter = letter_of(mail, notice, text, settings_->head, address_of, ground_.zones);
  if (!letter) return end(mail, Verdict::Kind::never, letter.error().message);
  drafts_.erase(mail.ordinal);
  letters_.push_back({mail.ordinal, *std::move(letter)});
  pump();
}

// What becomes of a mail that cannot be written.
void Mailer::end(const QueuedMail& mail, Verdict::Kind kind, const std::string& why) {
  if (drafts_.erase(mail.ordinal) == 0) return;
  std::vector<Verdict> verdicts;
  for (const std::string& address : mail.recipients) verdicts.push_back({address, kind, why});
  ground_.outbox.settle(mail.ordinal, std::move(verdicts));
}

// Sending may call back at once, and change the carriers.
void Mailer::feed() {
  for (std::size_t i = 0; i < carriers_.size() && !letters_.empty(); ++i) {
    Carrier& carrier = carriers_[i];
    if (carrier.is_old || carrier.ordinal || !carrier.link->ready()) continue;
    const auto link = carrier.link;
    Letter letter = std::move(letters_.front());
    letters_.pop_front();
    carrier.ordinal = letter.ordinal;
    link->send(std::move(letter.mail));
  }
}

void Mailer::connect() {
  const auto now = ground_.env.clock.now();
  const std::size_t wanted = letters_.size() + drafts_.size() + under_way();
  const bool looks = !is_up_ || now - looked_ >= limits::mail_probe_interval;
  const std::size_t most = is_up_ ? std::min(wanted, most_carriers_) : 1;
  std::size_t count = 0;
  for (const Carrier& carrier : carriers_) count += carrier.is_old ? 0 : 1;
  if (wanted == 0 && (!looks || count > 0)) return;
  for (; count < std::max<std::size_t>(most, 1); ++count) {
    auto link = std::make_shared<mail::SmtpLink>(ground_.env, settings_->server, *this,
                                                 ground_.logging.is_on(Facility::email));
    carriers_.push_back({link, {}, false});
    link->start();
  }
}

void Mailer::on_link_ready(mail::SmtpLink& link) {
  Carrier& carrier = carrier_of(link);
  if (carrier.is_old || is_stopping_ || link.sent() >= limits::mail_per_connection)
    return link.quit();
  looked_ = ground_.env.clock.now();
  pause_ = {};
  if (link.fell_back_to_plain() && !std::exchange(said_plain_, true))
    say(Severity::warning, "the mail server " + settings_->server.location() +
                               " offers no STARTTLS: mails go in the clear");
  if (!std::exchange(is_up_, true))
    say(Severity::info, "the mail server " + settings_->server.location() + " is UP");
  trouble_.clear();
  pump();
}

void Mailer::on_link_result(mail::SmtpLink& link, smtp::MailResult result) {
  Carrier& carrier = carrier_of(link);
  const auto ordinal = std::exchange(carrier.ordinal, std::nullopt);
  check(ordinal.has_value(), "only a mail that was sent has a result");
  std::vector<Verdict> verdicts;
  for (const smtp::RecipientResult& one : result.recipients) {
    if (one.fate == smtp::Fate::unanswered) reached("mail.unanswered");
    if (one.fate != smtp::Fate::accepted)
      say(Severity::info, "a mail to " + one.address + " was not accepted: " + one.why);
    else if (ground_.logging.is_on(Facility::email))
      say(Severity::info, "a mail to " + one.address + " was accepted");
    verdicts.push_back({one.address, kind_of(one.fate), one.why});
  }
  ground_.outbox.settle(*ordinal, std::move(verdicts));
}

void Mailer::on_link_gone(mail::SmtpLink& link, std::optional<Error> why) {
  const Carrier carrier = carrier_of(link);
  for (const std::string& line : link.take_transcript())
    if (ground_.logging.is_on(Facility::email)) say(Severity::info, line);
  std::erase_if(carriers_, [&](const Carrier& one) { return one.link.get() == &link; });
  if (is_stopping_) return finish();
  if (!settings_ || carrier.is_old) return pump();
  const bool others_work = std::ranges::any_of(
      carriers_, [](const Carrier& one) { return one.ordinal || one.link->ready(); });
  if (why && others_work) {
    // It takes no more than these at a time.
    reached("mail.fewer_connections");
    most_carriers_ = carriers_.size();
  } else if (why) {
    server_failed(*why);
  }
  if (carriers_.empty()) most_carriers_ = limits::mail_connections;
  pump();
}

void Mailer::server_failed(const Error& why) {
  const auto now = ground_.env.clock.now();
  looked_ = now;
  pause_ = pause_ == Duration{} ? limits::mail_server_pause
                                : std::min(pause_ * 2, limits::mail_server_longest_pause);
  pause_until_ = now + pause_;
  if (is_up_ || why.message != trouble_)
    say(Severity::warning,
        "the mail server " + settings_->server.location() + " is DOWN: " + why.message);
  is_up_ = false;
  trouble_ = why.message;
  let_all_go();
  ground_.outbox.give_up_old(why.message);
  arm();
}

// Others may send them now.
void Mailer::let_all_go() {
  std::vector<std::uint64_t> ordinals(drafts_.begin(), drafts_.end());
  for (const Letter& letter : letters_) ordinals.push_back(letter.ordinal);
  letters_.clear();
  drafts_.clear();
  if (!ordinals.empty()) ground_.outbox.let_go(ordinals);
}

void Mailer::stop(Duration limit, Task stopped) {
  stop_by_ = ground_.env.clock.now() + limit;
  stopped_ = std::move(stopped);
  is_stopping_ = true;
  let_all_go();
  if (settings_) ground_.outbox.resign(who_);
  settings_.reset();
  const auto all = carriers_;
  for (const Carrier& carrier : all)
    if (!carrier.ordinal) carrier.link->cut();
  finish();
  arm();
}

// When no link is left: one that says goodbye calls back until it is gone.
void Mailer::finish() {
  if (!stopped_ || !carriers_.empty()) return;
  ground_.env.timers.at(ground_.env.clock.now(), std::exchange(stopped_, nullptr));
}

void Mailer::arm() {
  Instant wanted = is_stopping_ && stopped_ ? stop_by_ : never;
  if (settings_ && !is_stopping_) {
    wanted = is_paused() ? pause_until_ : looked_ + limits::mail_probe_interval;
    for (const Carrier& carrier : carriers_)
      if (!carrier.ordinal && carrier.link->ready())
        wanted = std::min(wanted, carrier.link->idle_since() + limits::mail_idle_timeout);
    // While a look is on its way it says itself how it ends.
    if (!carriers_.empty() && wanted <= ground_.env.clock.now()) return;
  }
  if (wanted == never || (timer_ && armed_for_ == wanted)) return;
  if (timer_) ground_.env.timers.cancel(*timer_);
  armed_for_ = wanted;
  timer_ = ground_.env.timers.at(wanted, [this] { on_timer(); });
}

void Mailer::on_timer() {
  timer_.reset();
  const auto now = ground_.env.clock.now();
  const auto all = carriers_;
  if (is_stopping_) {
    for (const Carrier& carrier : all) carrier.link->cut();
    return;
  }
  for (const Carrier& carrier : all)
    if (!carrier.ordinal && carrier.link->ready() &&
        now - carrier.link->idle_since() >= limits::mail_idle_timeout)
      carrier.link->quit();
  pump();
  arm();
}

}  // namespace curia::scheduler
