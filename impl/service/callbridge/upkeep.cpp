#include "impl/service/callbridge/upkeep.hpp"

#include "impl/service/cdr/cdr.hpp"
#include "model/base/limits.hpp"
#include "model/base/url.hpp"
#include "model/objects/call_branding_profile.hpp"
#include "model/objects/host.hpp"

namespace curia::callbridge {
namespace {

// The last part of the path: "invitation" of "https://host/brand/invitation?x=y".
std::string file_name(const std::string& url) {
  const std::string_view path = target_path(url);
  return std::string(path.substr(path.rfind('/') + 1));
}

}  // namespace

Upkeep::Upkeep(const Env& env, const Charge& charge)
    : env_(env),
      charge_(charge),
      alarms_(env),
      load_(env),
      usage_(env, charge.registry),
      turn_(env, charge.registry),
      logging_(env.clock) {}

void Upkeep::start() { tick(); }

void Upkeep::stop() {
  if (timer_) env_.timers.cancel(*timer_);
  timer_.reset();
  turn_.stop();
}

void Upkeep::tick() {
  look();
  load_.read();
  usage_.look();
  charge_.cdr.look();
  turn_.look();
  charge_.templates.retry_failed();
  probe_store();
  timer_ = env_.timers.at(env_.clock.now() + limits::upkeep_interval, [this] { tick(); });
}

void Upkeep::look() {
  alarms_.settle(AlarmType::certificate_expiring, certificate_troubles());
  alarms_.settle(AlarmType::disk_almost_full, disk_troubles());
  alarms_.settle(AlarmType::database_connection_error, store_troubles());
  alarms_.settle(AlarmType::cdr_connection_failure, charge_.cdr.troubles());
  alarms_.settle(AlarmType::turn_server_unavailable, turn_.troubles());
  alarms_.settle(AlarmType::call_branding_resource_invalid, template_troubles());
}

// While batches are refused and nobody writes, only a try can tell that the store works again:
// a number in the server's own entry is changed.
void Upkeep::probe_store() {
  if (!charge_.store.refusal() || env_.clock.now() < next_probe_) return;
  next_probe_ = env_.clock.now() + limits::store_probe_interval;
  Change change(charge_.registry, env_.random, env_.clock.now());
  Host& host = change.modify(charge_.registry.singleton<Host>());
  host.store_tries = (host.store_tries.value_or(0) + 1) % 1000;
  charge_.registry.apply(std::move(change), [](Result<>) {});
}

std::vector<Trouble> Upkeep::certificate_troubles() const {
  if (!certificate_end_ || env_.clock.wall() + limits::certificate_warning < *certificate_end_)
    return {};
  return {
      {.told = "the certificate of the web admin port ends on " + to_rfc3339(*certificate_end_)}};
}

std::vector<Trouble> Upkeep::disk_troubles() const {
  const auto space = env_.machine.disk();
  if (!space || space->total == 0) return {};
  const std::uint64_t percent = (space->total - space->free) / (space->total / 100 + 1);
  if (percent < limits::disk_full_percent && space->free > 0) return {};
  return {{.told = "the disk of the store is " + std::to_string(percent) + " % full, " +
                   std::to_string(space->free / (1024 * 1024)) + " MiB are free"}};
}

std::vector<Trouble> Upkeep::store_troubles() const {
  if (!charge_.store.refusal()) return {};
  return {{.reason = FailureReason::service_unavailable,
           .told = "the store refuses changes: " + charge_.store.refusal()->message}};
}

std::vector<Trouble> Upkeep::template_troubles() {
  std::vector<Trouble> troubles;
  const Table& profiles = charge_.registry.table(Kind::call_branding_profile);
  for (const TemplateCache::Failed& failed : charge_.templates.failures()) {
    bool is_used = false;
    profiles.all().visit_from(0, [&](std::uint32_t slot) {
      const auto& profile = static_cast<const CallBrandingProfile&>(profiles.at(slot));
      if (profile.invitation_template != failed.url) return true;
      is_used = true;
      troubles.push_back({failed.reason, profile.id, file_name(failed.url), failed.told});
      return true;
    });
    if (!is_used) charge_.templates.forget(failed.url);
  }
  return troubles;
}

}  // namespace curia::callbridge
