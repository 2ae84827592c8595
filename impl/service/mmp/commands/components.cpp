#include "impl/service/mmp/commands/components.hpp"

#include <algorithm>
#include <array>

#include "impl/wire/tls/context.hpp"
#include "impl/wire/tls/pki.hpp"
#include "model/admin/listen_endpoint.hpp"
#include "model/admin/values.hpp"
#include "model/base/reached.hpp"

namespace curia::mmp {
namespace {

constexpr auto expiring = std::chrono::days(30);  // as the alarm certificateExpiring has it

// Those that this version has; of the others it keeps the configuration.
constexpr std::array<std::string_view, 4> existing = {"callbridge", "webadmin", "scheduler", "ssh"};

bool exists(std::string_view name) { return std::ranges::find(existing, name) != existing.end(); }

// Why there is nobody to ask.
std::string absence(std::string_view name) {
  return exists(name) ? "the server is stopped"
                      : "this version of the server has no " + std::string(name);
}

void warn_of_trouble(const CallPtr& call, const Component& component) {
  if (const std::string trouble = component.trouble(); !trouble.empty())
    call->print("WARNING: " + trouble);
}

void resume(const CallPtr& call, Component& component, const std::string& title, const Error& why) {
  reached("mmp.component_resumed");
  component.resume([call, title, why](Result<> resumed) {
    call->failure(title + " cannot be restarted: " + why.message);
    call->print(resumed ? "It runs as it did before."
                        : "WARNING: " + title + " does not run: " + resumed.error().message);
  });
}

// A bundle without the root itself serves as well: whoever connects has that.
void check_chain(const CallPtr& call, const std::string& certificate, const std::string& name) {
  const std::string bundle = call->mmp().uploaded(name).value_or("");
  const auto verified = tls::verify(certificate, bundle, bundle, call->mmp().env().clock.wall());
  verified ? call->success("certificate verified against CA bundle")
           : call->print("WARNING: the certificate does not lead to an authority of " + name +
                         ": " + verified.error().message);
}

}  // namespace

bool check_pair(const CallPtr& call, const admin::Certificates& certs, std::string_view label) {
  const auto key = call->mmp().uploaded(certs.key);
  const auto certificate = call->mmp().uploaded(certs.certificate);
  const std::string prefix(label);
  if (!key || !certificate) {
    call->failure(prefix + "there is no file '" + (key ? certs.certificate : certs.key) + "'");
    return false;
  }
  if (!certs.bundle.empty() && !check_bundle(call, certs.bundle)) return false;
  const auto context = tls::Context::server({*certificate, *key});
  if (!context) {
    call->failure(prefix + "Key and certificate problem: " + context.error().message);
    return false;
  }
  call->success(prefix + "Key and certificate pair match");
  const WallTime now = call->mmp().env().clock.wall();
  if (const auto end = context->certificate_end(); end && *end <= now + expiring)
    call->print("WARNING: the certificate " + certs.certificate +
                (*end <= now ? " expired on " : " will expire on ") + to_rfc3339(*end));
  if (!certs.bundle.empty()) check_chain(call, *certificate, certs.bundle);
  return true;
}

bool check_file(const CallPtr& call, const std::string& name) {
  if (call->mmp().uploaded(name)) return true;
  call->failure("there is no file '" + name + "'");
  return false;
}

bool check_bundle(const CallPtr& call, const std::string& name) {
  if (!check_file(call, name)) return false;
  const auto read = tls::Context::client({.bundle_pem = call->mmp().uploaded(name).value_or("")});
  if (!read) call->failure("the bundle " + name + " cannot be used: " + read.error().message);
  return read.has_value();
}

void warn_unread(const CallPtr& call) {
  call->print("WARNING: this version of the server keeps it, and nothing reads it");
}

admin::Certificates certificates_of(const CallPtr& call) {
  return {call->value(0), call->value(1), call->value(2)};
}

std::vector<admin::ListenAddress> listen_addresses(const CallPtr& call) {
  std::vector<admin::ListenAddress> list;
  for (const std::string& word : call->rest())
    list.push_back({word.substr(0, 1), *admin::parse_port(std::string_view(word).substr(2))});
  return list;
}

std::string address_text(const CallPtr& call, const std::string& interface) {
  const auto endpoint = admin::listen_endpoint(call->configuration(), {interface, 0});
  return endpoint ? to_string(endpoint->address) : shown({});
}

std::string text_of(const std::vector<admin::ListenAddress>& list) {
  std::string text;
  for (const auto& listen : list)
    text += (text.empty() ? "" : " ") + listen.interface + ":" + std::to_string(listen.port);
  return shown(text);
}

void start_component(const CallPtr& call, std::string_view name, const std::string& title) {
  Component* component = call->mmp().component(name);
  if (component == nullptr) {
    call->success(title + " enabled");
    return call->print(exists(name) ? "The server is stopped: it runs from the next start on"
                                    : "WARNING: " + absence(name) +
                                          ": the configuration is kept, nothing runs");
  }
  if (component->is_running()) return call->success(title + " enabled");
  component->start([call, component, title](Result<> started) {
    if (!started) return call->failure(title + " does not run: " + started.error().message);
    call->success(title + " enabled");
    warn_of_trouble(call, *component);
  });
}

void stop_component(const CallPtr& call, std::string_view name, const std::string& title) {
  Component* component = call->mmp().component(name);
  if (component == nullptr) return call->success(title + " disabled");
  component->stop([call, title](Result<> stopped) {
    stopped ? call->success(title + " disabled") : call->failure(stopped.error());
  });
}

void restart_component(const CallPtr& call, std::string_view name, const std::string& title,
                       bool enabled) {
  Component* component = call->mmp().component(name);
  if (component == nullptr) return call->failure(absence(name));
  if (!enabled) return call->failure(title + " is disabled");
  if (const auto can = component->check(); !can)
    return call->failure(title + " cannot be restarted: " + can.error().message);
  component->stop([call, component, title](Result<> stopped) {
    if (!stopped) return call->failure(stopped.error());
    component->start([call, component, title](Result<> started) {
      if (!started) return resume(call, *component, title, started.error());
      call->success(title + " restarted");
      warn_of_trouble(call, *component);
    });
  });
}

void print_state(const CallPtr& call, std::string_view name, bool enabled) {
  Component* component = call->mmp().component(name);
  const bool runs = component != nullptr && component->is_running();
  call->print("STATUS : " + std::string(name) +
              (runs        ? " running"
               : !enabled  ? " disabled"
               : component ? " not running"
                           : " not running: " + absence(name)));
  if (component == nullptr) return;
  call->print(component->status());
  warn_of_trouble(call, *component);
}

}  // namespace curia::mmp
