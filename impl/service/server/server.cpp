#include "impl/service/server/server.hpp"

#include <deque>
#include <utility>
#include <vector>

#include "impl/service/accounts/authenticator.hpp"
#include "impl/service/callbridge/api.hpp"
#include "impl/service/callbridge/jobs/bulk_runner.hpp"
#include "impl/service/callbridge/jobs/ldap_runner.hpp"
#include "impl/service/callbridge/loopback.hpp"
#include "impl/service/callbridge/services.hpp"
#include "impl/service/callbridge/template_cache.hpp"
#include "impl/service/callbridge/upkeep.hpp"
#include "impl/service/calls/calls.hpp"
#include "impl/service/calls/switchboard.hpp"
#include "impl/service/cdr/cdr.hpp"
#include "impl/service/events/events.hpp"
#include "impl/service/server/bridge_links.hpp"
#include "impl/service/server/call_bridge.hpp"
#include "impl/service/server/scheduler_component.hpp"
#include "impl/service/server/web_admin.hpp"
#include "impl/service/web/client.hpp"
#include "impl/service/webadmin/web_pages.hpp"
#include "impl/service/zones/zone_book.hpp"
#include "impl/service/zones/zone_names.hpp"
#include "impl/store/group_commit.hpp"
#include "impl/store/sqlite_engine.hpp"
#include "model/base/check.hpp"
#include "model/registry/registry.hpp"

namespace curia::server {
namespace {

using callbridge::Api;
using callbridge::BulkRunner;
using callbridge::LdapRunner;
using callbridge::RecentLog;
using callbridge::Services;
using callbridge::TemplateCache;
using callbridge::Upkeep;
using callbridge::WatchedStore;

constexpr std::size_t rows_per_page = 4096;

// A zoneinfo folder without zones.
class NoFiles final : public Files {
 public:
  Result<> append(const std::string&, std::string_view) override { return none(); }
  Result<> sync(const std::string&) override { return none(); }
  Result<> replace(const std::string&, std::string_view) override { return none(); }
  Result<std::string> read(const std::string&) override { return none(); }
  Result<std::string> read_part(const std::string&, std::uint64_t, std::size_t) override {
    return none();
  }
  Result<std::uint64_t> size(const std::string&) override { return none(); }
  Result<> rename(const std::string&, const std::string&) override { return none(); }
  Result<std::vector<std::string>> list(const std::string&) override { return none(); }
  Result<> remove(const std::string&) override { return none(); }

 private:
  static std::unexpected<Error> none() { return fail(Errc::not_found, "there are no time zones"); }
};

// The log of the world, with somebody who is told of every line.
class ToldLog final : public Trace {
 public:
  explicit ToldLog(Trace& next) : next_(next) {}

  bool enabled() const override { return next_.enabled(); }
  void event(std::string_view kind, std::initializer_list<TraceField> fields) override {
    next_.event(kind, fields);
  }
  void log(Severity severity, std::string_view sentence) override {
    next_.log(severity, sentence);
    if (told) told(severity, sentence);
  }

  std::function<void(Severity, std::string_view)> told;

 private:
  Trace& next_;
};

using Opened = Result<std::unique_ptr<store::SqliteEngine>>;

}  // namespace

// In the order of construction: each part uses only those above it.
struct MeetingServer::Parts {
  Parts(const Env& world, std::unique_ptr<store::SqliteEngine> engine, ServerOptions& options)
      : told(world.trace),
        log(world.clock, told),
        env{world.clock, world.timers, world.random,  world.net,        world.work,
            world.files, log,          world.machine, world.directories},
        store(env.work, std::move(engine)),
        watched(store),
        registry(watched, env.random),
        lookers(registry, options),
        configuration(env.files),
        accounts(account_table, watched),
        mmp(env, accounts, configuration, options.hash_cost, with_own(options, store)),
        authenticator(env, account_table, &mmp.logins()),
        client(env, options.client_trust),
        templates(env, client),
        bulk(env, registry),
        ldap(env, registry,
             [this, usual = options.directory_trust] {
               return mmp::trust_of(env.files, *configuration.current().tls_service("ldap"), usual);
             }),
        cdr(env, registry, client),
        zones(options.zones != nullptr ? *options.zones : no_files),
        book(registry, [this](std::string_view name) { return zones.find(name); }),
        outbox(env, registry),
        bridge_links(env, registry, configuration.current()),
        events(env, registry),
        switchboard(env, registry, calls),
        calls(env, registry),
        call_bridge(registry, calls, bridge_links) {}

  // What the host of `options` lacks is the server's own.
  static mmp::Host with_own(ServerOptions& options, store::GroupCommit& store) {
    mmp::Host host = std::move(options.host);
    host.store = &store;
    host.usual_trust = options.directory_trust;
    return host;
  }

  ToldLog told;
  RecentLog log;
  Env env;  // that of the world, with a log that is remembered
  store::GroupCommit store;
  WatchedStore watched;
  Registry registry;
  struct Lookers {
    Lookers(Registry& registry, const ServerOptions& options) {
      if (options.look_on) options.look_on(registry);
    }
  } lookers;  // before all other observers
  accounts::AccountTable account_table;
  mmp::ConfigurationBook configuration;
  accounts::AccountBook accounts;
  mmp::Mmp mmp;
  accounts::Authenticator authenticator;
  web::Client client;
  TemplateCache templates;
  BulkRunner bulk;
  LdapRunner ldap;
  cdr::Cdr cdr;
  std::optional<Upkeep> upkeep;
  NoFiles no_files;
  zones::ZoneBook zones;
  scheduler::Book book;
  scheduler::Outbox outbox;
  BridgeLinks bridge_links;
  events::Events events;
  calls::Switchboard switchboard;
  calls::Calls calls;  // the last of all observers
  CallBridge call_bridge;
  std::optional<Services> services;
  std::optional<Api> api;
  std::optional<webadmin::WebPages> pages;
  std::optional<WebAdmin> web_admin;
  std::optional<callbridge::Loopback> loopback;
  std::deque<scheduler::Scheduler> schedulers;  // those of the options
  std::optional<SchedulerComponent> scheduler;  // that of the configuration
};

MeetingServer::MeetingServer(const Env& env, ServerOptions options)
    : env_(env), options_(std::move(options)) {}

MeetingServer::~MeetingServer() = default;

void MeetingServer::start(Done<Result<Endpoint>> done) {
  started_ = std::move(done);
  // Opening recovers and checks the file: too long for the loop.
  auto opened = std::make_shared<Opened>(fail(Errc::cancelled, "not opened"));
  env_.work.run(
      Lane::disk,
      [opened, path = options_.store_path, vfs = options_.store_vfs, create = options_.make_store,
       files = &env_.files, version = options_.host.version] {
        if (auto finished = backup::finish_pending(*files, {path, vfs}, version); !finished)
          *opened = fail(finished.error());
        else
          *opened = store::SqliteEngine::open({.path = path, .vfs = vfs, .create = create});
      },
      [this, opened] {
        if (!*opened) return fail_start(opened->error());
        parts_ = std::make_unique<Parts>(env_, std::move(**opened), options_);
        if (auto read = parts_->configuration.load(); !read)
          return fail_start(std::move(read.error()));
        load(0);
      });
}

void MeetingServer::fail_start(Error error) { std::exchange(started_, {})(fail(std::move(error))); }

void MeetingServer::load(std::uint64_t after) {
  parts_->store.load(after, rows_per_page, [this](Result<std::vector<StoreRow>> rows) {
    if (!started_) return;  // given up
    if (!rows) return fail_start(std::move(rows.error()));
    if (rows->empty())
      return parts_->registry.loaded([this](Result<> stored) {
        if (!stored) return fail_start(std::move(stored.error()));
        const auto wall = std::chrono::floor<std::chrono::seconds>(env_.clock.wall());
        if (auto loaded = parts_->book.load(wall); !loaded)
          return fail_start(std::move(loaded.error()));
        if (auto loaded = parts_->outbox.load(); !loaded)
          return fail_start(std::move(loaded.error()));
        serve();
      });
    // The next page is read while this one is taken in.
    load(rows->back().ordinal);
    load_page(*rows);
  });
}

void MeetingServer::load_page(const std::vector<StoreRow>& rows) {
  for (const StoreRow& row : rows) {
    if (!started_) return;  // given up
    Result<> taken;
    if (row.kind == accounts::account_kind) {
      if (row.ordinal < accounts::first_account_ordinal) parts_->registry.reserve(row.ordinal);
      taken = parts_->accounts.load(row);
    } else {
      taken = parts_->registry.load(row);
    }
    if (!taken) return fail_start(std::move(taken.error()));
  }
}

void MeetingServer::serve() {
  Parts& p = *parts_;
  const Env& env = p.env;
  p.upkeep.emplace(env, Upkeep::Charge{p.registry, p.watched, p.cdr, p.templates, p.log});
  p.services.emplace(Services{env, p.registry, p.templates, *p.upkeep, p.switchboard, p.events,
                              env.clock.now(),
                              [&p](const std::string& url) { return p.bridge_links.status(url); }});
  p.api.emplace(env, p.registry, p.authenticator, *p.services, p.events);
  p.pages.emplace(p.mmp, *p.api);
  p.web_admin.emplace(env, p.configuration.current(),
                      WebAdmin::Override{options_.local, options_.tls, options_.is_plain}, *p.pages,
                      [&p](std::optional<WallTime> end) { p.upkeep->use_certificate(end); });
  p.mmp.add("webadmin", *p.web_admin);
  p.mmp.add("callbridge", p.call_bridge);
  p.mmp.host().log_lines = [&p] {
    return std::vector<std::string>(p.log.lines().begin(), p.log.lines().end());
  };
  p.mmp.host().zone_names = [files = options_.zones] {
    return files == nullptr ? std::vector<std::string>{} : zones::zone_names(*files);
  };
  p.told.told = [&p](Severity severity, std::string_view sentence) {
    p.mmp.syslog().log(severity, sentence);
    p.mmp.log_followers().tell(p.log.lines().back());
  };
  if (auto opened = p.mmp.start(); !opened) return fail_start(std::move(opened.error()));
  p.cdr.start();
  p.bulk.start();
  p.ldap.start();
  p.switchboard.start();
  p.upkeep->start();
  p.call_bridge.start([](Result<>) {});
  if (auto started = start_schedulers(); !started) return fail_start(std::move(started.error()));
  start_web_admin();
}

Result<> MeetingServer::start_schedulers() {
  Parts& p = *parts_;
  p.loopback.emplace(p.env, *p.api, scheduler::door_user);
  const scheduler::Ground ground{
      p.env, p.registry, p.book, p.authenticator, p.outbox, *p.loopback, p.mmp.timed_logs(), [&p] {
        return !p.watched.refusal();
      }};
  p.scheduler.emplace(ground, p.configuration.current());
  p.mmp.add("scheduler", *p.scheduler);
  p.configuration.observe([&p] {
    p.scheduler->look();
    p.bridge_links.look();
  });
  if (p.configuration.current().scheduler.enabled)
    p.scheduler->start([&p](Result<> started) {
      if (!started)
        p.env.trace.log(Severity::error, "scheduler does not run: " + started.error().message);
    });
  for (const scheduler::SchedulerOptions& options : options_.schedulers) {
    auto bound = p.schedulers.emplace_back(ground, options).start();
    if (!bound) return fail(bound.error());
    scheduler_endpoints_.push_back(*bound);
  }
  return {};
}

void MeetingServer::stop_schedulers(Duration limit, Task stopped) {
  auto left = std::make_shared<std::size_t>(1);
  auto last = std::make_shared<Task>(std::move(stopped));
  const auto one_less = [left, last] {
    if (--*left == 0) (*last)();
  };
  for (scheduler::Scheduler& each : parts_->schedulers) {
    if (!each.is_running()) continue;
    ++*left;
    each.stop(limit, one_less);
  }
  ++*left;
  parts_->scheduler->stop([one_less](Result<>) { one_less(); });
  one_less();
}

// A port that cannot be had ends a server that was told to take it; a server that has it from its
// configuration goes on, so that the configuration can be mended.
void MeetingServer::start_web_admin() {
  Parts& p = *parts_;
  if (!options_.local && !p.configuration.current().webadmin.enabled)
    return std::exchange(started_, {})(Endpoint{});
  p.web_admin->start([this](Result<> listening) {
    if (listening) return std::exchange(started_, {})(*parts_->web_admin->local());
    if (options_.local) return fail_start(listening.error());
    env_.trace.log(Severity::error, "webadmin does not run: " + listening.error().message);
    std::exchange(started_, {})(Endpoint{});
  });
}

mmp::Mmp& MeetingServer::mmp() {
  check(parts_ != nullptr, "only a started server has a command line");
  return parts_->mmp;
}

void MeetingServer::use(tls::Context context) {
  check(parts_ != nullptr && parts_->web_admin.has_value(), "only a started server has a port");
  for (scheduler::Scheduler& each : parts_->schedulers) each.use(context);
  parts_->web_admin->use(std::move(context));
}

calls::Calls& MeetingServer::calls() {
  check(parts_ != nullptr && parts_->web_admin.has_value(), "only a started server has calls");
  return parts_->calls;
}

void MeetingServer::drain(Duration limit, Done<Result<>> done) {
  check(parts_ != nullptr && parts_->web_admin.has_value(), "only a started server can be drained");
  parts_->bulk.stop();
  parts_->ldap.stop();
  parts_->upkeep->stop();
  parts_->bridge_links.stop();
  parts_->switchboard.stop();
  parts_->calls.stop();
  parts_->events.stop();
  parts_->cdr.stop();
  parts_->mmp.stop("the server stops");
  auto close = [this, done = std::move(done)]() mutable {
    parts_->cdr.finish([this, done = std::move(done)]() mutable {
      parts_->client.close(
          [this, done = std::move(done)]() mutable { parts_->store.close(std::move(done)); });
    });
  };
  parts_->web_admin->drain(limit, [this, limit, close = std::move(close)](Result<>) mutable {
    stop_schedulers(limit, std::move(close));
  });
}

cdr::Cdr& MeetingServer::cdr() {
  check(parts_ != nullptr, "only a started server has records");
  return parts_->cdr;
}

events::Events& MeetingServer::events() {
  check(parts_ != nullptr, "only a started server has events");
  return parts_->events;
}

calls::Switchboard& MeetingServer::switchboard() {
  check(parts_ != nullptr && parts_->web_admin.has_value(), "only a started server has calls");
  return parts_->switchboard;
}

}  // namespace curia::server
