// recorder, streamer: two components of one kind (platform facts 1.8 and 9).
#include "impl/service/mmp/commands/components.hpp"
#include "model/admin/values.hpp"
#include "model/base/text.hpp"

namespace curia::mmp {
namespace {

using admin::Configuration;
using admin::SipRecorderSettings;

constexpr std::int64_t most_calls = 500;

// Which of the two a command is about.
struct Recorder {
  static constexpr std::string_view name = "recorder";
  static constexpr const char* title = "Recorder";
  static SipRecorderSettings& of(Configuration& c) { return c.recorder; }
};
struct Streamer {
  static constexpr std::string_view name = "streamer";
  static constexpr const char* title = "Streamer";
  static SipRecorderSettings& of(Configuration& c) { return c.streamer; }
};

template <class Which>
SipRecorderSettings now(const CallPtr& call) {
  Configuration copy = call->configuration();
  return Which::of(copy);
}

template <class Which, class Edit>
void set(const CallPtr& call, Edit edit, std::string_view text) {
  call->configure([&](Configuration& c) { edit(Which::of(c)); }, text);
}

std::string port_text(const SipRecorderSettings& it, std::int64_t port) {
  return port == 0 ? "none" : it.interface + ":" + std::to_string(port);
}

template <class Which>
void show(const CallPtr& call) {
  const SipRecorderSettings it = now<Which>(call);
  const bool records = Which::name == "recorder";
  Rows rows = {{"Enabled", it.enabled ? "true" : "false"},
               {"SIP interfaces",
                "tcp " + port_text(it, it.tcp_port) + ", tls " + port_text(it, it.tls_port)},
               {"SIP key file", shown(it.certs.key)},
               {"SIP certificate file", shown(it.certs.certificate)},
               {"SIP CA Bundle file", shown(it.certs.bundle)},
               {"SIP traffic trace", it.traffic_trace ? "Enabled" : "Disabled"}};
  if (records) rows.emplace_back("NFS domain name", shown(it.nfs_host));
  if (records) rows.emplace_back("NFS directory", shown(it.nfs_directory));
  rows.emplace_back(records ? "Resolution" : "SIP Resolution", it.resolution);
  rows.emplace_back("Call Limit", it.limit ? std::to_string(*it.limit) : "none");
  print_rows(call, rows);
}

template <class Which>
void sip_listen(const CallPtr& call) {
  set<Which>(
      call,
      [&](auto& it) {
        it.interface = call->value(0);
        it.tcp_port = admin::parse_port(call->value(1)).value_or(0);
        it.tls_port = admin::parse_port(call->value(2)).value_or(0);
      },
      "SIP interfaces set");
}

template <class Which>
void sip_certs(const CallPtr& call) {
  const admin::Certificates files = certificates_of(call);
  if (check_pair(call, files))
    set<Which>(call, [&](auto& it) { it.certs = files; }, "SIP certificates set");
}

template <class Which>
void sip_certs_none(const CallPtr& call) {
  set<Which>(call, [](auto& it) { it.certs = {}; }, "SIP certificates removed");
}

template <class Which>
void traffic_trace(const CallPtr& call) {
  set<Which>(
      call, [&](auto& it) { it.traffic_trace = call->value(0) == "enable"; },
      "SIP traffic trace " + call->value(0) + "d");
}

template <class Which>
void resolution(const CallPtr& call) {
  set<Which>(call, [&](auto& it) { it.resolution = call->value(0); }, "resolution set");
}

template <class Which>
void limit(const CallPtr& call) {
  const auto number = parse_decimal(call->value(0));
  if (call->value(0) != "none" && (!number || *number > most_calls))
    return call->failure("a limit is a number from 0 to 500, or none");
  set<Which>(
      call,
      [&](auto& it) {
        it.limit.reset();
        if (number) it.limit = *number;
      },
      "call limit set");
}

void nfs(const CallPtr& call) {
  const std::string& where = call->value(0);
  const std::size_t colon = where.rfind(':');
  if (colon == std::string::npos || !admin::is_host_or_address(where.substr(0, colon)) ||
      colon + 1 == where.size())
    return call->failure("'" + where + "' is not a place such as nfs.example.com:/recordings");
  set<Recorder>(
      call,
      [&](auto& it) {
        it.nfs_host = where.substr(0, colon);
        it.nfs_directory = where.substr(colon + 1);
      },
      "NFS set");
}

template <class Which>
void enable(const CallPtr& call) {
  const SipRecorderSettings it = now<Which>(call);
  const auto incomplete = [&](const char* what) {
    call->failure(what);
    call->failure(std::string(Which::title) + " configuration not complete");
  };
  if (it.tcp_port == 0 && it.tls_port == 0) return incomplete("no port to listen on");
  if (it.tls_port != 0 && it.certs.key.empty())
    return incomplete("TLS port set but no certificates configured");
  if (Which::name == "recorder" && it.nfs_host.empty()) return incomplete("no NFS configured");
  if (it.tls_port != 0 && !check_pair(call, it.certs)) return;
  if (call->configure([](Configuration& c) { Which::of(c).enabled = true; }))
    start_component(call, Which::name, Which::title);
}

template <class Which>
void disable(const CallPtr& call) {
  if (call->configure([](Configuration& c) { Which::of(c).enabled = false; }))
    stop_component(call, Which::name, Which::title);
}

template <class Which>
void restart(const CallPtr& call) {
  restart_component(call, Which::name, Which::title, now<Which>(call).enabled);
}

}  // namespace

const Topic recorder_topic = {
    "recorder",
    "Configure the Recorder",
    {{"recorder", everybody, "The configuration.", show<Recorder>},
     {"recorder sip listen <interface> <tcp-port|none> <tls-port|none>", admins,
      "Where calls to be recorded come in.", sip_listen<Recorder>},
     {"recorder sip certs <key-file> <crt-file> [<crt-bundle>]", crypto_staff, "For TLS.",
      sip_certs<Recorder>},
     {"recorder sip certs none", crypto_staff, "None.", sip_certs_none<Recorder>},
     {"recorder sip traffic_trace (enable|disable)", admins, "Whether SIP messages are logged.",
      traffic_trace<Recorder>},
     {"recorder nfs <hostname:directory>", admins, "Where recordings go.", nfs},
     {"recorder resolution <=audio|720p|1080p>", admins, "Of recordings.", resolution<Recorder>},
     {"recorder limit <limit|none>", admins, "Calls at a time, 0 to 500.", limit<Recorder>},
     {"recorder enable", admins, "Checks the configuration and starts it.", enable<Recorder>},
     {"recorder disable", admins, "Stops it.", disable<Recorder>},
     {"recorder restart", admins, "Takes what is configured now.", restart<Recorder>}}};

const Topic streamer_topic = {
    "streamer",
    "Configure the Streamer",
    {{"streamer", everybody, "The configuration.", show<Streamer>},
     {"streamer sip listen <interface> <tcp-port|none> <tls-port|none>", admins,
      "Where calls to be streamed come in.", sip_listen<Streamer>},
     {"streamer sip certs <key-file> <crt-file> [<crt-bundle>]", crypto_staff, "For TLS.",
      sip_certs<Streamer>},
     {"streamer sip certs none", crypto_staff, "None.", sip_certs_none<Streamer>},
     {"streamer sip traffic_trace (enable|disable)", admins, "Whether SIP messages are logged.",
      traffic_trace<Streamer>},
     {"streamer sip resolution <=audio|720p|1080p>", admins, "Of streams.", resolution<Streamer>},
     {"streamer limit <limit|none>", admins, "Calls at a time, 0 to 500.", limit<Streamer>},
     {"streamer enable", admins, "Checks the configuration and starts it.", enable<Streamer>},
     {"streamer disable", admins, "Stops it.", disable<Streamer>},
     {"streamer restart", admins, "Takes what is configured now.", restart<Streamer>}}};

}  // namespace curia::mmp
