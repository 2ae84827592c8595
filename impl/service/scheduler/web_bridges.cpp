#include "impl/service/scheduler/web_bridges.hpp"

#include "model/base/reached.hpp"

namespace curia::scheduler {
namespace {

constexpr Duration ask_again = 5s;

}  // namespace

WebBridges::WebBridges(const Env& env, CallBridge& call_bridge, c2w::Self self)
    : env_(env),
      call_bridge_(call_bridge),
      guid_(self.guid),
      is_configured_(self.tls.has_value()),
      supervisor_(env, std::move(self)) {}

void WebBridges::start() {
  if (!is_configured_) return;
  alive_ = std::make_shared<bool>(true);
  ask();
}

void WebBridges::stop() {
  if (timer_) env_.timers.cancel(*timer_);
  timer_.reset();
  alive_.reset();
  is_listed_ = false;
  supervisor_.stop();
}

void WebBridges::ask() {
  call_bridge_.web_bridges(
      [this, alive = std::weak_ptr(alive_)](Result<std::vector<std::string>> urls) {
        if (alive.expired()) return;
        if (urls) {
          is_listed_ = true;
          return supervisor_.start(*urls);
        }
        reached("c2w.list_asked_again");
        env_.trace.log(Severity::warning,
                       "the list of web bridges cannot be read: " + urls.error().message);
        timer_ = env_.timers.at(env_.clock.now() + ask_again, [this] {
          timer_.reset();
          ask();
        });
      });
}

ComponentHealth WebBridges::health() const {
  return {!is_configured_ || (is_listed_ && supervisor_.is_up()),
          {{"guid", guid_}, {"webbridges", supervisor_.status()}}};
}

}  // namespace curia::scheduler
