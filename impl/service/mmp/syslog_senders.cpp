#include "impl/service/mmp/syslog_senders.hpp"

#include <algorithm>
#include <utility>

#include "impl/service/mmp/directory_trust.hpp"

namespace curia::mmp {

void SyslogSenders::start() {
  is_running_ = true;
  configuration_.observe([this] {
    if (is_running_) configure();
  });
  configure();
}

Result<tls::Context> SyslogSenders::context() const {
  const auto trust = trust_of(env_.files, used_, usual_trust_);
  if (!trust) return fail(trust.error());
  auto context = tls::Context::client(*trust, tls::Alpn::nothing);
  if (!context) return context;
  if (auto spoken = context->speak(trust->minimum, used_.ciphers); !spoken)
    return fail(spoken.error());
  return context;
}

void SyslogSenders::configure() {
  const admin::SyslogSettings& wanted = configuration_.current().syslog;
  const admin::TlsService& tls = *configuration_.current().tls_service("syslog");
  const bool is_same = tls == std::exchange(used_, tls);
  std::vector<Sender> before = std::move(senders_);
  senders_.clear();
  const auto take = [&](const admin::SyslogServer& server, bool is_audit_only) {
    const auto found = std::ranges::find_if(before, [&](const Sender& sender) {
      return sender.link && sender.link->server() == server &&
             sender.is_audit_only == is_audit_only && (is_same || server.protocol != "tls");
    });
    if (found != before.end())
      senders_.push_back({std::exchange(found->link, nullptr), is_audit_only});
    else
      senders_.push_back({std::make_shared<SyslogLink>(env_, server, [this] { return context(); }),
                          is_audit_only});
  };
  if (wanted.enabled)
    for (const auto& server : wanted.servers) take(server, false);
  for (const auto& server : wanted.audit_servers) take(server, true);
  for (const Sender& sender : before)
    if (sender.link) sender.link->end();
}

void SyslogSenders::stop() {
  is_running_ = false;
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
