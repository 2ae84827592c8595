// A desk on a registry whose store answers at once, or refuses, for tests of the Scheduler.
#pragma once

#include <string>

#include "impl/service/scheduler/desk.hpp"
#include "impl/service/zones/zone_book.hpp"
#include "impl/wire/json.hpp"
#include "model/objects/access_method.hpp"
#include "model/objects/co_space.hpp"
#include "sim/world/world.hpp"
#include "sim/world/zone_files.hpp"

namespace curia::scheduler::testing {

class QuickStore final : public Store {
 public:
  void commit(Batch, Done<Result<>> done) override {
    if (refuses)
      done(fail(Errc::disk_full, "the disk is full"));
    else
      done({});
  }
  void load(std::uint64_t, std::size_t, Done<Result<std::vector<StoreRow>>> done) override {
    done(std::vector<StoreRow>{});
  }
  bool refuses = false;
};

// Counts what would be sent.
class CountedNotices final : public Notices {
 public:
  void meeting_changed(Change&, const schedule::Meeting* before,
                       const schedule::Meeting* after) override {
    last = std::string(before == nullptr ? "new" : after == nullptr ? "gone" : "changed");
    ++count;
  }
  void refresh(Change&, const schedule::Meeting&,
               std::optional<schedule::sys_seconds> recurrence) override {
    last = recurrence ? "refresh one" : "refresh";
    ++count;
  }
  int count = 0;
  std::string last;
};

struct TestDesk {
  TestDesk() {
    registry.loaded([](Result<>) {});
    book.load(std::chrono::floor<schedule::seconds>(host.env().clock.wall())).value();
  }

  Guid make_space() {
    Change change(registry, host.env().random);
    const Guid id = change.create<CoSpace>().id;
    registry.apply(std::move(change), [](Result<>) {});
    return id;
  }
  Guid make_access_method(const Guid& space) {
    Change change(registry, host.env().random);
    const Guid id = change.create<AccessMethod>(space).id;
    registry.apply(std::move(change), [](Result<>) {});
    return id;
  }

  // "/meetings?coSpace=..." below the root of the API. The status is 503 when the store refuses.
  http::Response ask(std::string_view method, const std::string& target,
                     const std::string& body = {}) {
    const std::string whole = std::string(api_root) + target;
    const std::size_t mark = std::min(whole.find('?'), whole.size());
    const auto query = parse_form(std::string_view(whole).substr(std::min(mark + 1, whole.size())));
    Verdict verdict =
        desk.judge({method, std::string_view(whole).substr(0, mark), query.value(), body});
    if (verdict.change == nullptr || verdict.change->empty()) return std::move(verdict.response);
    bool is_stored = false;
    registry.apply(std::move(*verdict.change),
                   [&](Result<> stored) { is_stored = stored.has_value(); });
    if (!is_stored) verdict.response.status = 503;
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
  QuickStore store;
  Registry registry{store, host.env().random};
  Book book{registry, [this](std::string_view name) { return zones.find(name); }};
  CountedNotices notices;
  Ledger ledger{registry, book, &notices};
  TimedLogging logging{host.env().clock};
  Health health{{"ping", {}}};
  Desk desk{host.env(), registry, book, ledger, logging, [this] { return health; }};
};

}  // namespace curia::scheduler::testing
