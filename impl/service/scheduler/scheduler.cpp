#include "impl/service/scheduler/scheduler.hpp"

#include "impl/service/scheduler/api.hpp"
#include "impl/service/scheduler/janitor.hpp"
#include "impl/service/scheduler/web_bridges.hpp"
#include "impl/service/web/listener.hpp"
#include "model/base/check.hpp"
#include "model/base/limits.hpp"

namespace curia::scheduler {
namespace {

constexpr const char* header_lines =
    "Server: Curia\r\n"
    "X-Frame-Options: DENY\r\n"
    "Cache-Control: no-store\r\n"
    "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n";

// The book moves on in pieces of a few milliseconds.
constexpr std::size_t meetings_per_step = 1000;
constexpr Duration tick_interval = 5s;
constexpr Duration busy_interval = 10ms;

}  // namespace

// In the order of construction: each part uses only those above it.
struct Scheduler::Parts {
  Parts(const Ground& ground, const SchedulerOptions& options, const Guid& guid,
        std::function<Health()> health)
      : logging(ground.logs),
        call_bridge(ground.env, ground.call_bridge),
        web_bridges(ground.env, call_bridge,
                    {.guid = to_string(guid),
                     .component = "scheduler",
                     .tls = options.c2w,
                     .is_detailed = [this] { return logging.is_on(Facility::web_bridge); }}),
        mailer({ground.env, ground.outbox, call_bridge, ground.book.zones(), logging}, guid,
               options.name),
        ledger(ground.registry, ground.book, ground.outbox),
        desk(ground.env, ground.registry, ground.book, ledger, logging, std::move(health)),
        api(ground.env, ground.registry, ground.authenticator, desk, logging),
        janitor(ground.env, ground.registry, ground.book, ground.call_bridge) {
    if (options.local)
      listener.emplace(ground.env,
                       web::ListenerOptions{.name = options.name,
                                            .local = *options.local,
                                            .tls = options.tls,
                                            .header_lines = header_lines},
                       api);
  }

  TimedLogging logging;
  CallBridge call_bridge;
  WebBridges web_bridges;
  Mailer mailer;
  Ledger ledger;
  Desk desk;
  Api api;
  Janitor janitor;
  std::optional<web::Listener> listener;
};

Scheduler::Scheduler(const Ground& ground, SchedulerOptions options)
    : ground_(ground), options_(std::move(options)) {}

Scheduler::~Scheduler() {
  if (timer_) ground_.env.timers.cancel(*timer_);
}

Result<std::optional<Endpoint>> Scheduler::start() {
  check(parts_ == nullptr, "a Scheduler that runs is not started");
  guid_ = new_guid(ground_.env.random);
  parts_ = std::make_unique<Parts>(ground_, options_, guid_, [this] { return health(); });
  std::optional<Endpoint> bound;
  if (parts_->listener) {
    auto listening = parts_->listener->start();
    if (!listening) {
      parts_.reset();
      return fail(listening.error());
    }
    bound = *listening;
  }
  parts_->janitor.start();
  parts_->mailer.use(options_.mail);
  parts_->web_bridges.start();
  tick();
  return bound;
}

void Scheduler::stop(Duration limit, Task stopped) {
  check(parts_ != nullptr, "only a Scheduler that runs is stopped");
  if (timer_) ground_.env.timers.cancel(*timer_);
  timer_.reset();
  parts_->janitor.stop();
  parts_->web_bridges.stop();
  // In an event of its own: what calls back is among the parts.
  auto finish = [this, stopped = std::move(stopped)]() mutable {
    ground_.env.timers.at(ground_.env.clock.now(), [this, stopped = std::move(stopped)]() mutable {
      parts_.reset();
      stopped();
    });
  };
  // Requests may still order mails; those are sent after the next start, or by others.
  auto close = [this, limit, finish = std::move(finish)]() mutable {
    parts_->mailer.stop(limit, std::move(finish));
  };
  if (parts_->listener) return parts_->listener->drain(limit, std::move(close));
  close();
}

void Scheduler::use(tls::Context context) {
  options_.tls = context;
  if (parts_ != nullptr && parts_->listener) parts_->listener->use(std::move(context));
}

void Scheduler::use(std::optional<MailSettings> mail) {
  options_.mail = std::move(mail);
  if (parts_ != nullptr) parts_->mailer.use(options_.mail);
}

void Scheduler::tick() {
  const auto wall = std::chrono::floor<schedule::seconds>(ground_.env.clock.wall());
  const bool has_more = ground_.book.advance(wall, meetings_per_step);
  timer_ = ground_.env.timers.at(
      ground_.env.clock.now() + (has_more ? busy_interval : tick_interval), [this] { tick(); });
}

Health Scheduler::health() const {
  Health health;
  health["c2w"] = parts_ != nullptr ? parts_->web_bridges.health() : ComponentHealth{};
  health["db"] = {ground_.is_store_up(), {}};
  health["mail"] = parts_ != nullptr ? parts_->mailer.health() : ComponentHealth{};
  health["ping"] = {};
  return health;
}

}  // namespace curia::scheduler
