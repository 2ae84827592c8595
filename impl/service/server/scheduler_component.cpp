#include "impl/service/server/scheduler_component.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "impl/service/server/web_admin.hpp"

namespace curia::server {
namespace {

constexpr Duration drain_limit = 5s;

}  // namespace

Result<scheduler::SchedulerOptions> SchedulerComponent::options() const {
  const admin::SchedulerSettings& settings = configuration_.scheduler;
  scheduler::SchedulerOptions options;
  if (settings.https_listen.interface.empty()) return options;
  const auto* interface = configuration_.interface(settings.https_listen.interface);
  const std::string text = interface == nullptr ? "" : interface->ipv4;
  const auto address = parse_ip(text.substr(0, text.find('/')));
  if (!address)
    return fail(Errc::unavailable,
                "the interface " + settings.https_listen.interface + " has no address");
  options.local = Endpoint{*address, static_cast<std::uint16_t>(settings.https_listen.port)};
  auto identity = WebAdmin::identity(ground_.env.files, settings.https_certs);
  if (!identity) return fail(identity.error());
  options.tls = *std::move(identity);
  return options;
}

void SchedulerComponent::start(Done<Result<>> done) {
  if (is_running()) return done({});
  auto wanted = options();
  if (!wanted) return done(fail(wanted.error()));
  auto made = std::make_unique<scheduler::Scheduler>(ground_, *std::move(wanted));
  if (auto bound = made->start(); !bound) return done(fail(bound.error()));
  scheduler_ = std::move(made);
  done({});
}

void SchedulerComponent::stop(Done<Result<>> done) {
  if (!is_running()) return done({});
  scheduler_->stop(drain_limit, [this, done = std::move(done)]() mutable {
    // It is calling: it goes in an event of its own.
    auto ended = std::make_shared<std::unique_ptr<scheduler::Scheduler>>(std::move(scheduler_));
    ground_.env.timers.at(ground_.env.clock.now(), [ended] {});
    done({});
  });
}

std::string SchedulerComponent::status() const {
  if (!is_running()) return {};
  // Spread out as release notes 2.10.3 show it.
  return nlohmann::ordered_json::parse(scheduler::show_health(scheduler_->health())).dump(4);
}

}  // namespace curia::server
