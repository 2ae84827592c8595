// Scheduler: the component as a whole (docs/scheduler.md): its HTTPS API, the mails that it sends,
// the nightly deletion of temporary coSpaces, its health.
//
// 1. It stands beside a Call Bridge in one process and shares its registry, its accounts, the book
//    of meetings and the outbox; several may, each with options of its own.
// 2. start() and stop() may follow each other; what is durable does not change by either.
// 3. Destroy it after `stopped`, or when its world runs no more: that is a crash.
//
//   Scheduler scheduler(ground, {.local = endpoint, .tls = context});
//   auto bound = scheduler.start();
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "impl/service/accounts/authenticator.hpp"
#include "impl/service/scheduler/book.hpp"
#include "impl/service/scheduler/door.hpp"
#include "impl/service/scheduler/health.hpp"
#include "impl/service/scheduler/mailer.hpp"
#include "impl/wire/tls/context.hpp"
#include "model/env/env.hpp"

namespace curia::scheduler {

struct SchedulerOptions {
  std::string name = "scheduler";      // in log lines
  std::optional<Endpoint> local{};     // of the HTTPS API; nothing: there is none
  std::optional<tls::Context> tls{};   // none: plain HTTP, for tests
  std::optional<MailSettings> mail{};  // none: it sends no mail
  std::optional<tls::Context> c2w{};   // none: it connects to no Web Bridge
};

// What a Scheduler stands on; all outlives it.
struct Ground {
  Env env;
  Registry& registry;
  Book& book;
  accounts::Authenticator& authenticator;
  Outbox& outbox;
  Door& call_bridge;
  mmp::TimedLogs& logs;
  std::function<bool()> is_store_up;
};

class Scheduler {
 public:
  Scheduler(const Ground& ground, SchedulerOptions options);
  ~Scheduler();
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  // Where the API listens; nothing when it is off. Errors: those of Net::listen.
  Result<std::optional<Endpoint>> start();
  // At most `limit` for requests and mails under way.
  void stop(Duration limit, Task stopped);
  void use(tls::Context context);  // new connections get this certificate
  void use(std::optional<MailSettings> mail);

  bool is_running() const { return parts_ != nullptr; }
  Health health() const;
  const SchedulerOptions& options() const { return options_; }

 private:
  struct Parts;
  void tick();

  Ground ground_;
  SchedulerOptions options_;
  Guid guid_;  // what it is called on C2W connections, and as the holder of mails
  std::unique_ptr<Parts> parts_;
  std::optional<TimerId> timer_;
};

}  // namespace curia::scheduler
