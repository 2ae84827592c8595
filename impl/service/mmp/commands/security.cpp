// tls, audit, database cluster.
#include <algorithm>
#include <array>

#include "impl/service/mmp/commands/components.hpp"
#include "impl/wire/tls/pki.hpp"
#include "model/base/text.hpp"

namespace curia::mmp {
namespace {

using admin::Configuration;

constexpr std::size_t usual_tail = 20;
constexpr std::size_t longest_tail = 1000;

bool is_version(const std::string& version) {
  return version == "1.0" || version == "1.1" || version == "1.2";
}

void tls(const CallPtr& call) {
  const admin::TlsService& it = *call->configuration().tls_service(call->value(0));
  print_rows(call, {{"Trust bundle", shown(it.trust)},
                    {"Verification", it.verify + "d"},
                    {"Minimum TLS version", it.min_version},
                    {"Minimum DTLS version", call->configuration().min_dtls_version},
                    {"Ciphers", it.ciphers.empty() ? "default" : it.ciphers}});
}

// What reads a setting, and when: Web Admin at its next restart, the clients of directories and of
// syslog servers at once. SIP is not in this version.
struct Readers {
  bool webadmin = false;
  bool ldap = true;
};

template <class Edit>
void set_tls(const CallPtr& call, Edit edit, const std::string& text, Readers readers = {}) {
  const std::string& service = call->value(0);
  const bool is_web = service == "webadmin" && readers.webadmin;
  if (!call->configure([&](Configuration& c) { edit(*c.tls_service(service)); },
                       text + (is_web ? "; it counts from the next restart of webadmin on" : "")))
    return;
  if (!is_web && service != "syslog" && !(service == "ldap" && readers.ldap)) warn_unread(call);
}

void tls_trust(const CallPtr& call) {
  if (call->value(1) != "none" && !check_bundle(call, call->value(1))) return;
  set_tls(
      call, [&](auto& it) { it.trust = call->value(1) == "none" ? "" : call->value(1); },
      "trust bundle set");
}
void tls_verify(const CallPtr& call) {
  set_tls(call, [&](auto& it) { it.verify = call->value(1); }, "verification set");
}
void tls_version(const CallPtr& call) {
  if (!is_version(call->value(1))) return call->failure("a TLS version is 1.0, 1.1 or 1.2");
  set_tls(call, [&](auto& it) { it.min_version = call->value(1); }, "minimum TLS version set",
          {.webadmin = true});
}
void tls_ciphers(const CallPtr& call) {
  auto probe = tls::Context::client({.verify = false});
  const std::string ciphers = call->value(1) == "default" ? "" : call->value(1);
  if (const auto known = probe->speak(TlsVersion::v1_2, ciphers); !known)
    return call->failure(known.error());
  set_tls(call, [&](auto& it) { it.ciphers = ciphers; }, "ciphers set",
          {.webadmin = true, .ldap = false});
}
void dtls_version(const CallPtr& call) {
  if (!is_version(call->value(0))) return call->failure("a DTLS version is 1.0, 1.1 or 1.2");
  if (call->configure([&](Configuration& c) { c.min_dtls_version = call->value(0); },
                      "minimum DTLS version set"))
    warn_unread(call);
}

void audit(const CallPtr& call) {
  print_rows(call, {{"HTTP", enabled_disabled(call->configuration().audit_http)}});
}

void print_found(const CallPtr& call, const Result<AuditLog::Found>& found) {
  if (!found) return call->failure(found.error());
  for (const std::string& line : found->lines) call->print(line);
}

void audit_tail(const CallPtr& call) {
  const auto count = call->has(0) ? parse_decimal(call->value(0)) : usual_tail;
  if (!count) return call->failure("'" + call->value(0) + "' is not a number of lines");
  call->mmp().audit().search("", std::min(static_cast<std::size_t>(*count), longest_tail),
                             [call](Result<AuditLog::Found> found) { print_found(call, found); });
}
void audit_search(const CallPtr& call) {
  call->mmp().audit().search(call->value(0), longest_tail, [call](Result<AuditLog::Found> found) {
    print_found(call, found);
    if (found && found->has_more)
      call->print("These are the last " + std::to_string(longest_tail) +
                  "; those before are in the audit files, for SFTP.");
  });
}
void audit_verify(const CallPtr& call) {
  call->mmp().audit().verify([call](Result<std::string> verified) {
    verified ? call->success(*verified) : call->failure(verified.error());
  });
}
void audit_follow(const CallPtr& call) {
  const auto session = call->session();
  const std::uint64_t watch =
      call->mmp().audit().follow([weak = std::weak_ptr(session)](const std::string& line) {
        if (const auto alive = weak.lock()) alive->show(line + "\n");
      });
  // The Call is kept by what ends the following: Ctrl-C, or the end of the session.
  session->on_interrupt([call, watch] { call->mmp().audit().unfollow(watch); });
}
void audit_http(const CallPtr& call) {
  call->configure([&](Configuration& c) { c.audit_http = call->value(0) == "enable"; },
                  "audit of HTTP " + call->value(0) + "d");
}

// Whom the databases of a cluster log each other in as.
constexpr std::string_view database_user = "postgres";

using ClusterField = std::pair<std::string_view, std::string admin::DatabaseClusterSettings::*>;
constexpr std::array<ClusterField, 5> cluster_files = {
    {{"Server Key", &admin::DatabaseClusterSettings::server_key},
     {"Server Certificate", &admin::DatabaseClusterSettings::server_certificate},
     {"Client Key", &admin::DatabaseClusterSettings::client_key},
     {"Client Certificate", &admin::DatabaseClusterSettings::client_certificate},
     {"CA Certificate", &admin::DatabaseClusterSettings::ca}}};

void cluster_status(const CallPtr& call) {
  const admin::DatabaseClusterSettings& it = call->configuration().database_cluster;
  Rows rows = {{"Status", "Disabled"}, {"Interface", shown(it.local_node)}};
  for (const auto& [name, file] : cluster_files) rows.emplace_back(name, shown(it.*file));
  print_rows(call, rows);
  call->print("This version of the server has no database cluster: it keeps one database.");
}
void cluster_localnode(const CallPtr& call) {
  call->configure([&](Configuration& c) { c.database_cluster.local_node = call->value(0); },
                  "local node set");
}
// The nodes show each other these certificates (platform facts 8.1).
void set_cluster_files(const CallPtr& call, std::size_t first) {
  std::array<std::string, cluster_files.size()> names;
  for (std::size_t i = first; i < names.size(); ++i) names[i] = call->value(i - first);
  const auto& [server_key, server, client_key, client, ca] = names;
  if (!server.empty() && !check_pair(call, {server_key, server, ca}, "Server ")) return;
  if (!check_pair(call, {client_key, client, ca}, "Client ")) return;
  if (const auto name = tls::common_name(call->mmp().uploaded(client).value_or(""));
      !name || *name != database_user)
    call->print("WARNING: the common name of " + client + " is not " + std::string(database_user) +
                ": other nodes refuse it");
  call->configure(
      [&](Configuration& c) {
        for (std::size_t i = 0; i < names.size(); ++i)
          c.database_cluster.*cluster_files[i].second = names[i];
      },
      "certificates set");
}
void cluster_certs(const CallPtr& call) { set_cluster_files(call, 0); }
void cluster_client_certs(const CallPtr& call) { set_cluster_files(call, 2); }
void cluster_certs_none(const CallPtr& call) {
  call->configure(
      [](Configuration& c) {
        for (const auto& [name, file] : cluster_files) (c.database_cluster.*file).clear();
      },
      "certificates removed");
}
void cluster_unable(const CallPtr& call) {
  call->failure("this version of the server has no database cluster");
}

}  // namespace

const Topic tls_topic = {
    "tls",
    "Configure TLS",
    {{"tls (sip|ldap|webadmin|syslog)", everybody, "The configuration of one service.", tls},
     {"tls (sip|ldap|webadmin|syslog) trust <bundle|none>", crypto_staff, "Whom it believes.",
      tls_trust},
     {"tls (sip|ldap|webadmin|syslog) verify (enable|disable|ocsp)", crypto_staff,
      "Whether certificates are verified.", tls_verify},
     {"tls (sip|ldap|webadmin|syslog) min-tls-version <minimum version string>", crypto_staff,
      "1.0, 1.1 or 1.2, the default; Web Admin speaks so from its next restart on.", tls_version},
     {"tls (sip|ldap|webadmin|syslog) ciphers <cipher string>", crypto_staff,
      "Of TLS 1.2 and before, as OpenSSL writes them; `default` for ours.", tls_ciphers},
     {"tls min-dtls-version <minimum version string>", crypto_staff, "Of media.", dtls_version}}};

const Topic audit_topic = {
    "audit",
    "The audit log",
    {{"audit", auditors, "What is audited beside the command line.", audit},
     {"audit tail [<number>]", auditors, "The last lines: 20, or so many, at most 1000.",
      audit_tail},
     {"audit follow", auditors, "New lines as they come; Ctrl-C ends it.", audit_follow},
     {"audit search <text>", auditors, "Lines that contain it, the last 1000.", audit_search},
     {"audit verify", auditors, "Whether a line was changed, taken out or put in.", audit_verify},
     {"audit http (enable|disable)", auditors, "Whether requests of Web Admin count.",
      audit_http}}};

const Topic database_topic = {
    "database",
    "Configure the database cluster",
    {{"database cluster status", everybody, "The state of the cluster.", cluster_status},
     {"database cluster localnode <interface>", admins, "Where this node is.", cluster_localnode},
     {"database cluster certs <server_key> <server_crt> <client_key> <client_crt> <ca_crt>",
      crypto_staff, "Of a node with a database.", cluster_certs},
     {"database cluster certs <client_key> <client_crt> <ca_crt>", crypto_staff,
      "Of a node without.", cluster_client_certs},
     {"database cluster certs none", crypto_staff, "None.", cluster_certs_none},
     {"database cluster initialize", admins, "Not in this version.", cluster_unable},
     {"database cluster join <hostname|address>", admins, "Not in this version.", cluster_unable},
     {"database cluster connect <hostname|address>", admins, "Not in this version.",
      cluster_unable},
     {"database cluster remove", admins, "Not in this version.", cluster_unable},
     {"database cluster upgrade_schema", admins, "Not in this version.", cluster_unable},
     {"database cluster clear_error", admins, "Not in this version.", cluster_unable},
     {"database cluster clear error", admins, "Not in this version.", cluster_unable, false}}};

}  // namespace curia::mmp
