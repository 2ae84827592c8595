// When records are made: once, and only of what nothing takes back.
#include "impl/service/cdr/cdr.hpp"

#include <gtest/gtest.h>

#include <utility>

#include "impl/wire/tls/context.hpp"
#include "model/call/reasons.hpp"
#include "model/objects/catalog.hpp"
#include "model/rules/call.hpp"
#include "sim/world/trace.hpp"
#include "sim/world/world.hpp"

namespace curia::cdr {
namespace {

// Answers when it is told to.
class HeldStore final : public Store {
 public:
  void commit(Batch, Done<Result<>> done) override { waiting_.push_back(std::move(done)); }
  void load(std::uint64_t, std::size_t, Done<Result<std::vector<StoreRow>>>) override {}
  void answer(const Result<>& result) {
    for (auto& done : std::exchange(waiting_, {})) done(result);
  }

 private:
  std::vector<Done<Result<>>> waiting_;
};

// "callStart 0, callEnd 1": what the trace tells of records.
class RecordSink final : public sim::TraceSink {
 public:
  bool on_record(const sim::TraceRecord& record) override {
    if (record.kind != "cdr.record") return true;
    if (!told.empty()) told += ", ";
    told += std::get<std::string_view>(record.fields[0].value);
    told += " " + std::to_string(std::get<std::int64_t>(record.fields[2].value));
    return true;
  }
  std::string told;
};

sim::Options with(sim::TraceSink& sink) {
  sim::Options options;
  options.trace_sink = &sink;
  return options;
}

class CdrService : public testing::Test {
 protected:
  CdrService() {
    registry.loaded([](Result<>) {});
    store.answer({});
    cdr.start();
  }

  template <class Act>
  void apply(Act act) {
    Change change(registry, env.random, env.clock.now());
    act(change);
    registry.apply(std::move(change), [](Result<>) {});
  }
  // A live call; `stored` brings something with it that the store must take.
  Guid begin_call(bool stored) {
    Guid id;
    apply([&](Change& change) {
      auto& call = change.create<Call>();
      call.name = "Meeting";
      id = call.id;
      if (stored) change.create<CoSpace>().name = "Board";
    });
    return id;
  }
  void end_call(const Guid& id) {
    apply(
        [&](Change& change) { change.erase(*registry.find<Call>(id), call::reason::call_ended); });
  }
  std::string told() { return std::exchange(sink.told, {}); }

  RecordSink sink;
  sim::World world{1, with(sink)};
  sim::SimHost& host = world.add_host("server", {"10.0.0.1"});
  Env env = host.env();
  HeldStore store;
  Registry registry{store, env.random};
  web::Client client{env, *tls::Context::client({.verify = false, .check_name = false})};
  Cdr cdr{env, registry, client};
};

TEST_F(CdrService, WhatIsLiveIsToldAtOnce) {
  const Guid call = begin_call(false);
  EXPECT_EQ(told(), "callStart 0");
  end_call(call);
  EXPECT_EQ(told(), "callEnd 1");
  EXPECT_EQ(cdr.next_correlator(), 2u);
  EXPECT_TRUE(env.files.list("cdr")->empty());
}

TEST_F(CdrService, WhatStandsOnAChangeWaitsForTheStore) {
  const Guid call = begin_call(true);
  const Guid other = begin_call(false);
  end_call(call);
  EXPECT_EQ(told(), "");
  store.answer({});
  EXPECT_EQ(told(), "callStart 0, callStart 1, callEnd 2");
  end_call(other);
  EXPECT_EQ(told(), "callEnd 3");
}

TEST_F(CdrService, WhatIsUndoneWasNever) {
  const Guid kept = begin_call(false);
  told();
  const Guid call = begin_call(true);
  begin_call(false);
  end_call(kept);
  store.answer(fail(Errc::disk_full, "no room"));
  EXPECT_EQ(told(), "");
  EXPECT_EQ(registry.find<Call>(call), nullptr);
  ASSERT_NE(registry.find<Call>(kept), nullptr);  // it goes on, and ends once
  end_call(kept);
  EXPECT_EQ(told(), "callEnd 1");
}

TEST_F(CdrService, AnEndpointLearnsAndIsForgotten) {
  Guid leg;
  apply([&](Change& change) {
    auto& call = change.create<Call>();
    auto& created = change.create<CallLeg>();
    created.participant = change.create<Participant>().id;
    leg = created.id;
    begin_call_leg(change, created, call);
  });
  EXPECT_EQ(told(), "callStart 0, callLegStart 1");
  cdr.learn(leg, {.remote_address = "192.0.2.7"});
  EXPECT_EQ(told(), "callLegUpdate 2");
  cdr.learn(leg, {.remote_address = "192.0.2.7", .had_encrypted_media = true});
  EXPECT_EQ(told(), "");
  apply([&](Change& change) {
    end_call_leg(change, *registry.find<CallLeg>(leg), call::reason::remote_teardown);
  });
  EXPECT_EQ(told(), "callLegEnd 3");
  cdr.learn(leg, {.remote_address = "192.0.2.8"});
  EXPECT_EQ(told(), "");
}

}  // namespace
}  // namespace curia::cdr
