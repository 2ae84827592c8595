// HttpTarget: a scenario's target that is a real server somewhere, asked over HTTP or HTTPS by an
// independent HTTP library (cpp-httplib).
//
// 1. Certificates are not verified: the server under test has a certificate of its own.
// 2. end() deletes what the scenario has made, in reverse order, so that an empty server stays so.
// 3. Faults, exact times and log lines need a simulation; those scenarios are skipped.
//
//   HttpTarget target({.url = "https://127.0.0.1:8443", .name = "admin", .password = "..."});
//   Report report = run(scenario, target);
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sim/scenario/target.hpp"

namespace curia::conformance {

struct HttpTargetOptions {
  std::string url;  // "https://HOST:PORT", without a path
  std::string name;
  std::string password;
  std::vector<std::string> scheduler_urls = {};  // the same of the Schedulers, in their order
};

class EventsClient;
class RealPeer;

class HttpTarget : public scenario::Target {
 public:
  explicit HttpTarget(HttpTargetOptions options);
  ~HttpTarget() override;

  // Whether it answers to this login. Errors: not_permitted, unavailable.
  Result<> look();

  bool is_simulation() const override { return false; }
  Result<> begin(const scenario::Settings& settings) override;
  void end() override;
  std::vector<scenario::Answer> carry_out(std::vector<scenario::Deed> deeds) override;
  Result<> inject(const scenario::Fault& fault) override;
  Result<> answer_as_peer(const scenario::PeerAnswer& answer) override;
  std::uint64_t times_asked(const std::string& peer, const std::string& target) override;
  Result<> act_on_events(const scenario::EventsStep& step) override;
  Duration now() override;
  void wait_until(Duration time) override;
  std::vector<std::string> log_lines() override { return {}; }
  Result<std::string> variable(const std::string& name) override;

 protected:
  // Begins anew at another address.
  void use(HttpTargetOptions options);

 private:
  class Asker;

  Asker& asker(const std::string& client, int scheduler = 0);
  scenario::Answer get(const std::string& target);
  // What the XPath finds in what GET answers there; empty when there is no such thing.
  std::string ask(const std::string& target, const std::string& query);
  bool is_empty(const std::string& collection);

  HttpTargetOptions options_;
  // By client and by whom it asks: the Call Bridge, 0, or a Scheduler.
  std::map<std::pair<std::string, int>, std::unique_ptr<Asker>> askers_;
  std::map<std::string, std::unique_ptr<RealPeer>> peers_;
  std::map<std::string, std::unique_ptr<EventsClient>> events_clients_;
  std::vector<std::pair<int, std::string>> made_;  // what was created where, oldest first
  std::int64_t begun_ns_ = 0;
};

}  // namespace curia::conformance
