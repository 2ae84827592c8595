// scheduler (release notes 2.10.3 to 2.10.5 and 2.10.7).
#include "impl/service/mmp/commands/components.hpp"
#include "model/admin/values.hpp"
#include "model/base/text.hpp"

namespace curia::mmp {
namespace {

using admin::Configuration;
using admin::SchedulerSettings;

constexpr std::string_view no_user = "email auth is enabled but no email username is configured";

bool lacks_user(const SchedulerSettings& it) { return it.email_auth && it.email_username.empty(); }

// Which half of what C2W needs is missing; empty: neither, or both.
std::string c2w_lacks(const SchedulerSettings& it) {
  if (it.c2w_certs.key.empty() == it.c2w_trust.empty()) return {};
  return it.c2w_trust.empty() ? "no trust bundle" : "no certificates";
}

void show(const CallPtr& call) {
  const SchedulerSettings& it = call->configuration().scheduler;
  const std::string where =
      it.https_listen.interface.empty()
          ? "none"
          : it.https_listen.interface + ":" + std::to_string(it.https_listen.port);
  print_rows(call, {{"Enabled", it.enabled ? "true" : "false"},
                    {"HTTPS listening interface and port", where},
                    {"HTTPS Key file", shown(it.https_certs.key)},
                    {"HTTPS Full chain certificate file", shown(it.https_certs.certificate)},
                    {"C2W Key file", shown(it.c2w_certs.key)},
                    {"C2W Full chain certificate file", shown(it.c2w_certs.certificate)},
                    {"C2W Trust bundle", shown(it.c2w_trust)},
                    {"Email server", it.email_server.empty()
                                         ? "none"
                                         : it.email_server + ":" + std::to_string(it.email_port)},
                    {"Email username", shown(it.email_username)},
                    {"Email protocol", it.email_protocol},
                    {"Email auth", enabled_disabled(it.email_auth)},
                    {"Email starttls", enabled_disabled(it.email_starttls)},
                    {"Email trust bundle", shown(it.email_trust)},
                    {"Email common address", shown(it.email_common_address)}});
}

template <class Edit>
void set(const CallPtr& call, Edit edit, std::string_view text) {
  call->configure([&](Configuration& c) { edit(c.scheduler); }, text);
}

// Commands may come in any order: what does not go together yet is no mistake.
void warn_of_user(const CallPtr& call) {
  if (lacks_user(call->configuration().scheduler)) call->print("WARNING: " + std::string(no_user));
}

void https_listen(const CallPtr& call) {
  set(
      call,
      [&](auto& it) { it.https_listen = {call->value(0), *admin::parse_port(call->value(1))}; },
      "HTTPS interface set");
}
void https_listen_none(const CallPtr& call) {
  set(call, [](auto& it) { it.https_listen = {}; }, "HTTPS interface removed");
}
void https_certs(const CallPtr& call) {
  const admin::Certificates certs{call->value(0), call->value(1), {}};
  if (check_pair(call, certs, "HTTPS "))
    set(call, [&](auto& it) { it.https_certs = certs; }, "HTTPS certificates set");
}
void https_certs_none(const CallPtr& call) {
  set(call, [](auto& it) { it.https_certs = {}; }, "HTTPS certificates removed");
  if (!call->configuration().scheduler.https_listen.interface.empty())
    call->print("WARNING: without them the Scheduler does not start: it listens for HTTPS");
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
void email_server(const CallPtr& call) {
  set(
      call,
      [&](auto& it) {
        it.email_server = call->value(0);
        it.email_port = *admin::parse_port(call->value(1));
      },
      "email server set");
}
void email_server_none(const CallPtr& call) {
  set(
      call,
      [](auto& it) {
        it.email_server.clear();
        it.email_port = 0;
      },
      "email server removed");
}
void email_username(const CallPtr& call) {
  call->ask_new_password([call](const std::string& password) {
    set(
        call,
        [&](auto& it) {
          it.email_username = call->value(0);
          it.email_password = password;
        },
        "email username set");
  });
}
void email_remove_username(const CallPtr& call) {
  set(
      call,
      [](auto& it) {
        it.email_username.clear();
        it.email_password.clear();
      },
      "email username removed");
  warn_of_user(call);
}
void email_protocol(const CallPtr& call) {
  set(call, [&](auto& it) { it.email_protocol = call->value(0); }, "email protocol set");
}
void email_auth(const CallPtr& call) {
  set(
      call, [&](auto& it) { it.email_auth = call->value(0) == "enable"; },
      "email auth " + call->value(0) + "d");
  warn_of_user(call);
}
void email_starttls(const CallPtr& call) {
  set(
      call, [&](auto& it) { it.email_starttls = call->value(0) == "enable"; },
      "email starttls " + call->value(0) + "d");
}
void email_trust(const CallPtr& call) {
  if (check_bundle(call, call->value(0)))
    set(call, [&](auto& it) { it.email_trust = call->value(0); }, "email trust bundle set");
}
void email_trust_none(const CallPtr& call) {
  set(call, [](auto& it) { it.email_trust.clear(); }, "email trust bundle removed");
}
void common_address(const CallPtr& call) {
  set(
      call,
      [&](auto& it) {
        it.email_common_address = call->value(0);
        it.email_common_name = call->value(1);
      },
      "email common address set");
}
void common_address_none(const CallPtr& call) {
  set(
      call,
      [](auto& it) {
        it.email_common_address.clear();
        it.email_common_name.clear();
      },
      "email common address removed");
}

// Whether what it would start with can be used; prints why not, and what it would do without.
bool check_settings(const CallPtr& call) {
  const SchedulerSettings& it = call->configuration().scheduler;
  if (!it.https_listen.interface.empty()) {
    if (it.https_certs.key.empty()) {
      call->failure("HTTPS interface set but no certificates configured");
      return false;
    }
    if (!check_pair(call, it.https_certs, "HTTPS ")) return false;
  }
  if (!it.c2w_certs.key.empty() && !check_pair(call, it.c2w_certs, "C2W ")) return false;
  if (!it.c2w_trust.empty() && !check_bundle(call, it.c2w_trust)) return false;
  if (!it.email_trust.empty() && !check_bundle(call, it.email_trust)) return false;
  if (lacks_user(it)) {
    call->failure(no_user);
    return false;
  }
  if (const std::string what = c2w_lacks(it); !what.empty())
    call->print("WARNING: no Web Bridge is connected to: C2W has " + what);
  return true;
}

void enable(const CallPtr& call) {
  if (check_settings(call) && call->configure([](Configuration& c) { c.scheduler.enabled = true; }))
    start_component(call, "scheduler", "Scheduler");
}
void disable(const CallPtr& call) {
  if (call->configure([](Configuration& c) { c.scheduler.enabled = false; }))
    stop_component(call, "scheduler", "Scheduler");
}
void restart(const CallPtr& call) {
  if (check_settings(call))
    restart_component(call, "scheduler", "Scheduler", call->configuration().scheduler.enabled);
}

// The layout of release notes 2.10.3.
void status(const CallPtr& call) {
  const SchedulerSettings& it = call->configuration().scheduler;
  Component* component = call->mmp().component("scheduler");
  const bool runs = component != nullptr && component->is_running();
  call->print("Status: " + enabled_disabled(it.enabled));
  call->print(runs                   ? "Running"
              : component == nullptr ? "Not running: the server is stopped"
                                     : "Not running");
  if (runs) call->print("Database responsive at start");
  call->print(std::string("HTTPS ") + (it.https_listen.interface.empty() ? "not " : "") +
              "configured");
  const bool has_c2w = !it.c2w_certs.key.empty() && !it.c2w_trust.empty();
  call->print(has_c2w ? "C2W configured"
                      : "C2W not configured" + (c2w_lacks(it).empty() ? "" : ": " + c2w_lacks(it)));
  call->print(std::string("Email server ") + (it.email_server.empty() ? "not " : "") +
              "configured");
  if (runs) call->print("\nScheduler application status:\n" + component->status());
}

TimedLogs& logs(const CallPtr& call) { return call->mmp().timed_logs(); }

void timed_logging(const CallPtr& call) {
  std::string text = "{\n";
  for (const std::string_view name : TimedLogs::names)
    text += "\"" + std::string(name) + "\": \"" + std::to_string(logs(call).seconds_left(name)) +
            (name == TimedLogs::names.back() ? "\"\n" : "\",\n");
  call->print(text + "}");
}

void timed_logging_one(const CallPtr& call) {
  logs(call).set(call->value(0), *parse_decimal(call->value(1)));
  call->success();
}

void timed_logging_put(const CallPtr& call) {
  for (std::size_t i = 0; i < TimedLogs::names.size(); ++i)
    if (!parse_decimal(call->value(i)))
      return call->failure("'" + call->value(i) + "' is not a number of seconds");
  for (std::size_t i = 0; i < TimedLogs::names.size(); ++i)
    logs(call).set(TimedLogs::names[i], *parse_decimal(call->value(i)));
  call->success();
}

}  // namespace

// In the order, and without a description, as the release notes print it.
const Topic scheduler_topic = {
    "scheduler",
    "",
    {{"scheduler", everybody, "The configuration.", show},
     {"scheduler https listen <interface> <port>", admins, "Where its API listens.", https_listen},
     {"scheduler https listen none", admins, "Nowhere.", https_listen_none},
     {"scheduler https certs <key-file> <crt-fullchain-file>", crypto_staff,
      "The key and the chain of its API.", https_certs},
     {"scheduler https certs none", crypto_staff, "No certificates.", https_certs_none},
     {"scheduler c2w certs <key-file> <crt-fullchain-file>", crypto_staff,
      "What it shows to Web Bridges.", c2w_certs},
     {"scheduler c2w certs none", crypto_staff, "No certificates.", c2w_certs_none},
     {"scheduler c2w trust <crt-bundle>", crypto_staff, "The Web Bridges that it believes.",
      c2w_trust},
     {"scheduler c2w trust none", crypto_staff, "None.", c2w_trust_none},
     {"scheduler email server <hostname|address> <port>", admins, "The SMTP server.", email_server},
     {"scheduler email server none", admins, "No email.", email_server_none},
     {"scheduler email username <smtp username>", admins,
      "Who logs in there; asks for the password twice.", email_username},
     {"scheduler email remove username", admins, "Nobody.", email_remove_username},
     {"scheduler email protocol <=smtp|smtps>", admins, "With smtps everything is encrypted.",
      email_protocol},
     {"scheduler email auth <=enable|disable>", admins, "Whether it logs in.", email_auth},
     {"scheduler email starttls <=enable|disable>", admins,
      "Whether it encrypts where the server offers to.", email_starttls},
     {"scheduler email trust <bundle>", crypto_staff,
      "Authorities that the server's certificate is verified with; without them any will do.",
      email_trust},
     {"scheduler email trust none", crypto_staff, "Any certificate will do.", email_trust_none},
     {"scheduler timedLogging get", everybody, "Seconds that detailed logs go on.", timed_logging},
     {"scheduler timedLogging put <webBridge> <api> <email>", admins, "Sets all three.",
      timed_logging_put},
     {"scheduler enable", admins, "Checks the configuration and starts it.", enable},
     {"scheduler disable", admins, "Stops it.", disable},
     {"scheduler restart", admins, "Takes what is configured now.", restart},
     {"scheduler status", everybody, "Whether it runs, and how it is.", status},
     {"scheduler timedLogging", everybody, "The same as `get`.", timed_logging, false},
     {"scheduler timedLogging (webBridge|api|email) <seconds>", admins, "Sets one of them.",
      timed_logging_one, false},
     {"scheduler email common-address <mail address> <display name>", admins,
      "The sender of all invitations, instead of the organizer (of a later version).",
      common_address, false},
     {"scheduler email common-address none", admins, "The organizer again.", common_address_none,
      false}}};

}  // namespace curia::mmp
