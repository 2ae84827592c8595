#include "impl/service/callbridge/server.hpp"

#include <utility>
#include <vector>

#include "impl/service/accounts/authenticator.hpp"
#include "impl/service/callbridge/api.hpp"
#include "impl/service/callbridge/jobs/bulk_runner.hpp"
#include "impl/service/callbridge/jobs/ldap_runner.hpp"
#include "impl/service/callbridge/services.hpp"
#include "impl/service/callbridge/template_cache.hpp"
#include "impl/service/callbridge/upkeep.hpp"
#include "impl/service/calls/calls.hpp"
#include "impl/service/calls/switchboard.hpp"
#include "impl/service/web/client.hpp"
#include "impl/service/web/listener.hpp"
#include "impl/store/group_commit.hpp"
#include "impl/store/sqlite_engine.hpp"
#include "model/base/check.hpp"
#include "model/registry/registry.hpp"

namespace curia::callbridge {
namespace {

constexpr std::size_t rows_per_page = 4096;

// What CMS sends with every answer (api-conventions section 1), under our own name.
constexpr const char* header_lines =
    "Server: Curia\r\n"
    "X-Frame-Options: DENY\r\n"
    "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n";

using Opened = Result<std::unique_ptr<store::SqliteEngine>>;

}  // namespace

// In the order of construction: each part uses only those above it.
struct CallBridgeServer::Parts {
  Parts(const Env& world, std::unique_ptr<store::SqliteEngine> engine, const ServerOptions& options)
      : log(world.clock, world.trace),
        env{world.clock, world.timers, world.random,  world.net,        world.work,
            world.files, log,          world.machine, world.directories},
        store(env.work, std::move(engine)),
        watched(store),
        registry(watched, env.random),
        authenticator(env, account_table),
        client(env, options.client_trust),
        templates(env, client),
        bulk(env, registry),
        ldap(env, registry),
        switchboard(env, registry, calls),
        calls(env, registry) {}

  RecentLog log;
  Env env;  // that of the world, with a log that is remembered
  store::GroupCommit store;
  WatchedStore watched;
  Registry registry;
  accounts::AccountTable account_table;
  accounts::Authenticator authenticator;
  web::Client client;
  TemplateCache templates;
  BulkRunner bulk;
  LdapRunner ldap;
  std::optional<Upkeep> upkeep;
  calls::Switchboard switchboard;
  calls::Calls calls;  // the last of all observers
  std::optional<Services> services;
  std::optional<Api> api;
  std::optional<web::Listener> listener;
};

CallBridgeServer::CallBridgeServer(const Env& env, ServerOptions options)
    : env_(env), options_(std::move(options)) {}

CallBridgeServer::~CallBridgeServer() = default;

void CallBridgeServer::start(Done<Result<Endpoint>> done) {
  started_ = std::move(done);
  // Opening recovers and checks the file: too long for the loop.
  auto opened = std::make_shared<Opened>(fail(Errc::cancelled, "not opened"));
  env_.work.run(
      Lane::disk,
      [opened, path = options_.store_path, vfs = options_.store_vfs, create = options_.make_store] {
        *opened = store::SqliteEngine::open({.path = path, .vfs = vfs, .create = create});
      },
      [this, opened] {
        if (!*opened) return fail_start(opened->error());
        parts_ = std::make_unique<Parts>(env_, std::move(**opened), options_);
        load(0);
      });
}

void CallBridgeServer::fail_start(Error error) {
  std::exchange(started_, {})(fail(std::move(error)));
}

void CallBridgeServer::load(std::uint64_t after) {
  parts_->store.load(after, rows_per_page, [this](Result<std::vector<StoreRow>> rows) {
    if (!started_) return;  // given up
    if (!rows) return fail_start(std::move(rows.error()));
    if (rows->empty())
      return parts_->registry.loaded([this](Result<> stored) {
        if (!stored) return fail_start(std::move(stored.error()));
        serve();
      });
    // The next page is read while this one is taken in.
    load(rows->back().ordinal);
    load_page(*rows);
  });
}

void CallBridgeServer::load_page(const std::vector<StoreRow>& rows) {
  for (const StoreRow& row : rows) {
    if (!started_) return;  // given up
    Result<> taken;
    if (row.kind == accounts::account_kind) {
      parts_->registry.reserve(row.ordinal);
      auto account = accounts::decode_account(row.value);
      taken = account ? parts_->account_table.put(*std::move(account)) : fail(account.error());
    } else {
      taken = parts_->registry.load(row);
    }
    if (!taken) return fail_start(std::move(taken.error()));
  }
}

void CallBridgeServer::serve() {
  Parts& p = *parts_;
  const Env& env = p.env;
  p.upkeep.emplace(env, Upkeep::Charge{p.registry, p.watched, p.client, p.templates, p.log});
  if (options_.tls) p.upkeep->use_certificate(options_.tls->certificate_end());
  p.services.emplace(
      Services{env, p.registry, p.templates, *p.upkeep, p.switchboard, env.clock.now()});
  p.api.emplace(env, p.registry, p.authenticator, *p.services);
  p.listener.emplace(env,
                     web::ListenerOptions{.name = "webadmin",
                                          .local = options_.local,
                                          .tls = options_.tls,
                                          .header_lines = header_lines},
                     *p.api);
  p.bulk.start();
  p.ldap.start();
  p.switchboard.start();
  p.upkeep->start();
  std::exchange(started_, {})(p.listener->start());
}

void CallBridgeServer::use(tls::Context context) {
  check(parts_ != nullptr && parts_->listener.has_value(), "only a started server has a listener");
  parts_->upkeep->use_certificate(context.certificate_end());
  parts_->listener->use(std::move(context));
}

void CallBridgeServer::drain(Duration limit, Done<Result<>> done) {
  check(parts_ != nullptr && parts_->listener.has_value(), "only a started server can be drained");
  parts_->bulk.stop();
  parts_->ldap.stop();
  parts_->upkeep->stop();
  parts_->switchboard.stop();
  parts_->calls.stop();
  parts_->listener->drain(limit, [this, done = std::move(done)]() mutable {
    parts_->client.close(
        [this, done = std::move(done)]() mutable { parts_->store.close(std::move(done)); });
  });
}

calls::Switchboard& CallBridgeServer::switchboard() {
  check(parts_ != nullptr && parts_->listener.has_value(), "only a started server has calls");
  return parts_->switchboard;
}

}  // namespace curia::callbridge
