#include "sim/mail/mail_server.hpp"

#include "impl/wire/tls/certificate.hpp"
#include "impl/wire/tls/machine.hpp"
#include "model/base/base64.hpp"
#include "model/base/check.hpp"
#include "model/base/text.hpp"

namespace curia::sim {
namespace {

constexpr int certificate_days = 3650;

// The address between the angle brackets of MAIL and RCPT.
std::string address_in(std::string_view line) {
  const std::size_t from = line.find('<'), to = line.find('>');
  if (from == line.npos || to == line.npos || to < from) return {};
  return std::string(line.substr(from + 1, to - from - 1));
}

}  // namespace

// One connection. Answers leave in the order of their questions, each after the delay.
class MailServer::Visit final : public StreamHandler {
 public:
  Visit(MailServer& server, StreamId stream) : server_(server), env_(server.env_), stream_(stream) {
    if (server_.visits_.size() > server_.behaviour_.connections) {
      env_.net.send(stream_, "421 4.3.2 too many connections\r\n");
      env_.net.finish(stream_);
    } else if (server_.behaviour_.smtps)
      begin_tls();
    else
      say("220 " + server_.name_ + " ESMTP");
  }
  ~Visit() override { *alive_ = false; }

 private:
  void on_received(std::string_view bytes) override {
    if (!tls_) return take(bytes);
    std::string plaintext;
    const bool was_open = tls_->state() == tls::State::open;
    const auto fed = tls_->feed(bytes, plaintext);
    transmit();
    if (!fed) return env_.net.reset(stream_);
    if (!was_open && tls_->state() == tls::State::open && server_.behaviour_.smtps)
      say("220 " + server_.name_ + " ESMTP");
    take(plaintext);
  }
  void on_end() override { env_.net.close(stream_); }
  void on_writable() override {}
  void on_closed(CloseReason) override {
    env_.timers.at(env_.clock.now(), [&server = server_, stream = stream_, alive = alive_] {
      if (*alive) server.visits_.erase(stream);
    });
  }

  void begin_tls() {
    check(server_.identity_.has_value(), "a mail server with TLS has a certificate");
    tls_ = std::make_unique<tls::Machine>(*server_.identity_, env_.clock.wall());
  }
  void transmit() {
    env_.net.send(stream_, tls_->output());
    tls_->clear_output();
  }
  void say(const std::string& line, bool then_tls = false) {
    env_.timers.at(env_.clock.now() + server_.behaviour_.delay,
                   [this, line, then_tls, alive = alive_] {
                     if (!*alive) return;
                     if (tls_) {
                       check(tls_->write(line + "\r\n").has_value(), "an open connection encrypts");
                       transmit();
                     } else {
                       env_.net.send(stream_, line + "\r\n");
                     }
                     if (then_tls) begin_tls();
                   });
  }

  void take(std::string_view bytes) {
    buffer_ += bytes;
    for (std::size_t end = buffer_.find("\r\n"); end != buffer_.npos; end = buffer_.find("\r\n")) {
      const std::string line = buffer_.substr(0, end);
      buffer_.erase(0, end + 2);
      if (in_data_)
        take_data(line);
      else
        take_command(line);
    }
  }

  void take_data(const std::string& line) {
    if (line != ".") {
      mail_.content += (line.starts_with('.') ? line.substr(1) : line) + "\r\n";
      return;
    }
    in_data_ = false;
    if (const std::string refusal = server_.refusal({}); !refusal.empty()) return say(refusal);
    mail_.arrived = env_.clock.now();
    mail_.is_encrypted = tls_ != nullptr;
    server_.mails_.push_back(std::exchange(mail_, {}));
    if (server_.cuts_ == 0) return say("250 2.0.0 taken");
    --server_.cuts_;
    env_.net.reset(stream_);
  }

  void take_command(const std::string& line) {
    const std::string word = ascii_lower(line.substr(0, 4));
    if (login_step_ > 0) return take_login(line);
    if (word == "ehlo" || word == "helo") return greet();
    if (word == "star" && server_.behaviour_.starttls && !tls_) return say("220 go ahead", true);
    if (word == "auth") return begin_login(line);
    if (word == "quit") {
      say("221 bye");
      return;
    }
    if (word == "rset" || word == "noop") return say("250 fine");
    if (server_.behaviour_.login && !logged_in_) return say("530 5.7.0 log in first");
    if (word == "mail") {
      mail_ = {.sender = address_in(line), .recipients = {}, .content = {}};
      return say("250 2.1.0 fine");
    }
    if (word == "rcpt") {
      const std::string address = address_in(line);
      const std::string refusal = server_.refusal(address);
      if (refusal.empty()) mail_.recipients.push_back(address);
      return say(refusal.empty() ? "250 2.1.5 fine" : refusal);
    }
    if (word == "data") {
      in_data_ = !mail_.recipients.empty();
      return say(in_data_ ? "354 go ahead" : "554 5.5.1 no recipients");
    }
    say("502 5.5.2 what?");
  }

  void greet() {
    std::string text = "250-" + server_.name_ + "\r\n";
    if (server_.behaviour_.starttls && !tls_) text += "250-STARTTLS\r\n";
    if (server_.behaviour_.login) text += "250-AUTH LOGIN PLAIN\r\n";
    say(text + "250-PIPELINING\r\n250 8BITMIME");
  }

  void begin_login(const std::string& line) {
    if (!server_.behaviour_.login || !equal_ignoring_ascii_case(line, "AUTH LOGIN"))
      return say("504 5.5.4 not that way");
    login_step_ = 1;
    say("334 VXNlcm5hbWU6");
  }
  void take_login(const std::string& line) {
    const smtp::Login& wanted = *server_.behaviour_.login;
    const auto text = parse_base64(line);
    const std::string& expected = login_step_ == 1 ? wanted.username : wanted.password;
    login_good_ = (login_step_ == 1 || login_good_) && text && *text == expected;
    if (login_step_++ == 1) return say("334 UGFzc3dvcmQ6");
    login_step_ = 0;
    logged_in_ = login_good_;
    say(logged_in_ ? "235 2.7.0 welcome" : "535 5.7.8 wrong");
  }

  MailServer& server_;
  Env env_;
  StreamId stream_;
  std::unique_ptr<tls::Machine> tls_;
  std::string buffer_;
  ReceivedMail mail_;
  bool in_data_ = false;
  int login_step_ = 0;
  bool login_good_ = false, logged_in_ = false;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

MailServer::MailServer(const Env& env, std::string name, const Endpoint& local)
    : env_(env), name_(std::move(name)), local_(local) {
  back();
}

MailServer::~MailServer() = default;

Result<> MailServer::certify() {
  const auto made = tls::make_self_signed({name_}, certificate_days, env_.clock.wall());
  if (!made) return fail(made.error());
  auto context = tls::Context::server(*made);
  if (!context) return fail(context.error());
  identity_ = *std::move(context);
  return {};
}

void MailServer::away() {
  if (!listener_) return;
  env_.net.close(*std::exchange(listener_, {}));
  for (const auto& [stream, visit] : visits_) env_.net.reset(stream);
}

void MailServer::back() {
  if (listener_) return;
  const auto bound = env_.net.listen(local_, *this);
  check(bound.has_value(), "the port of a mail server is its own");
  listener_ = bound->id;
  local_ = bound->local;
}

StreamHandler* MailServer::on_accept(StreamId stream, const Endpoint&) {
  ++connections_;
  auto& visit = visits_[stream];
  visit = std::make_unique<Visit>(*this, stream);
  return visit.get();
}

void MailServer::answer(const std::string& address, std::string text, std::uint64_t times) {
  refusals_[address] = {std::move(text), times};
}

std::string MailServer::refusal(const std::string& address) {
  const auto found = refusals_.find(address);
  if (found == refusals_.end() || found->second.times == 0) return {};
  --found->second.times;
  return found->second.text;
}

}  // namespace curia::sim
