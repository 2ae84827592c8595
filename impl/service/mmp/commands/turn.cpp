// turn (platform facts 1.8 and 9).
#include "impl/service/mmp/commands/components.hpp"
#include "model/admin/values.hpp"

namespace curia::mmp {
namespace {

using admin::Configuration;

template <class Edit>
void set(const CallPtr& call, Edit edit, std::string_view text) {
  call->configure([&](Configuration& c) { edit(c.turn); }, text);
}

void show(const CallPtr& call) {
  const admin::TurnSettings& it = call->configuration().turn;
  print_rows(call,
             {{"Enabled", it.enabled ? "true" : "false"},
              {"Username", shown(it.username)},
              {"Password", it.password.empty() ? "not set" : "set"},
              {"Short term credentials", it.short_term ? "Enabled" : "Disabled"},
              {"Shared secret", it.shared_secret.empty() ? "not set" : "set"},
              {"Realm", shown(it.realm)},
              {"Public IP", shown(it.public_ip)},
              {"High Capacity Mode", it.high_capacity ? "Enabled" : "Disabled"},
              {"Relay address", address_text(call, it.listen.empty() ? "" : it.listen.front())},
              {"TLS port", it.tls_port == 0 ? "none" : std::to_string(it.tls_port)},
              {"TLS cert", shown(it.certs.certificate)},
              {"TLS key", shown(it.certs.key)},
              {"TLS bundle", shown(it.certs.bundle)}});
  for (const std::string& name : it.listen) call->print("Listen interface " + name);
}

void listen(const CallPtr& call) {
  set(
      call, [&](auto& it) { it.listen.assign(call->rest().begin(), call->rest().end()); },
      "listen interfaces set");
}
void listen_none(const CallPtr& call) {
  set(call, [](auto& it) { it.listen.clear(); }, "listen interfaces removed");
}
void tls(const CallPtr& call) {
  set(call, [&](auto& it) { it.tls_port = *admin::parse_port(call->value(0)); }, "TLS port set");
}
void tls_none(const CallPtr& call) {
  set(call, [](auto& it) { it.tls_port = 0; }, "TLS port removed");
}
void certs(const CallPtr& call) {
  const admin::Certificates files = certificates_of(call);
  if (check_pair(call, files)) set(call, [&](auto& it) { it.certs = files; }, "certificates set");
}
void certs_none(const CallPtr& call) {
  set(call, [](auto& it) { it.certs = {}; }, "certificates removed");
}
void credentials(const CallPtr& call) {
  set(
      call,
      [&](auto& it) {
        it.username = call->value(0);
        it.password = call->value(1);
        it.realm = call->value(2);
      },
      "credentials set");
}
void short_term_credentials(const CallPtr& call) {
  set(
      call,
      [&](auto& it) {
        it.shared_secret = call->value(0);
        it.realm = call->value(1);
      },
      "short term credentials set");
}
void short_term_mode(const CallPtr& call) {
  set(
      call, [&](auto& it) { it.short_term = call->value(0) == "enable"; },
      "short term credentials mode " + call->value(0) + "d");
}
void public_ip(const CallPtr& call) {
  set(call, [&](auto& it) { it.public_ip = call->value(0); }, "public IP set");
}
void delete_public_ip(const CallPtr& call) {
  set(call, [](auto& it) { it.public_ip.clear(); }, "public IP deleted");
}
void high_capacity(const CallPtr& call) {
  set(
      call, [&](auto& it) { it.high_capacity = call->value(0) == "enable"; },
      "high capacity mode " + call->value(0) + "d");
}
void enable(const CallPtr& call) {
  const admin::TurnSettings& it = call->configuration().turn;
  if (it.listen.empty()) return call->failure("no interface to listen on");
  if (it.tls_port != 0) {
    if (it.certs.key.empty()) {
      call->failure("TLS port set but no certificates configured");
      return call->failure("TURN server configuration not complete");
    }
    if (!check_pair(call, it.certs)) return;
  }
  if (call->configure([](Configuration& c) { c.turn.enabled = true; }))
    start_component(call, "turn", "TURN server");
}
void disable(const CallPtr& call) {
  if (call->configure([](Configuration& c) { c.turn.enabled = false; }))
    stop_component(call, "turn", "TURN server");
}
void restart(const CallPtr& call) {
  restart_component(call, "turn", "TURN server", call->configuration().turn.enabled);
}

}  // namespace

const Topic turn_topic = {
    "turn",
    "Configure the TURN server",
    {{"turn", admins, "The configuration.", show},
     {"turn listen <+interface list>", admins, "Where it listens.", listen},
     {"turn listen none", admins, "Nowhere.", listen_none},
     {"turn tls <port>", admins, "The TCP port for TLS.", tls},
     {"turn tls none", admins, "No TLS.", tls_none},
     {"turn certs <key-file> <crt-file> [<crt-bundle>]", crypto_staff, "For TLS.", certs},
     {"turn certs none", crypto_staff, "None.", certs_none},
     {"turn credentials <username> <password> <realm>", admins, "Long-term credentials.",
      credentials},
     {"turn public-ip <address>", admins, "Its address as others see it.", public_ip},
     {"turn delete public-ip", admins, "The same as its own.", delete_public_ip},
     {"turn high_capacity_mode (enable|disable)", admins, "For more users.", high_capacity},
     {"turn short_term_credentials_mode (enable|disable)", admins,
      "Whether users get names and passwords that end by themselves.", short_term_mode},
     {"turn short_term_credentials <shared secret> <realm>", admins, "What these are made from.",
      short_term_credentials},
     {"turn enable", admins, "Checks the configuration and starts it.", enable},
     {"turn disable", admins, "Stops it.", disable},
     {"turn restart", admins, "Takes what is configured now.", restart}}};

}  // namespace curia::mmp
