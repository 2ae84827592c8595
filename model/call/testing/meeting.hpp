// Meeting: a registry in memory with people who come, act and leave in a time of its own.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "model/call/entry.hpp"
#include "model/call/reasons.hpp"
#include "model/call/settle.hpp"
#include "model/objects/catalog.hpp"
#include "model/objects/user.hpp"
#include "model/registry/registry.hpp"
#include "model/registry/testing/seeded_random.hpp"
#include "model/registry/testing/waiting_store.hpp"
#include "model/rules/call.hpp"
#include "model/rules/rules.hpp"

namespace curia::call {

class Meeting {
 public:
  Meeting() : registry(store_, random_) {
    registry.loaded([](Result<>) {});
    store_.acknowledge_all();
  }

  // POST; fails the test when it is refused.
  Guid post(Kind kind, const Form& form, const Guid& parent = {}) {
    Guid id;
    act([&](Change& change) {
      const auto made = create_object(change, spec_of(kind), parent, form);
      ASSERT_TRUE(made.has_value()) << made.error().front().reason;
      id = (*made)->id;
    });
    return id;
  }
  void put(Kind kind, const Guid& id, const Form& form) {
    act([&](Change& change) {
      const auto done = modify_object(change, *registry.find(kind, id), form);
      ASSERT_TRUE(done.has_value()) << done.error().front().reason;
    });
  }
  void add_user(const std::string& jid) {
    act([&](Change& change) { change.create<User>().user_jid = jid; });
  }

  // Somebody dials; nil and `refused` when he is not let as far as a prompt.
  Guid arrive(const Arrival& arrival) {
    Guid id;
    refused = {};
    act([&](Change& change) {
      const Entered entered = call::arrive(change, arrival);
      if (entered)
        id = (*entered)->id;
      else
        refused = entered.error();
    });
    return id;
  }
  Guid join(const std::string& uri, const std::string& jid = "") {
    return arrive({.uri = uri, .remote_party = jid.empty() ? "guest" : jid, .user_jid = jid});
  }
  void leave(const Guid& leg) {
    act([&](Change& change) { end_call_leg(change, this->leg(leg), reason::remote_teardown); });
  }

  // Whatever is done is followed by settling, as the server does it.
  template <class Act>
  void act(Act act) {
    Change change(registry, random_, now);
    act(change);
    apply(std::move(change));
    settle_all();
  }
  // Time passes, deadline by deadline.
  void pass(Duration time) {
    const Instant end = now + time;
    for (Instant next = settle_all(); next <= end; next = settle_all()) now = std::max(now, next);
    now = end;
    settle_all();
  }

  bool exists(const Guid& id) const { return registry.find(Kind::call_leg, id) != nullptr; }
  const CallLeg& leg(const Guid& id) const { return *registry.find<CallLeg>(id); }
  const Call& call_of(const Guid& id) const { return *registry.find<Call>(leg(id).call); }
  bool waits(const Guid& id) const { return leg(id).deactivated == Flag::yes; }
  bool is_inside(const Guid& id) const {
    return exists(id) && leg(id).call && leg(id).stage == CallLegStage::call && !waits(id);
  }

 private:
  void apply(Change change) {
    registry.apply(std::move(change), [](Result<>) {});
    store_.acknowledge_all();
  }

  Instant settle_all() {
    Instant next = never;
    for (int round = 0; round < 10; ++round) {
      next = never;
      bool is_settled = true;
      for (const Kind kind : {Kind::call, Kind::call_leg}) {
        std::vector<Guid> ids;
        const Table& table = registry.table(kind);
        table.all().visit_from(0, [&](std::uint32_t slot) {
          ids.push_back(table.at(slot).id);
          return true;
        });
        for (const Guid& id : ids) {
          Change change(registry, random_, now);
          next = std::min(next, kind == Kind::call ? settle(change, id) : settle_leg(change, id));
          if (change.empty()) continue;
          is_settled = false;
          apply(std::move(change));
        }
      }
      if (is_settled) return next;
    }
    ADD_FAILURE() << "a call does not come to rest";
    return next;
  }

  WaitingStore store_;
  SeededRandom random_;

 public:
  Registry registry;
  Instant now{};
  std::string_view refused;
};

}  // namespace curia::call
