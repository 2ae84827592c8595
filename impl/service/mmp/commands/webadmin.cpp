// webadmin, callbridge: the components that run.
#include "impl/service/mmp/commands/components.hpp"
#include "model/admin/values.hpp"

namespace curia::mmp {
namespace {

using admin::Configuration;

void webadmin(const CallPtr& call) {
  const admin::WebAdminSettings& it = call->configuration().webadmin;
  print_rows(call,
             {{"Enabled", it.enabled ? "true" : "false"},
              {"TLS listening interface", shown(it.listen.interface)},
              {"TLS listening port", it.listen.port == 0 ? "none" : std::to_string(it.listen.port)},
              {"Key file", it.certs.key.empty() ? "none (self-signed)" : it.certs.key},
              {"Certificate file",
               it.certs.certificate.empty() ? "none (self-signed)" : it.certs.certificate},
              {"CA Bundle file", shown(it.certs.bundle)},
              {"HTTP redirect", it.http_redirect ? "Enabled" : "Disabled"}});
  print_state(call, "webadmin", it.enabled);
}

void webadmin_listen(const CallPtr& call) {
  const auto port = call->has(1) ? *admin::parse_port(call->value(1)) : 443;
  call->configure([&](Configuration& c) { c.webadmin.listen = {call->value(0), port}; },
                  "webadmin interface set; it counts from the next restart of webadmin on");
}

void webadmin_listen_none(const CallPtr& call) {
  call->configure([](Configuration& c) { c.webadmin.listen = {}; }, "webadmin interface removed");
}

void webadmin_certs(const CallPtr& call) {
  const admin::Certificates certs = certificates_of(call);
  if (check_pair(call, certs))
    call->configure([&](Configuration& c) { c.webadmin.certs = certs; },
                    "webadmin certificates set");
}

void webadmin_certs_none(const CallPtr& call) {
  call->configure([](Configuration& c) { c.webadmin.certs = {}; }, "webadmin certificates removed");
}

void webadmin_redirect(const CallPtr& call) {
  const bool enable = call->value(0) == "enable";
  call->configure(
      [&](Configuration& c) { c.webadmin.http_redirect = enable; },
      "HTTP redirect " + call->value(0) + "d; it counts from the next restart of webadmin on");
}

void webadmin_enable(const CallPtr& call) {
  const admin::WebAdminSettings& it = call->configuration().webadmin;
  if (it.listen.interface.empty()) return call->failure("webadmin has no interface to listen on");
  if (!it.certs.key.empty() && !check_pair(call, it.certs)) return;
  if (!call->configure([](Configuration& c) { c.webadmin.enabled = true; })) return;
  start_component(call, "webadmin", "Webadmin");
}

void webadmin_disable(const CallPtr& call) {
  if (call->configure([](Configuration& c) { c.webadmin.enabled = false; }))
    stop_component(call, "webadmin", "Webadmin");
}

void webadmin_restart(const CallPtr& call) {
  const admin::WebAdminSettings& it = call->configuration().webadmin;
  if (!it.certs.key.empty() && !check_pair(call, it.certs)) return;
  restart_component(call, "webadmin", "Webadmin", it.enabled);
}

void webadmin_status(const CallPtr& call) {
  print_state(call, "webadmin", call->configuration().webadmin.enabled);
}

void callbridge(const CallPtr& call) {
  const admin::CallBridgeSettings& it = call->configuration().callbridge;
  const std::string interface =
      it.prefer.empty() && !it.listen.empty() ? it.listen.front() : it.prefer;
  print_rows(call, {{"Listening interfaces", shown(joined(it.listen))},
                    {"Preferred interface", shown(it.prefer)},
                    {"Key file", shown(it.certs.key)},
                    {"Certificate file", shown(it.certs.certificate)},
                    {"CA Bundle file", shown(it.certs.bundle)},
                    {"Address", address_text(call, interface)},
                    {"C2W trusted certs", shown(it.trust_c2w)},
                    {"Callbridge cluster trusted certs", shown(it.trust_cluster)}});
}

void callbridge_listen(const CallPtr& call) {
  const std::vector<std::string> list(call->rest().begin(), call->rest().end());
  if (call->configure([&](Configuration& c) { c.callbridge.listen = list; },
                      "listen interfaces set"))
    warn_unread(call);
}

void callbridge_listen_none(const CallPtr& call) {
  call->configure([](Configuration& c) { c.callbridge.listen.clear(); },
                  "listen interfaces removed");
}

void callbridge_prefer(const CallPtr& call) {
  if (call->configure([&](Configuration& c) { c.callbridge.prefer = call->value(0); },
                      "preferred interface set"))
    warn_unread(call);
}

void callbridge_certs(const CallPtr& call) {
  const admin::Certificates certs = certificates_of(call);
  if (check_pair(call, certs))
    call->configure([&](Configuration& c) { c.callbridge.certs = certs; },
                    "callbridge certificates set");
}

void callbridge_certs_none(const CallPtr& call) {
  call->configure([](Configuration& c) { c.callbridge.certs = {}; },
                  "callbridge certificates removed");
}

std::string& trust_of(Configuration& c, const std::string& which) {
  return which == "c2w" ? c.callbridge.trust_c2w : c.callbridge.trust_cluster;
}

void callbridge_trust(const CallPtr& call) {
  if (check_bundle(call, call->value(1)) &&
      call->configure([&](Configuration& c) { trust_of(c, call->value(0)) = call->value(1); },
                      call->value(0) + " trust bundle set") &&
      call->value(0) == "cluster")
    warn_unread(call);
}

void callbridge_trust_none(const CallPtr& call) {
  call->configure([&](Configuration& c) { trust_of(c, call->value(0)).clear(); },
                  call->value(0) + " trust bundle removed");
}

void callbridge_restart(const CallPtr& call) {
  const admin::CallBridgeSettings& it = call->configuration().callbridge;
  if (!it.certs.key.empty() && !check_pair(call, it.certs)) return;
  if (!it.trust_c2w.empty() && !check_bundle(call, it.trust_c2w)) return;
  restart_component(call, "callbridge", "Callbridge", true);
}

void callbridge_enable(const CallPtr& call) {
  call->success("the Call Bridge runs with the server, always");
}

}  // namespace

const Topic webadmin_topic = {
    "webadmin",
    "Configure the Web Admin interface",
    {{"webadmin", everybody, "The configuration, and whether it runs.", webadmin},
     {"webadmin listen <interface> [<port>]", admins, "Where it listens; port 443 when not said.",
      webadmin_listen},
     {"webadmin listen none", admins, "Nowhere.", webadmin_listen_none},
     {"webadmin certs <key-file> <crt-file> [<crt-bundle>]", crypto_staff,
      "Its key and certificate.", webadmin_certs},
     {"webadmin certs none", crypto_staff, "Back to the self-signed certificate.",
      webadmin_certs_none},
     {"webadmin http-redirect (enable|disable)", admins, "Whether port 80 leads to it.",
      webadmin_redirect},
     {"webadmin enable", admins, "Starts it.", webadmin_enable},
     {"webadmin disable", admins, "Stops it; requests under way are answered.", webadmin_disable},
     {"webadmin restart", admins, "Stops and starts it with what is configured now.",
      webadmin_restart},
     {"webadmin status", everybody, "Whether it runs.", webadmin_status}}};

const Topic callbridge_topic = {
    "callbridge",
    "Configure the Call Bridge",
    {{"callbridge", everybody, "The configuration.", callbridge},
     {"callbridge listen <+interface list>", admins, "Where it takes calls.", callbridge_listen},
     {"callbridge listen none", admins, "Nowhere.", callbridge_listen_none},
     {"callbridge prefer <interface>", admins, "The interface that others are told of.",
      callbridge_prefer},
     {"callbridge certs <key-file> <crt-file> [<crt-bundle>]", crypto_staff,
      "Its key and certificate.", callbridge_certs},
     {"callbridge certs none", crypto_staff, "No certificate.", callbridge_certs_none},
     {"callbridge trust (c2w|cluster) <crt-bundle>", crypto_staff,
      "Whom it believes: Web Bridges, and its peers.", callbridge_trust},
     {"callbridge trust (c2w|cluster) none", crypto_staff, "Nobody.", callbridge_trust_none},
     {"callbridge restart", admins, "Ends all calls and takes what is configured now.",
      callbridge_restart},
     {"callbridge enable", admins, "Tolerated: it runs always.", callbridge_enable, false}}};

}  // namespace curia::mmp
