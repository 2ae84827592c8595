// MailServer: an SMTP server that behaves as it is told, and remembers what it accepted; of any
// world.
//
// 1. What stands in mails() was answered with 250 after the final dot, or was cut off right there:
//    the sender of the latter cannot know.
// 2. away() takes its port and its connections away; what it has accepted stays.
// 3. Destroy it when its world runs no more, or when it is away and is_idle().
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "impl/wire/smtp/client.hpp"
#include "impl/wire/tls/context.hpp"
#include "model/env/env.hpp"

namespace curia::sim {

struct ReceivedMail {
  std::string sender;
  std::vector<std::string> recipients;
  std::string content;
  Instant arrived{};
  bool is_encrypted = false;
};

class MailServer final : public AcceptHandler {
 public:
  struct Behaviour {
    bool smtps = false;
    bool starttls = false;
    std::optional<smtp::Login> login{};
    Duration delay{};                    // before each answer
    std::size_t connections = SIZE_MAX;  // at a time
  };

  // `name` is what it calls itself. Port 0: a free one, which it keeps.
  MailServer(const Env& env, std::string name, const Endpoint& local);
  ~MailServer() override;

  void behave(Behaviour behaviour) { behaviour_ = std::move(behaviour); }
  const Behaviour& behaviour() const { return behaviour_; }
  // What it shows with TLS. Errors: those of making a certificate.
  Result<> certify();

  // Instead of 250: to RCPT of the address, or to the final dot when it is empty; so many times.
  void answer(const std::string& address, std::string text, std::uint64_t times);
  // The connection breaks after the final dot, so many times; the mail is taken.
  void cut(std::uint64_t times) { cuts_ = times; }
  void away();
  void back();

  const std::vector<ReceivedMail>& mails() const { return mails_; }
  std::size_t connections() const { return connections_; }  // that were ever made
  const Endpoint& endpoint() const { return local_; }
  bool is_idle() const { return visits_.empty(); }

 private:
  class Visit;
  StreamHandler* on_accept(StreamId stream, const Endpoint& peer) override;
  // What it says to that address instead of 250; empty: nothing.
  std::string refusal(const std::string& address);

  Env env_;
  std::string name_;
  Endpoint local_;
  Behaviour behaviour_;
  std::optional<tls::Context> identity_;
  struct Refusal {
    std::string text;
    std::uint64_t times;
  };
  std::map<std::string, Refusal> refusals_;
  std::uint64_t cuts_ = 0;
  std::size_t connections_ = 0;
  std::vector<ReceivedMail> mails_;
  std::map<StreamId, std::unique_ptr<Visit>> visits_;
  std::optional<ListenId> listener_;
};

}  // namespace curia::sim
