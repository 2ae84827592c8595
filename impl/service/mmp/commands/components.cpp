#include "impl/service/mmp/commands/components.hpp"

#include "impl/wire/tls/context.hpp"
#include "impl/wire/tls/pki.hpp"
#include "model/admin/values.hpp"

namespace curia::mmp {
namespace {

constexpr auto expiring = std::chrono::days(30);  // as the alarm certificateExpiring has it

void not_here(const CallPtr& call, std::string_view name) {
  call->print("WARNING: this version of the server has no " + std::string(name) +
              ": the configuration is kept, nothing runs");
}

// A bundle without the root itself serves as well: whoever connects has that.
void check_bundle(const CallPtr& call, const std::string& certificate, const std::string& name) {
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
  if (!certs.bundle.empty() && !check_file(call, certs.bundle)) return false;
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
  if (!certs.bundle.empty()) check_bundle(call, *certificate, certs.bundle);
  return true;
}

bool check_file(const CallPtr& call, const std::string& name) {
  if (call->mmp().uploaded(name)) return true;
  call->failure("there is no file '" + name + "'");
  return false;
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
    return not_here(call, name);
  }
  component->start([call, title](Result<> started) {
    started ? call->success(title + " enabled")
            : call->failure(title + " does not run: " + started.error().message);
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
  if (!enabled) return call->failure(title + " is disabled");
  Component* component = call->mmp().component(name);
  if (component == nullptr) return not_here(call, name);
  component->stop([call, component, title](Result<> stopped) {
    if (!stopped) return call->failure(stopped.error());
    component->start([call, title](Result<> started) {
      started ? call->success(title + " restarted")
              : call->failure(title + " does not run: " + started.error().message);
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
                           : " not running: this version of the server does not have it"));
  if (component != nullptr) call->print(component->status());
}

}  // namespace curia::mmp
