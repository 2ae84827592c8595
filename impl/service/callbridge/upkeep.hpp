// Upkeep: what the server does for itself every second: it looks after its certificate, its disk,
// its store, CDR receivers, TURN servers and invitation templates (each an alarm),
// measures its load and writes down its usage.
//
//   upkeep.use_certificate(context.certificate_end());
//   upkeep.start();
#pragma once

#include <optional>

#include "impl/service/callbridge/alarms.hpp"
#include "impl/service/callbridge/load_meter.hpp"
#include "impl/service/callbridge/recent_log.hpp"
#include "impl/service/callbridge/template_cache.hpp"
#include "impl/service/callbridge/timed_logging.hpp"
#include "impl/service/callbridge/turn_probes.hpp"
#include "impl/service/callbridge/usage.hpp"
#include "impl/service/callbridge/watched_store.hpp"

namespace curia::cdr {
class Cdr;
}

namespace curia::callbridge {

class Upkeep {
 public:
  // What it looks after; all outlive it.
  struct Charge {
    Registry& registry;
    const WatchedStore& store;
    cdr::Cdr& cdr;
    TemplateCache& templates;
    const RecentLog& log;
  };
  Upkeep(const Env& env, const Charge& charge);

  void start();
  // No more of it: nothing is sent or written any more.
  void stop();
  // When the certificate of the web admin port ends; nothing when it has none.
  void use_certificate(std::optional<WallTime> end) { certificate_end_ = end; }
  // What it does every second, also before a client is told of alarms.
  void look();

  const Alarms& alarms() const { return alarms_; }
  const LoadMeter& load() const { return load_; }
  const UsageHistory& usage() const { return usage_; }
  const RecentLog& log() const { return charge_.log; }
  const TurnProbes& turn() const { return turn_; }
  const cdr::Cdr& cdr() const { return charge_.cdr; }
  TimedLogging& logging() { return logging_; }

 private:
  void tick();
  void probe_store();
  std::vector<Trouble> certificate_troubles() const;
  std::vector<Trouble> disk_troubles() const;
  std::vector<Trouble> store_troubles() const;
  std::vector<Trouble> template_troubles();

  Env env_;
  Charge charge_;
  Alarms alarms_;
  LoadMeter load_;
  UsageHistory usage_;
  TurnProbes turn_;
  TimedLogging logging_;
  std::optional<WallTime> certificate_end_;
  std::optional<TimerId> timer_;
  Instant next_probe_{};
};

}  // namespace curia::callbridge
