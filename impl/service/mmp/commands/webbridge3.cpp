// webbridge3 (platform facts 1.8).
#include <algorithm>

#include "impl/service/mmp/commands/components.hpp"
#include "model/admin/values.hpp"

namespace curia::mmp {
namespace {

using admin::Configuration;

constexpr std::size_t frame_ancestors_bytes = 1000;

void show(const CallPtr& call) {
  const admin::WebBridgeSettings& it = call->configuration().webbridge3;
  print_rows(call, {{"Enabled", it.enabled ? "true" : "false"},
                    {"HTTPS listening ports and interfaces", text_of(it.https_listen)},
                    {"HTTPS Key file", shown(it.https_certs.key)},
                    {"HTTPS Full chain certificate file", shown(it.https_certs.certificate)},
                    {"HTTPS Frame-Ancestors", shown(it.frame_ancestors)},
                    {"HTTP redirect", it.http_redirect
                                          ? "Enabled, Port:" + std::to_string(it.http_redirect_port)
                                          : "Disabled"},
                    {"C2W listening ports and interfaces", text_of(it.c2w_listen)},
                    {"C2W Key file", shown(it.c2w_certs.key)},
                    {"C2W Full chain certificate file", shown(it.c2w_certs.certificate)},
                    {"C2W Trust bundle", shown(it.c2w_trust)},
                    {"Beta options", shown(it.options)}});
}

template <class Edit>
void set(const CallPtr& call, Edit edit, std::string_view text) {
  call->configure([&](Configuration& c) { edit(c.webbridge3); }, text);
}

void https_listen(const CallPtr& call) {
  set(call, [&](auto& it) { it.https_listen = listen_addresses(call); }, "HTTPS interfaces set");
}
void https_listen_none(const CallPtr& call) {
  set(call, [](auto& it) { it.https_listen.clear(); }, "HTTPS interfaces removed");
}
void https_certs(const CallPtr& call) {
  const admin::Certificates certs{call->value(0), call->value(1), {}};
  if (check_pair(call, certs, "HTTPS "))
    set(call, [&](auto& it) { it.https_certs = certs; }, "HTTPS certificates set");
}
void https_certs_none(const CallPtr& call) {
  set(call, [](auto& it) { it.https_certs = {}; }, "HTTPS certificates removed");
}

void frame_ancestors(const CallPtr& call) {
  std::string text;
  for (const std::string& word : call->rest()) text += (text.empty() ? "" : " ") + word;
  const bool is_good = std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_./:?#[]@!$&'()*+-=~% ").find(c) != std::string_view::npos;
  });
  if (!is_good || text.size() > frame_ancestors_bytes)
    return call->failure("frame-ancestors has at most 1000 characters of a URL, and blanks");
  if (text == "none") text.clear();
  set(call, [&](auto& it) { it.frame_ancestors = text; }, "frame-ancestors set");
}

void redirect_enable(const CallPtr& call) {
  const std::int64_t port = call->has(0) ? *admin::parse_port(call->value(0)) : 80;
  set(
      call,
      [&](auto& it) {
        it.http_redirect = true;
        it.http_redirect_port = port;
      },
      "HTTP redirect enabled");
}
void redirect_disable(const CallPtr& call) {
  set(call, [](auto& it) { it.http_redirect = false; }, "HTTP redirect disabled");
}
void c2w_listen(const CallPtr& call) {
  set(call, [&](auto& it) { it.c2w_listen = listen_addresses(call); }, "C2W interfaces set");
}
void c2w_listen_none(const CallPtr& call) {
  set(call, [](auto& it) { it.c2w_listen.clear(); }, "C2W interfaces removed");
}
void c2w_certs(const CallPtr& call) {
  const admin::Certificates certs{call->value(0), call->value(1), {}};
  if (check_pair(call, certs, "C2W "))
    set(call, [&](auto& it) { it.c2w_certs = certs; }, "C2W certificates set");
}
void c2w_certs_none(const CallPtr& call) {
  set(call, [](auto& it) { it.c2w_certs = {}; }, "C2W certificates removed");
}
void c2w_trust(const CallPtr& call) {
  if (check_bundle(call, call->value(0)))
    set(call, [&](auto& it) { it.c2w_trust = call->value(0); }, "C2W trust bundle set");
}
void c2w_trust_none(const CallPtr& call) {
  set(call, [](auto& it) { it.c2w_trust.clear(); }, "C2W trust bundle removed");
}
void options(const CallPtr& call) {
  std::string text;
  for (const std::string& word : call->rest()) text += (text.empty() ? "" : " ") + word;
  if (text == "none") text.clear();
  set(call, [&](auto& it) { it.options = text; }, "options set");
}

void enable(const CallPtr& call) {
  const admin::WebBridgeSettings& it = call->configuration().webbridge3;
  if (it.https_listen.empty()) return call->failure("HTTPS: no interface to listen on");
  if (it.https_certs.key.empty()) return call->failure("HTTPS: no certificates configured");
  if (!check_pair(call, it.https_certs, "HTTPS ")) return;
  if (it.c2w_listen.empty()) return call->failure("C2W: no interface to listen on");
  if (it.c2w_certs.key.empty()) return call->failure("C2W: no certificates configured");
  if (!check_pair(call, it.c2w_certs, "C2W ")) return;
  if (it.c2w_trust.empty()) return call->failure("C2W: no trust bundle configured");
  if (call->configure([](Configuration& c) { c.webbridge3.enabled = true; }))
    start_component(call, "webbridge3", "webbridge3");
}
void disable(const CallPtr& call) {
  if (call->configure([](Configuration& c) { c.webbridge3.enabled = false; }))
    stop_component(call, "webbridge3", "webbridge3");
}
void restart(const CallPtr& call) {
  restart_component(call, "webbridge3", "webbridge3", call->configuration().webbridge3.enabled);
}
void status(const CallPtr& call) {
  print_state(call, "webbridge3", call->configuration().webbridge3.enabled);
}

}  // namespace

const Topic webbridge3_topic = {
    "webbridge3",
    "Configure the Web Bridge 3",
    {{"webbridge3", everybody, "The configuration.", show},
     {"webbridge3 https listen <+interface:port list>", admins, "Where browsers come in.",
      https_listen},
     {"webbridge3 https listen none", admins, "Nowhere.", https_listen_none},
     {"webbridge3 https certs <key-file> <crt-fullchain-file>", crypto_staff,
      "The key and the chain that browsers see.", https_certs},
     {"webbridge3 https certs none", crypto_staff, "No certificates.", https_certs_none},
     {"webbridge3 https frame-ancestors <+frame-ancestors string>", admins,
      "Sites that may show the web app in a frame; `none` for no others.", frame_ancestors},
     {"webbridge3 http-redirect enable [<port>]", admins,
      "Leads HTTP to HTTPS; port 80 when not "
      "said.",
      redirect_enable},
     {"webbridge3 http-redirect disable", admins, "Does not.", redirect_disable},
     {"webbridge3 c2w listen <+interface:port list>", admins, "Where Call Bridges come in.",
      c2w_listen},
     {"webbridge3 c2w listen none", admins, "Nowhere.", c2w_listen_none},
     {"webbridge3 c2w certs <key-file> <crt-fullchain-file>", crypto_staff,
      "The key and the chain that Call Bridges see.", c2w_certs},
     {"webbridge3 c2w certs none", crypto_staff, "No certificates.", c2w_certs_none},
     {"webbridge3 c2w trust <crt-bundle>", crypto_staff, "The Call Bridges that are believed.",
      c2w_trust},
     {"webbridge3 c2w trust none", crypto_staff, "None.", c2w_trust_none},
     {"webbridge3 options <+options>", admins, "Beta options; `none` for no.", options},
     {"webbridge3 enable", admins, "Checks the configuration and starts it.", enable},
     {"webbridge3 disable", admins, "Stops it.", disable},
     {"webbridge3 restart", admins, "Takes what is configured now.", restart},
     {"webbridge3 status", everybody, "Whether it runs.", status}}};

}  // namespace curia::mmp
