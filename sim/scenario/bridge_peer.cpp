#include "sim/scenario/bridge_peer.hpp"

#include "impl/wire/tls/certificate.hpp"
#include "impl/wire/tls/mutual.hpp"

namespace curia::scenario {
namespace {

constexpr int certificate_days = 3650;

}  // namespace

Result<BridgeTrust> BridgeTrust::make(WallTime now) {
  const auto identity = tls::make_self_signed({"*.bridge.test"}, certificate_days, now);
  if (!identity) return fail(identity.error());
  auto component = tls::mutual_client(*identity, {.bundle_pem = identity->certificate_pem});
  if (!component) return fail(component.error());
  auto bridge = tls::mutual_server(*identity, identity->certificate_pem);
  if (!bridge) return fail(bridge.error());
  return BridgeTrust{*std::move(component), *std::move(bridge)};
}

BridgePeer::BridgePeer(const Env& env, const std::string& name, const Endpoint& local,
                       tls::Context tls)
    : env_(env), local_(local), tls_(std::move(tls)), door_(env, "guid-of-" + name) {}

Result<> BridgePeer::change(const BridgeStep& step) {
  if (step.kind == BridgeStep::Kind::back) return back();
  away();
  return {};
}

Result<> BridgePeer::back() {
  if (listener_) return {};
  listener_ = std::make_unique<web::Listener>(
      env_, web::ListenerOptions{.name = "c2w", .local = local_, .tls = tls_}, door_);
  const auto bound = listener_->start();
  if (!bound) {
    listener_.reset();
    return fail(bound.error());
  }
  return {};
}

void BridgePeer::away() {
  if (!listener_) return;
  const auto place = leaving_.insert(leaving_.end(), std::move(listener_));
  (*place)->drain(Duration::zero(), [this, place] { leaving_.erase(place); });
}

}  // namespace curia::scenario
