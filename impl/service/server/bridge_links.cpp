#include "impl/service/server/bridge_links.hpp"

#include "impl/service/server/uploads.hpp"
#include "model/objects/web_bridge.hpp"

namespace curia::server {

BridgeLinks::BridgeLinks(const Env& env, Registry& registry,
                         const admin::Configuration& configuration)
    : env_(env), registry_(registry), configuration_(configuration) {
  registry_.observe(*this);
}

BridgeLinks::~BridgeLinks() { stop(); }

void BridgeLinks::applied(std::span<const Event> events) {
  if (!is_running_ || timer_) return;
  for (const Event& event : events) {
    const Object* any = event.after != nullptr ? event.after : event.before;
    if (any == nullptr || any->kind != Kind::web_bridge) continue;
    timer_ = env_.timers.at(env_.clock.now(), [this] {
      timer_.reset();
      connect();
    });
    return;
  }
}

void BridgeLinks::start() {
  is_running_ = true;
  guid_ = to_string(new_guid(env_.random));
  connect();
}

void BridgeLinks::stop() {
  is_running_ = false;
  if (timer_) env_.timers.cancel(*timer_);
  timer_.reset();
  supervisor_.reset();
}

void BridgeLinks::look() {
  if (is_running_ && configuration_.callbridge != used_) connect();
}

Result<std::optional<tls::Context>> BridgeLinks::context() const {
  const admin::CallBridgeSettings& settings = configuration_.callbridge;
  if (settings.certs.key.empty() && settings.trust_c2w.empty()) return std::nullopt;
  if (settings.trust_c2w.empty())
    return fail(Errc::unavailable, "there are certificates, but no trust bundle for C2W");
  if (settings.certs.key.empty())
    return fail(Errc::unavailable, "there is a trust bundle for C2W, but no certificates");
  auto made = c2w_context(env_.files, settings.certs, settings.trust_c2w);
  if (!made) return fail(made.error());
  return *std::move(made);
}

void BridgeLinks::connect() {
  used_ = configuration_.callbridge;
  supervisor_.reset();
  std::vector<std::string> urls;
  const Table& bridges = registry_.table(Kind::web_bridge);
  bridges.all().visit_from(0, [&](std::uint32_t slot) {
    const auto& bridge = static_cast<const WebBridge&>(bridges.at(slot));
    if (!bridge.url.empty()) urls.push_back(bridge.url);
    return true;
  });
  if (urls.empty()) return;
  auto tls = context();
  if (!tls)
    return env_.trace.log(Severity::warning,
                          "callbridge: no web bridge is connected to: " + tls.error().message);
  if (!*tls) return;
  supervisor_ = std::make_unique<c2w::Supervisor>(
      env_, c2w::Self{.guid = guid_, .component = "callbridge", .tls = *std::move(tls)});
  supervisor_->start(urls);
}

std::string_view BridgeLinks::status(const std::string& url) const {
  const auto place = c2w::parse_url(url);
  if (!supervisor_ || !place) return "unused";
  for (const auto& link : supervisor_->links()) {
    if (to_string(link->place()) != to_string(*place)) continue;
    if (link->state() == c2w::State::connected) return "success";
    return link->trouble() == c2w::Trouble::dns_failure ? "dnsFailure" : "connectionFailure";
  }
  return "unused";
}

}  // namespace curia::server
