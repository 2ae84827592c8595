#include "impl/service/mail/smtp_link.hpp"

#include <algorithm>

#include "model/base/check.hpp"
#include "model/base/limits_mail.hpp"
#include "model/base/reached.hpp"

namespace curia::mail {

SmtpLink::SmtpLink(const Env& env, const MailServer& server, SmtpLinkOwner& owner,
                   bool keeps_transcript)
    : env_(env), server_(server), owner_(&owner), keeps_transcript_(keeps_transcript) {}

SmtpLink::~SmtpLink() {
  if (timer_) env_.timers.cancel(*timer_);
}

void SmtpLink::start() {
  check(phase_ == Phase::idle, "a link is started once");
  phase_ = Phase::resolving;
  connect_deadline_ = env_.clock.now() + limits::mail_connect_timeout;
  arm();
  env_.net.resolve(server_.host, [weak = weak_from_this()](Result<std::vector<IpAddress>> found) {
    const auto self = weak.lock();
    if (!self || self->phase_ != Phase::resolving) return;
    if (!found) {
      self->end(Error{found.error().code, {}, found.error().message});
    } else {
      self->addresses_.assign(found->rbegin(), found->rend());
      self->try_next_address();
    }
    self->step();
  });
}

void SmtpLink::try_next_address() {
  if (addresses_.empty()) {
    end(failure_ ? *failure_ : Error{Errc::not_found, {}, "the name has no address"});
    return;
  }
  const Endpoint remote{addresses_.back(), server_.port};
  addresses_.pop_back();
  phase_ = Phase::connecting;
  failure_ = Error{Errc::unavailable, {}, "no connection to " + to_string(remote)};
  stream_ = env_.net.connect(remote, *this);
}

void SmtpLink::on_connected() {
  if (phase_ != Phase::connecting) return;
  addresses_.clear();
  failure_.reset();
  if (server_.smtps) {
    phase_ = Phase::handshake;
    begin_tls();
  } else {
    greet(false);
  }
  step();
}

void SmtpLink::begin_tls() {
  tls_.emplace(server_.trust, env_.clock.wall(), server_.host);
  transmit();
}

void SmtpLink::greet(bool encrypted) {
  phase_ = Phase::talking;
  machine_.emplace(smtp::ClientOptions{.own_name = server_.own_name,
                                       .encrypted = encrypted,
                                       .starttls = server_.starttls,
                                       .tls_required = server_.trust.trust().verify,
                                       .login = server_.login,
                                       .keeps_transcript = keeps_transcript_},
                   env_.clock.now());
}

void SmtpLink::on_received(std::string_view bytes) {
  if (phase_ != Phase::handshake && phase_ != Phase::talking) return;
  receive(bytes);
  step();
}

void SmtpLink::receive(std::string_view bytes) {
  if (!tls_) {
    machine_->feed(bytes, env_.clock.now());
    return;
  }
  std::string plaintext;
  const bool was_open = tls_->state() == tls::State::open;
  if (const auto fed = tls_->feed(bytes, plaintext); !fed) {
    transmit();  // the alert
    return end(fed.error());
  }
  if (!was_open && tls_->state() == tls::State::open) {
    if (phase_ == Phase::handshake)
      greet(true);
    else
      machine_->on_encrypted(env_.clock.now());
  }
  if (machine_) machine_->feed(plaintext, env_.clock.now());
  transmit();
  if (tls_->state() == tls::State::ended) on_end();
}

void SmtpLink::on_end() {
  if (stream_) env_.net.close(*stream_);
}

void SmtpLink::on_closed(CloseReason reason) {
  stream_.reset();
  if (phase_ == Phase::connecting) {
    failure_->message += " (" + std::string(name_of(reason)) + ")";
    if (!addresses_.empty()) reached("mail.next_address");
    try_next_address();
  } else if (phase_ == Phase::handshake || (phase_ == Phase::talking && machine_->wants_tls())) {
    end(Error{Errc::unavailable, {}, "the connection ended during the TLS handshake"});
  } else if (phase_ == Phase::talking) {
    machine_->on_closed();
    end(machine_->failure());
  }
  step();
}

void SmtpLink::send(smtp::Mail mail) {
  check(ready(), "a mail is sent when the link is ready");
  ++sent_;
  told_ready_ = false;
  machine_->send(std::move(mail), env_.clock.now());
  step();
}

void SmtpLink::quit() {
  if (!ready()) return cut();
  machine_->quit(env_.clock.now());
  step();
}

void SmtpLink::cut() {
  if (phase_ == Phase::gone) return;
  if (phase_ == Phase::ending && stream_) return env_.net.reset(*stream_);
  if (machine_) machine_->on_closed();
  end(Error{Errc::cancelled, {}, "the connection was given up"});
  step();
}

// Nothing more is said; on_link_gone() follows when the stream is closed.
void SmtpLink::end(std::optional<Error> why) {
  if (phase_ == Phase::ending || phase_ == Phase::gone) return;
  phase_ = Phase::ending;
  failure_ = std::move(why);
  if (!stream_) return;
  if (failure_)
    env_.net.reset(*stream_);
  else
    env_.net.close(*stream_);
}

// What follows from anything that has happened to the machine.
void SmtpLink::step() {
  const auto self = shared_from_this();
  if (phase_ == Phase::talking) {
    if (machine_->wants_tls() && !tls_) begin_tls();
    std::string out;
    if (machine_->take_output(out, env_.clock.now())) {
      if (tls_) {
        check(tls_->write(out).has_value(), "an open connection encrypts");
        transmit();
      } else {
        env_.net.send(*stream_, out);
      }
    }
    if (machine_->wants_close()) end(machine_->failure());
    if (machine_->ready() && !told_ready_) {
      connect_deadline_ = never;
      idle_since_ = env_.clock.now();
    }
  }
  arm();
  while (machine_ && owner_ != nullptr) {
    auto result = machine_->next();
    if (!result) break;
    owner_->on_link_result(*this, *std::move(result));
  }
  if (ready() && !told_ready_ && owner_ != nullptr) {
    told_ready_ = true;
    owner_->on_link_ready(*this);
  }
  if (phase_ == Phase::ending && !stream_ && owner_ != nullptr) {
    phase_ = Phase::gone;
    std::exchange(owner_, nullptr)->on_link_gone(*this, failure_);
  }
}

void SmtpLink::transmit() {
  if (!tls_ || tls_->output().empty()) return;
  if (stream_) env_.net.send(*stream_, tls_->output());
  tls_->clear_output();
}

void SmtpLink::arm() {
  Instant wanted = phase_ == Phase::talking ? machine_->deadline() : never;
  if (phase_ != Phase::ending && phase_ != Phase::gone)
    wanted = std::min(wanted, connect_deadline_);
  // A link without a stream ends in an event of its own.
  if (phase_ == Phase::ending && !stream_) wanted = env_.clock.now();
  if (wanted == never || (timer_ && armed_for_ <= wanted)) return;
  if (timer_) env_.timers.cancel(*timer_);
  armed_for_ = wanted;
  timer_ = env_.timers.at(wanted, [this] { on_timer(); });
}

void SmtpLink::on_timer() {
  timer_.reset();
  const Instant now = env_.clock.now();
  if (phase_ == Phase::talking) machine_->on_deadline(now);
  if (now >= connect_deadline_ && phase_ != Phase::ending && phase_ != Phase::gone) {
    if (machine_) machine_->on_closed();
    end(Error{Errc::timed_out, {}, "the mail server was not ready in time"});
  }
  step();
}

std::vector<std::string> SmtpLink::take_transcript() {
  return machine_ ? machine_->take_transcript() : std::vector<std::string>();
}

}  // namespace curia::mail
