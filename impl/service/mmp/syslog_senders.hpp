// SyslogSenders: the log and the audit log on their way to the servers that are configured.
//
//   senders.configure();                     // after each change of the configuration
//   senders.log(Severity::info, sentence);   // every line of the log
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
  SyslogSenders(const Env& env, const ConfigurationBook& configuration)
      : env_(env), configuration_(configuration) {}
  ~SyslogSenders() { stop(); }

  // Links that are configured as before stay, with what waits in them.
  void configure();
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
  tls::Context trust() const;
  void pass(SyslogFacility facility, Severity severity, std::string_view text, bool to_all);

  Env env_;
  const ConfigurationBook& configuration_;
  std::vector<Sender> senders_;
  std::string trusted_;  // the trust that the links were made with
  bool is_passing_ = false;
};

}  // namespace curia::mmp
