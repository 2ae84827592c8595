// A desk on a registry whose store answers in the next event, or refuses, for tests of the
// Scheduler.
#pragma once

#include <string>

#include "impl/service/scheduler/desk.hpp"
#include "impl/service/zones/zone_book.hpp"
#include "impl/wire/json.hpp"
#include "model/base/url.hpp"
#include "model/objects/access_method.hpp"
#include "model/objects/co_space.hpp"
#include "sim/world/world.hpp"
#include "sim/world/zone_files.hpp"

namespace curia::scheduler::testing {

class QuickStore final : public Store {
 public:
  explicit QuickStore(const Env& env) : env_(env) {}

  void commit(Batch, Done<Result<>> done) override {
    env_.timers.at(env_.clock.now(), [done = std::move(done), is_refused = refuses]() mutable {
      done(is_refused ? Result<>(fail(Errc::disk_full, "the disk is full")) : Result<>());
    });
  }
  void load(std::uint64_t, std::size_t, Done<Result<std::vector<StoreRow>>> done) override {
    done(std::vector<StoreRow>{});
  }
  bool refuses = false;

 private:
  Env env_;
};

// Counts what would be sent.
class CountedNotices final : public Notices {
 public:
  bool has_senders() const override { return true; }
  Answer<> meeting_changed(Change&, const schedule::Meeting* before,
                           const schedule::Meeting* after) override {
    last = std::string(before == nullptr ? "new" : after == nullptr ? "gone" : "changed");
    ++count;
    return {};
  }
  Answer<> refresh(Change&, const schedule::Meeting&,
                   std::optional<schedule::sys_seconds> recurrence) override {
    last = recurrence ? "refresh one" : "refresh";
    ++count;
    return {};
  }
  int count = 0;
  std::string last;
};

struct TestDesk {
  TestDesk() {
    registry.loaded([](Result<>) {});
    world.run_for(1ns);
    book.load(std::chrono::floor<schedule::seconds>(host.env().clock.wall())).value();
  }

  Guid make_space() {
    Change change(registry, host.env().random);
    const Guid id = change.create<CoSpace>().id;
    apply(std::move(change));
    return id;
  }
  Guid make_access_method(const Guid& space) {
    Change change(registry, host.env().random);
    const Guid id = change.create<AccessMethod>(space).id;
    apply(std::move(change));
    return id;
  }
  // Whether it was stored.
  bool apply(Change change) {
    std::optional<bool> is_stored;
    registry.apply(std::move(change), [&](Result<> stored) { is_stored = stored.has_value(); });
    world.run_until([&] { return is_stored.has_value(); }, 1s);
    return is_stored.value();
  }

  // "/meetings?coSpace=..." below the root of the API. The status is 503 when the store refuses.
  http::Response ask(std::string_view method, const std::string& target,
                     const std::string& body = {}) {
    const std::string whole = std::string(api_root) + target;
    const auto query = parse_form(target_query(whole));
    Verdict verdict = desk.judge({method, target_path(whole), query.value(), body});
    if (verdict.change == nullptr || verdict.change->empty()) return std::move(verdict.response);
    if (!apply(std::move(*verdict.change))) verdict.response.status = 503;
    return std::move(verdict.response);
  }
  JsonValue json(std::string_view method, const std::string& target, const std::string& body = {}) {
    const auto response = ask(method, target, body);
    auto value = parse_json(response.body);
    return value ? *std::move(value) : JsonValue{};
  }

  sim::World world{1};
  sim::SimHost& host = world.add_host("server", {"10.0.0.1"});
  sim::ZoneFiles files;
  zones::ZoneBook zones{files};
  QuickStore store{host.env()};
  Registry registry{store, host.env().random};
  Book book{registry, [this](std::string_view name) { return zones.find(name); }};
  CountedNotices notices;
  Ledger ledger{registry, book, notices};
  mmp::TimedLogs logs{host.env().clock};
  TimedLogging logging{logs};
  Health health{{"ping", {}}};
  Desk desk{host.env(), registry, book, ledger, logging, [this] { return health; }};
};

}  // namespace curia::scheduler::testing
