#include "impl/service/mmp/syslog_senders.hpp"

#include <algorithm>
#include <utility>

namespace curia::mmp {

// With a bundle, servers are verified; without one any will do, as for the Scheduler's mail.
tls::Context SyslogSenders::trust() const {
  const std::string& file = configuration_.current().tls_service("syslog")->trust;
  auto bundle = env_.files.read(admin::upload_path(file));
  if (!file.empty()) {
    // A bundle that cannot be read believes nobody: nothing is sent to strangers.
    auto context = tls::Context::client({.bundle_pem = bundle.value_or("")});
    if (context) return *context;
    env_.trace.log(Severity::error,
                   "the trust bundle of syslog cannot be used: " + context.error().message);
    return *tls::Context::client({.bundle_pem = ""});
  }
  return *tls::Context::client({.verify = false, .check_name = false});
}

void SyslogSenders::configure() {
  const admin::SyslogSettings& wanted = configuration_.current().syslog;
  const std::string trusted = configuration_.current().tls_service("syslog")->trust;
  const bool keep = trusted == std::exchange(trusted_, trusted);
  std::vector<Sender> before = std::move(senders_);
  senders_.clear();
  const auto take = [&](const admin::SyslogServer& server, bool is_audit_only) {
    const auto found = std::ranges::find_if(before, [&](const Sender& sender) {
      return keep && sender.link && sender.link->server() == server &&
             sender.is_audit_only == is_audit_only;
    });
    if (found != before.end())
      senders_.push_back({std::exchange(found->link, nullptr), is_audit_only});
    else
      senders_.push_back({std::make_shared<SyslogLink>(env_, server, trust()), is_audit_only});
  };
  if (wanted.enabled)
    for (const auto& server : wanted.servers) take(server, false);
  for (const auto& server : wanted.audit_servers) take(server, true);
  for (const Sender& sender : before)
    if (sender.link) sender.link->end();
}

void SyslogSenders::stop() {
  for (const Sender& sender : std::exchange(senders_, {})) sender.link->end();
}

void SyslogSenders::log(Severity severity, std::string_view sentence) {
  pass(SyslogFacility::local0, severity, sentence, false);
}

void SyslogSenders::audit(std::string_view line) {
  pass(SyslogFacility::audit, Severity::info, line, true);
}

void SyslogSenders::pass(SyslogFacility facility, Severity severity, std::string_view text,
                         bool to_all) {
  // What a link has to say of itself while it sends is not sent again.
  if (senders_.empty() || is_passing_) return;
  is_passing_ = true;
  SyslogMessage message;
  message.facility = facility;
  message.severity = severity;
  message.time = env_.clock.wall();
  message.host = configuration_.current().hostname;
  message.application = "curia";
  message.text = text;
  const std::string written = write_syslog(message);
  for (const Sender& sender : senders_)
    if (to_all || !sender.is_audit_only) sender.link->send(written);
  is_passing_ = false;
}

std::vector<std::string> SyslogSenders::states() const {
  std::vector<std::string> lines;
  for (const Sender& sender : senders_) {
    const admin::SyslogServer& server = sender.link->server();
    lines.push_back(server.protocol + ":" + server.host + " " + std::to_string(server.port) +
                    (sender.is_audit_only ? " audit" : "") +
                    (sender.link->is_connected() ? " connected, " : " not connected, ") +
                    std::to_string(sender.link->waiting()) + " waiting");
  }
  return lines;
}

}  // namespace curia::mmp
