// SyslogSenders: the log and the audit log on their way to the servers that are configured.
//
// TLS servers are judged as `tls syslog` says: verified until that is disabled, by its bundle or,
// while there is none, by the authorities that the server believes anyway.
//
//   senders.start();                         // follows each change of the configuration from now
//   on senders.log(Severity::info, sentence);   // every line of the log
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "impl/service/mmp/configuration_book.hpp"
#include "impl/service/mmp/syslog_link.hpp"
#include "impl/wire/syslog.hpp"
#include "model/env/env.hpp"

namespace curia::mmp {

class SyslogSenders {
 public:
  // All outlive it.
  SyslogSenders(const Env& env, ConfigurationBook& configuration, const Trust& usual_trust)
      : env_(env), configuration_(configuration), usual_trust_(usual_trust) {}
  ~SyslogSenders() { stop(); }

  void start();
  void stop();
  void log(Severity severity, std::string_view sentence);
  void audit(std::string_view line);
  // "tcp:logs.example.com 514 connected, 0 waiting", one per server.
  std::vector<std::string> states() const;

 private:
  struct Sender {
    std::shared_ptr<SyslogLink> link;
    bool is_audit_only = false;
  };
  // Links that are configured as before stay, with what waits in them.
  void configure();
  Result<tls::Context> context() const;
  void pass(SyslogFacility facility, Severity severity, std::string_view text, bool to_all);

  Env env_;
  ConfigurationBook& configuration_;
  const Trust& usual_trust_;
  std::vector<Sender> senders_;
  admin::TlsService used_;  // what the links were made with
  bool is_running_ = false;
  bool is_passing_ = false;
};

}  // namespace curia::mmp
