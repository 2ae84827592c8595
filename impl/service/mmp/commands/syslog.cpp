// syslog: the log, and the servers that it goes to.
#include <algorithm>
#include <functional>
#include <optional>

#include "impl/service/mmp/commands/components.hpp"
#include "model/admin/limits.hpp"
#include "model/admin/values.hpp"
#include "model/base/text.hpp"

namespace curia::mmp {
namespace {

using admin::Configuration;
using admin::SyslogServer;

constexpr std::int64_t usual_tail = 20;
constexpr std::int64_t usual_port = 514;
constexpr std::int64_t usual_tls_port = 6514;

std::vector<std::string> log_lines(const CallPtr& call) {
  const auto& lines = call->mmp().host().log_lines;
  return lines ? lines() : std::vector<std::string>{};
}

// "logs.example.com", "tls:logs.example.com", "udp:192.0.2.9"; TCP when nothing is said.
std::optional<SyslogServer> server_of(const CallPtr& call) {
  std::string_view text = call->value(0);
  SyslogServer server{"tcp", "", 0};
  for (const std::string_view protocol : {"udp", "tcp", "tls"})
    if (text.starts_with(std::string(protocol) + ":")) {
      server.protocol = protocol;
      text.remove_prefix(protocol.size() + 1);
    }
  server.host = text;
  server.port = call->has(1)               ? *admin::parse_port(call->value(1))
                : server.protocol == "tls" ? usual_tls_port
                                           : usual_port;
  if (admin::is_host_or_address(text)) return server;
  call->failure("'" + call->value(0) +
                "' is not a server such as logs.example.com, "
                "udp:192.0.2.9 or tls:logs.example.com");
  return std::nullopt;
}

void change(const CallPtr& call, const std::function<void(admin::SyslogSettings&)>& edit,
            std::string_view text) {
  call->configure([&](Configuration& c) { edit(c.syslog); }, text);
}

void show(const CallPtr& call) {
  const admin::SyslogSettings& it = call->configuration().syslog;
  call->print("Enabled : " + std::string(it.enabled ? "true" : "false"));
  const auto states = call->mmp().syslog().states();
  for (const std::string& state : states) call->print(state);
  if (states.empty()) call->print("no server is told");
}

using List = std::vector<SyslogServer> admin::SyslogSettings::*;

void add(const CallPtr& call, List list) {
  const auto server = server_of(call);
  if (!server) return;
  const auto& now = call->configuration().syslog.*list;
  if (std::ranges::find(now, *server) != now.end()) return call->failure("it is a server already");
  if (now.size() == limits::syslog_servers)
    return call->failure("there are " + std::to_string(limits::syslog_servers) +
                         " servers already");
  change(call, [&](auto& it) { (it.*list).push_back(*server); }, "syslog server added");
}

void del(const CallPtr& call, List list) {
  const auto server = server_of(call);
  if (!server) return;
  const auto is_meant = [&](const SyslogServer& one) {
    return one.host == server->host && (!call->has(1) || one.port == server->port);
  };
  if (std::ranges::none_of(call->configuration().syslog.*list, is_meant))
    return call->failure("there is no such server");
  change(call, [&](auto& it) { std::erase_if(it.*list, is_meant); }, "syslog server deleted");
}

void server_add(const CallPtr& call) { add(call, &admin::SyslogSettings::servers); }
void server_del(const CallPtr& call) { del(call, &admin::SyslogSettings::servers); }
void audit_add(const CallPtr& call) { add(call, &admin::SyslogSettings::audit_servers); }
void audit_del(const CallPtr& call) { del(call, &admin::SyslogSettings::audit_servers); }

void enable(const CallPtr& call) {
  change(call, [](auto& it) { it.enabled = true; }, "syslog enabled");
}
void disable(const CallPtr& call) {
  change(call, [](auto& it) { it.enabled = false; }, "syslog disabled");
}

void tail(const CallPtr& call) {
  const auto count = call->has(0) ? parse_decimal(call->value(0)) : usual_tail;
  if (!count) return call->failure("'" + call->value(0) + "' is not a number of lines");
  const auto lines = log_lines(call);
  const std::size_t skipped =
      lines.size() - std::min(lines.size(), static_cast<std::size_t>(*count));
  for (std::size_t i = skipped; i < lines.size(); ++i) call->print(lines[i]);
}

void search(const CallPtr& call) {
  for (const std::string& line : log_lines(call))
    if (line.find(call->value(0)) != std::string::npos) call->print(line);
}

void follow(const CallPtr& call) {
  const auto session = call->session();
  const std::uint64_t mark =
      call->mmp().log_followers().add([weak = std::weak_ptr(session)](const std::string& line) {
        if (const auto alive = weak.lock()) alive->show(line + "\n");
      });
  // The Call is kept by what ends the following: Ctrl-C, or the end of the session.
  session->on_interrupt([call, mark] { call->mmp().log_followers().remove(mark); });
}

void rotate(const CallPtr& call) {
  const std::string& name = call->value(0);
  if (call->mmp().uploaded(name)) return call->failure("there is a file '" + name + "' already");
  std::string text;
  for (const std::string& line : log_lines(call)) text += line + "\n";
  const auto written = call->mmp().env().files.replace(admin::upload_path(name), text);
  written ? call->success("the last lines of the log are in the file " + name)
          : call->failure(written.error());
}

}  // namespace

const Topic syslog_topic = {
    "syslog",
    "The log, and the servers that it goes to",
    {{"syslog", auditors, "The servers, and what waits for them.", show},
     {"syslog tail [<number>]", auditors, "The last lines of the log.", tail},
     {"syslog follow", auditors, "New lines as they come; Ctrl-C ends it.", follow},
     {"syslog rotate <new-file>", auditors, "Keeps the last lines in a file, for SFTP.", rotate},
     {"syslog search <text>", auditors, "Recent lines that contain it.", search},
     {"syslog server add <server> [<port>]", auditors,
      "A server for the log and the audit log: a name or address, with `udp:`, `tcp:` (the "
      "default) or `tls:` before it.",
      server_add},
     {"syslog server del <server> [<port>]", auditors, "No longer.", server_del},
     {"syslog audit add <server> [<port>]", auditors, "A server for the audit log alone.",
      audit_add},
     {"syslog audit del <server> [<port>]", auditors, "No longer.", audit_del},
     {"syslog enable", auditors, "Sends the log to the servers.", enable},
     {"syslog disable", auditors, "Does not; audit servers are told anyway.", disable}}};

}  // namespace curia::mmp
